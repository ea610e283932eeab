import Storage

/// What a member left for messages, opened.
struct Contact: Sendable, Equatable {
    var email: EmailAddress?
    var phone: PhoneNumber?

    var isEmpty: Bool { email == nil && phone == nil }
}

/// The table `contacts`: sealed addresses that no page of another member can reach.
enum ContactStore {
    /// Puts a member's addresses in place of the earlier ones.
    static func set(
        _ contact: Contact, of member: ID<Person>, seal: ColumnSeal, at now: Instant, in tx: Transaction
    ) throws {
        let email = try contact.email.map { try seal.close($0.text.utf8, at: .email, of: member) }
        let phone = try contact.phone.map { try seal.close($0.text.utf8, at: .phone, of: member) }
        try tx.execute(
            """
            INSERT INTO contacts (member_id, email, phone, changed_at) VALUES (\(member), \(email), \(phone), \(now))
            ON CONFLICT (member_id) DO UPDATE
            SET email = excluded.email, phone = excluded.phone, changed_at = excluded.changed_at
            """)
    }

    /// When whoever looks changed their addresses last; nil where there never were any.
    static func changedAt(as viewer: Viewer, in tx: Transaction) throws -> Instant? {
        guard let member = viewer.personID else { return nil }
        return try tx.first("SELECT changed_at FROM contacts WHERE member_id = \(member)") { try $0.get(0) }
    }

    /// The addresses of whoever looks.
    static func own(as viewer: Viewer, seal: ColumnSeal, in tx: Transaction) throws -> Contact {
        guard let member = viewer.personID else { return Contact() }
        let sealed = try tx.first("SELECT email, phone FROM contacts WHERE member_id = \(member)") { row in
            (email: try row.get(0, as: [UInt8]?.self), phone: try row.get(1, as: [UInt8]?.self))
        }
        return Contact(
            email: try sealed?.email.flatMap { EmailAddress(try seal.text($0, at: .email, of: member)) },
            phone: try sealed?.phone.flatMap { PhoneNumber(try seal.text($0, at: .phone, of: member)) })
    }
}
