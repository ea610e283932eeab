import Storage
import Web

/// The table `talk_filters`: its members' alone.
enum TalkFilterStore {
    static func find(as viewer: Viewer, in tx: Transaction) throws -> TalkFilters {
        guard let me = viewer.personID else { return TalkFilters() }
        return try of(me, in: tx)
    }

    static func of(_ member: ID<Person>, in tx: Transaction) throws -> TalkFilters {
        let rows = try tx.rows(
            "SELECT kind, words FROM talk_filters WHERE member_id = \(member) ORDER BY kind, words"
        ) { (kind: try $0.get(0, as: String.self), words: try $0.get(1, as: String.self)) }
        return TalkFilters(
            themes: Set(rows.filter { $0.kind == theme }.compactMap { TalkTheme(rawValue: $0.words) }),
            words: rows.filter { $0.kind == word }.map(\.words))
    }

    static func set(_ filters: TalkFilters, as viewer: Viewer, in tx: Transaction) throws {
        guard let me = viewer.personID else { throw Problem.signInNeeded }
        try tx.execute("DELETE FROM talk_filters WHERE member_id = \(me)")
        let rows =
            filters.themes.map { (theme, $0.rawValue) }.sorted { $0.1 < $1.1 } + filters.words.map { (word, $0) }
        for (kind, words) in rows {
            try tx.execute("INSERT INTO talk_filters (member_id, kind, words) VALUES (\(me), \(kind), \(words))")
        }
    }

    private static let (theme, word) = ("theme", "word")
}
