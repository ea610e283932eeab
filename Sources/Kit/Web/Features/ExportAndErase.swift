package import Storage

/// What a feature adds to the file that a member downloads.
package struct Exporter: Sendable {
    /// The name of its part: `journal`.
    package let name: String
    /// Everything the feature keeps of the member, as JSON. Whoever reads it is the member.
    package let export: @Sendable (ID<Person>) async throws -> any Encodable & Sendable

    package init(_ name: String, _ export: @escaping @Sendable (ID<Person>) async throws -> any Encodable & Sendable) {
        self.name = name
        self.export = export
    }
}

/// What a feature takes out when a member erases their account, before the member's row goes; only for what no
/// `REFERENCES members (id) ON DELETE CASCADE` reaches. Runs in the same transaction, maybe again.
package struct Eraser: Sendable {
    package let erase: @Sendable (ID<Person>, Transaction) throws -> Void

    package init(_ erase: @escaping @Sendable (ID<Person>, Transaction) throws -> Void) {
        self.erase = erase
    }
}
