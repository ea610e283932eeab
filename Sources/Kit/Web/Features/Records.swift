/// Something that the audit log records: what changes who may do what, and what cannot be undone. Never that somebody
/// was here, read or signed in.
package struct AuditEvent: Sendable, Hashable {
    /// As it stands in the log: `role-granted`. Never changed once released.
    package let code: String

    package init(_ code: String) {
        self.code = code
    }
}

/// A kind of use of a member's data, as their list of receipts shows it.
package struct ReceiptUse: Sendable, Hashable {
    /// As it is kept: `figures`. Never changed once released.
    package let code: String
    /// Text keys: what was used, and what for.
    package let what: String
    package let why: String

    package init(_ code: String, what: String, why: String) {
        self.code = code
        self.what = what
        self.why = why
    }
}
