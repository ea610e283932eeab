import Accounts
import Storage
import Web

/// The table `letter_wishes`: who may write to whom first.
enum LetterWishStore {
    /// Without a wish: people who follow the member and whom the member follows.
    static let usual = Visibility.followedBack
    /// What can be wished for: nobody, people whom one follows back, members.
    static let offered = [Visibility.onlyMe, .followedBack, .members]

    /// Whether the viewer may write to a member first. A member who wishes for letters of all members is written to by who may
    /// see their profile: nobody learns a name by this.
    static func mayWrite(to member: ID<Person>, as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let me = viewer.personID, me != member else { return false }
        func isOpen(_ visibility: SQL) -> SQL {
            AccountsFeature.isVisible(visibility, of: "members.id", to: viewer)
        }
        return try tx.first(
            """
            SELECT 1 FROM members LEFT JOIN letter_wishes AS wish ON wish.member_id = members.id
                LEFT JOIN profiles ON profiles.member_id = members.id
            WHERE members.id = \(member) AND \(isOpen("COALESCE(wish.first_from, \(usual))"))
                AND (\(isOpen("\(Visibility.followedBack)")) OR \(isOpen("profiles.pseudonym_visibility")))
            """
        ) { _ in true } ?? false
    }

    static func wish(of member: ID<Person>, in tx: Transaction) throws -> Visibility? {
        try tx.first("SELECT first_from FROM letter_wishes WHERE member_id = \(member)") {
            Visibility(rawValue: try $0.get(0))
        } ?? nil
    }

    static func set(_ wish: Visibility, of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO letter_wishes (member_id, first_from) VALUES (\(member), \(wish))
            ON CONFLICT (member_id) DO UPDATE SET first_from = excluded.first_from
            """)
    }
}
