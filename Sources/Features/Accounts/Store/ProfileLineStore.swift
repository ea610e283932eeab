import Markup
import Storage
import Web

/// Whether others may read the line about oneself: the columns `about_state` and `about_hidden` of the table `profiles`.
enum ProfileLineStore {
    /// True of a row of `profiles` whose line nobody holds back.
    static let isRead: SQL = "(profiles.about_state = 'passed' AND profiles.about_hidden = FALSE)"

    static func line(of member: ID<Person>, in tx: Transaction) throws -> ProfileLine {
        try tx.first("SELECT about, about_state, about_hidden FROM profiles WHERE member_id = \(member)") { row in
            ProfileLine(
                words: try row.get(0), state: ProfileLineState(rawValue: try row.get(1)) ?? .unread,
                isHidden: try row.get(2))
        } ?? ProfileLine()
    }

    static func set(_ state: ProfileLineState, of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("UPDATE profiles SET about_state = \(state.rawValue) WHERE member_id = \(member)")
    }

    /// What a moderator said of a line that waits, or said anew of a refused one; a yes also brings back what stands in the
    /// place of hidden words. Does nothing where there are others now. Answers whether it went on.
    static func decide(_ record: String, isAllowed: Bool, in tx: Transaction) throws -> Bool {
        guard let member = ID<Person>(record) else { return false }
        let state: ProfileLineState = isAllowed ? .passed : .refused
        let changed = try tx.execute(
            """
            UPDATE profiles SET about_state = \(state.rawValue),
                about_hidden = (about_hidden = TRUE AND \(isAllowed) = FALSE)
            WHERE member_id = \(member) AND about IS NOT NULL AND about_state IN ('waiting', 'refused')
            """)
        return isAllowed && changed > 0
    }

    /// A line as the viewer may read it, for who reports it.
    static func found(_ record: String, as viewer: Viewer, in tx: Transaction) throws -> FoundText? {
        guard let member = ID<Person>(record) else { return nil }
        return try ProfileStore.profile(of: member, as: viewer, in: tx)?.about.map {
            FoundText(author: member, words: $0, record: member.description, link: "/people/\(member)")
        }
    }

    static func setHidden(_ isHidden: Bool, of record: String, in tx: Transaction) throws {
        guard let member = ID<Person>(record) else { return }
        try tx.execute("UPDATE profiles SET about_hidden = \(isHidden) WHERE member_id = \(member)")
    }
}
