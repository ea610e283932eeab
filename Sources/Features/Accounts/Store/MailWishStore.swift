import Post
import Storage

/// The table `contacts`, as far as mail about news goes.
enum MailWishStore {
    /// Those who may be written to: they wish it, their address takes mail, and their account is open.
    private static let isOpen: SQL = """
        c.wants_mail = TRUE AND c.takes_mail = TRUE AND c.email IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM account_holds h WHERE h.member_id = c.member_id)
        """

    /// How somebody who may be written to wishes to be; nil for anybody else.
    static func openHabits(of member: ID<Person>, in tx: Transaction) throws -> MailHabits? {
        try tx.first("SELECT \(habitColumns) FROM contacts c WHERE c.member_id = \(member) AND \(isOpen)") {
            try habits($0, from: 0)
        }
    }

    /// What whoever looks has chosen, and whether they wish for mail at all; nil where they have left no address.
    static func ownHabits(as viewer: Viewer, in tx: Transaction) throws -> (habits: MailHabits, wantsMail: Bool)? {
        guard let member = viewer.personID else { return nil }
        return try tx.first(
            """
            SELECT c.wants_mail, \(habitColumns) FROM contacts c WHERE c.member_id = \(member) AND c.email IS NOT NULL
            """
        ) { (try habits($0, from: 1), try $0.get(0)) }
    }

    static func setHabits(_ habits: MailHabits, of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE contacts SET mail_pace = \(habits.pace.rawValue), mail_words = \(habits.showsWords),
                mail_zone = \(habits.zone), quiet_from = \(habits.quiet.from), quiet_to = \(habits.quiet.to)
            WHERE member_id = \(member)
            """)
    }

    private static let habitColumns: SQL = "c.mail_pace, c.mail_words, c.mail_zone, c.quiet_from, c.quiet_to"

    private static func habits(_ row: Row, from first: Int) throws -> MailHabits {
        MailHabits(
            pace: MailHabits.Pace(rawValue: try row.get(first)) ?? .weekly, showsWords: try row.get(first + 1),
            zone: try row.get(first + 2), quiet: (try row.get(first + 3), try row.get(first + 4)))
    }

    /// Whether mail to whoever looks came back.
    static func hasBadAddress(as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { return false }
        return try tx.first("SELECT takes_mail FROM contacts WHERE member_id = \(member)") { !(try $0.get(0)) } ?? false
    }

    /// Where mail to a member goes, and how they wish to be written to.
    static func recipient(
        _ member: ID<Person>, seal: ColumnSeal, in tx: Transaction, quietUntil: (MailHabits) -> Instant?
    ) throws -> Recipient? {
        try tx.first(
            """
            SELECT c.email, m.language, c.changed_at, \(habitColumns) FROM contacts c JOIN members m ON m.id = c.member_id
            WHERE c.member_id = \(member) AND \(isOpen)
            """
        ) { row in
            let address = MailAddress(try seal.text(try row.get(0), at: .email, of: member))
            let habits = try habits(row, from: 3)
            return try address.map {
                Recipient(
                    address: $0, language: try row.get(1), addressSince: try row.get(2), quietUntil: quietUntil(habits))
            }
        } ?? nil
    }

    /// Takes back a member's wish for mail, if it goes to that address: whoever reads an earlier one's mail says nothing about
    /// the next. That and when they did is written down nowhere else.
    static func end(
        of member: ID<Person>, seal: ColumnSeal, in tx: Transaction, ifTo isAddress: (MailAddress) -> Bool
    ) throws {
        let sealed = try tx.first("SELECT email FROM contacts WHERE member_id = \(member) AND email IS NOT NULL") {
            try $0.get(0, as: [UInt8].self)
        }
        guard let sealed, let address = MailAddress(try seal.text(sealed, at: .email, of: member)), isAddress(address)
        else { return }
        try tx.execute("UPDATE contacts SET wants_mail = FALSE WHERE member_id = \(member)")
    }

    /// Notes that the address of that moment takes no mail; false where it is another by now.
    @discardableResult
    static func noteBadAddress(of member: ID<Person>, since: Instant, in tx: Transaction) throws -> Bool {
        try tx.execute("UPDATE contacts SET takes_mail = FALSE WHERE member_id = \(member) AND changed_at = \(since)")
            == 1
    }
}
