import Accounts
import Markup
import Storage
import Web

/// The table `week_questions`: questions of the week that moderators wrote ahead.
enum WeekQuestionStore {
    /// The one of a week, where there is one that the viewer may read.
    static func question(
        of community: ID<Space>, in week: Week, as viewer: Viewer, tx: Transaction
    ) throws -> WeekQuestion? {
        try tx.first(
            """
            SELECT \(columns) FROM week_questions AS asked
            WHERE asked.community_id = \(community) AND asked.week = \(week.description)
                AND NOT asked.is_hidden AND \(AccountsFeature.isNotBlocked("asked.author_id", for: viewer))
            """, question) ?? nil
    }

    /// What is asked from a week on, for the moderators of the community: to anybody else there is nothing.
    static func ahead(
        of community: ID<Space>, from week: Week, as viewer: Viewer, in tx: Transaction
    ) throws -> [WeekQuestion] {
        guard viewer.moderates(.community(community)) else { return [] }
        return try tx.rows(
            """
            SELECT \(columns) FROM week_questions AS asked
            WHERE asked.community_id = \(community) AND asked.week >= \(week.description) AND NOT asked.is_hidden
            ORDER BY asked.week
            """, question
        ).compactMap { $0 }
    }

    /// The last week for which there is one.
    static func lastWeek(of community: ID<Space>, in tx: Transaction) throws -> Week? {
        let text = try tx.first("SELECT MAX(week) FROM week_questions WHERE community_id = \(community)") {
            try $0.get(0, as: String?.self)
        }
        return (text ?? nil).flatMap { Week($0) }
    }

    static func add(
        _ words: String, _ language: Language, to community: ID<Space>, for week: Week, by author: ID<Person>,
        in tx: Transaction
    ) throws -> ID<WeekQuestion> {
        let id = ID<WeekQuestion>.random()
        try tx.execute(
            """
            INSERT INTO week_questions (id, community_id, author_id, week, words, language, is_hidden)
            VALUES (\(id), \(community), \(author), \(week.description), \(words), \(language.rawValue), FALSE)
            """)
        return id
    }

    static func remove(_ id: ID<WeekQuestion>, of community: ID<Space>, in tx: Transaction) throws -> Bool {
        try tx.execute("DELETE FROM week_questions WHERE id = \(id) AND community_id = \(community)") > 0
    }

    // MARK: - For Safety and for the download

    /// One whose week has come, as the viewer may read it, with its community's space; the system reads any.
    static func written(
        _ id: ID<WeekQuestion>, by now: Week, as viewer: Viewer, in tx: Transaction
    ) throws -> (author: ID<Person>, words: String, community: ID<Space>)? {
        let isReadable: SQL =
            switch viewer {
            case .system: "TRUE"
            case .anonymous, .person:
                """
                asked.week <= \(now.description) AND NOT asked.is_hidden
                AND \(AccountsFeature.isNotBlocked("asked.author_id", for: viewer))
                """
            }
        return try tx.first(
            """
            SELECT asked.author_id, asked.words, asked.community_id FROM week_questions AS asked
            WHERE asked.id = \(id) AND \(isReadable)
            """
        ) { (try $0.get(0), try $0.get(1), try $0.get(2)) }
    }

    static func setHidden(_ isHidden: Bool, _ id: ID<WeekQuestion>, in tx: Transaction) throws {
        try tx.execute("UPDATE week_questions SET is_hidden = \(isHidden) WHERE id = \(id)")
    }

    static func written(
        by member: ID<Person>, in tx: Transaction
    ) throws -> [(community: String, week: String, words: String)] {
        try tx.rows(
            """
            SELECT communities.slug, asked.week, asked.words FROM week_questions AS asked
                JOIN communities ON communities.id = asked.community_id
            WHERE asked.author_id = \(member) ORDER BY asked.week, asked.id
            """
        ) { (try $0.get(0), try $0.get(1), try $0.get(2)) }
    }

    private static let columns: SQL = "asked.words, asked.language, asked.id, asked.week"

    private static func question(_ row: Row) throws -> WeekQuestion? {
        guard let week = Week(try row.get(3, as: String.self)) else { return nil }
        return WeekQuestion(
            try row.get(0), Language(rawValue: try row.get(1)), id: try row.get(2), week: week)
    }
}
