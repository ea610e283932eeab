package import Storage
package import Web

/// One use of a member's data, as the member sees it under "Where your data went".
package struct Receipt: Sendable, Equatable {
    /// Who used it.
    package enum User: Sendable, Equatable {
        /// This server itself, by its own rules.
        case site
        /// The member.
        case yourself
        /// A program of the member's, by a key of theirs; the reference is the key's identifier.
        case key
        /// Somebody in a role; which person stays in the audit log.
        case role(Role)
    }

    package let user: User
    /// The code of its `ReceiptUse`.
    package let use: String
    package let at: Instant
    /// An identifier of what it was used in, such as a release's; never content. At most 100 bytes are kept.
    package let reference: String?

    package init(user: User, use: ReceiptUse, at: Instant, reference: String? = nil) {
        self.init(user: user, useCode: use.code, at: at, reference: reference)
    }

    init(user: User, useCode: String, at: Instant, reference: String?) {
        self.user = user
        use = useCode
        self.at = at
        self.reference = reference
    }
}

extension ReceiptUse {
    /// Downloaded by the member.
    static let export = ReceiptUse(
        "export", what: "accounts.receipts.what.export", why: "accounts.receipts.why.export")
    /// An administrator was told of a death and read what the member wished for then.
    static let wish = ReceiptUse("wish", what: "accounts.receipts.what.wish", why: "accounts.receipts.why.wish")
    static let deathNotice = ReceiptUse(
        "death-notice", what: "accounts.receipts.what.deathNotice", why: "accounts.receipts.why.deathNotice")
    /// The database was put back from a copy.
    static let restored = ReceiptUse(
        "restored", what: "accounts.receipts.what.restored", why: "accounts.receipts.why.restored")
    /// The member's file, for whom they chose.
    static let handedOver = ReceiptUse(
        "handed-over", what: "accounts.receipts.what.handedOver", why: "accounts.receipts.why.handedOver")
}

extension Receipt.User {
    /// As it is kept: `site`, `yourself`, `key`, `role:steward`.
    var code: String {
        switch self {
        case .site: "site"
        case .yourself: "yourself"
        case .key: "key"
        case .role(let role): "role:" + role.rawValue
        }
    }

    init?(code: String) {
        switch code {
        case "site": self = .site
        case "yourself": self = .yourself
        case "key": self = .key
        default:
            guard code.utf8.starts(with: "role:".utf8),
                let role = Role(rawValue: String(code.unicodeScalars.dropFirst(5)))
            else { return nil }
            self = .role(role)
        }
    }
}
