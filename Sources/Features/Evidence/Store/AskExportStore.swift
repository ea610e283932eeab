import Accounts
import Storage

/// A member's questions and answers, a page at a time, for their download.
extension AskStore {
    static func countAsked(by member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM asks WHERE asker_id = \(member)") { try $0.get(0) } ?? 0
    }

    /// What a member asked, with the replies, in the order of the identifiers.
    static func asked(by member: ID<Person>, after last: ID<Ask>?, limit: Int, in tx: Transaction) throws -> [Ask] {
        let behind: SQL = last.map { "AND id > \($0)" } ?? SQL()
        let page: SQL = "FROM asks WHERE asker_id = \(member) \(behind) ORDER BY id LIMIT \(limit)"
        let asks = try tx.rows("SELECT id, treatment_id, purpose_id, question, asked_at \(page)", ask)
        let replies = try tx.rows(
            """
            SELECT o.ask_id, o.addressee_id, o.reply, o.decided_at FROM (SELECT id \(page)) AS p
            JOIN ask_offers o ON o.ask_id = p.id WHERE o.state = 'answered'
            ORDER BY o.ask_id, o.decided_at, o.addressee_id
            """
        ) { row in
            (
                ask: try row.get(0, as: ID<Ask>.self), author: try row.get(1, as: ID<Person>.self),
                text: try row.get(2, as: String.self), at: try row.get(3, as: Instant.self)
            )
        }
        let names = try AccountsFeature.pseudonyms(of: replies.map(\.author), in: tx)
        let byAsk = Dictionary(grouping: replies, by: \.ask)
        return asks.map { ask in
            var ask = ask
            ask.replies = (byAsk[ask.id] ?? []).map {
                .init(pseudonym: names[$0.author] ?? "", text: $0.text, at: $0.at)
            }
            return ask
        }
    }

    static func countAnswers(by member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first(
            "SELECT COUNT(*) FROM ask_offers WHERE addressee_id = \(member) AND state = 'answered'"
        ) { try $0.get(0) } ?? 0
    }

    /// What a member answered to others, in the order of the questions' identifiers.
    static func answers(
        by member: ID<Person>, after last: ID<Ask>?, limit: Int, in tx: Transaction
    ) throws -> [(ask: ID<Ask>, text: String, at: Instant)] {
        let behind: SQL = last.map { "AND ask_id > \($0)" } ?? SQL()
        return try tx.rows(
            """
            SELECT ask_id, reply, decided_at FROM ask_offers
            WHERE addressee_id = \(member) AND state = 'answered' \(behind) ORDER BY ask_id LIMIT \(limit)
            """
        ) { (try $0.get(0), try $0.get(1), try $0.get(2)) }
    }
}
