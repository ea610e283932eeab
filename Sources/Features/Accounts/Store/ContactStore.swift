import Post
import Storage

/// What a member left for messages, opened.
struct Contact: Sendable, Equatable {
    var email: MailAddress?
    var phone: PhoneNumber?
    /// Whether they wish to be told by mail that something waits.
    var wantsMail = false
    /// False once mail to the address came back.
    var takesMail = true

    var isEmpty: Bool { email == nil && phone == nil }
}

/// The table `contacts`: sealed addresses that no page of another member can reach.
enum ContactStore {
    /// Puts a member's addresses in place of the earlier ones. An address that is saved counts as good.
    static func set(
        _ contact: Contact, of member: ID<Person>, seal: ColumnSeal, at now: Instant, in tx: Transaction
    ) throws {
        let email = try contact.email.map { try seal.close($0.text.utf8, at: .email, of: member) }
        let phone = try contact.phone.map { try seal.close($0.text.utf8, at: .phone, of: member) }
        try tx.execute(
            """
            INSERT INTO contacts (member_id, email, phone, wants_mail, takes_mail, changed_at)
            VALUES (\(member), \(email), \(phone), \(contact.wantsMail), TRUE, \(now))
            ON CONFLICT (member_id) DO UPDATE
            SET email = excluded.email, phone = excluded.phone, wants_mail = excluded.wants_mail, takes_mail = TRUE,
                changed_at = excluded.changed_at
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
        let found = try tx.first(
            "SELECT email, phone, wants_mail, takes_mail FROM contacts WHERE member_id = \(member)"
        ) { row in
            (
                email: try row.get(0, as: [UInt8]?.self), phone: try row.get(1, as: [UInt8]?.self),
                wantsMail: try row.get(2, as: Bool.self), takesMail: try row.get(3, as: Bool.self)
            )
        }
        guard let found else { return Contact() }
        return Contact(
            email: try found.email.flatMap { MailAddress(try seal.text($0, at: .email, of: member)) },
            phone: try found.phone.flatMap { PhoneNumber(try seal.text($0, at: .phone, of: member)) },
            wantsMail: found.wantsMail, takesMail: found.takesMail)
    }
}
