import Accounts
import Storage
import Vocabulary
import Web

/// What stands on the two pages of questions: those that wait for the viewer, and the viewer's own.
extension AskStore {
    /// Questions that wait for the viewer, the oldest first, with the names of who asks.
    static func waiting(as viewer: Viewer, limit: Int = 50, in tx: Transaction) throws -> [Ask] {
        guard let member = viewer.personID else { return [] }
        let found = try tx.rows(
            """
            SELECT a.id, a.treatment_id, a.purpose_id, a.question, a.asked_at, a.state, a.asker_id
            FROM ask_offers o JOIN asks a ON a.id = o.ask_id
            WHERE o.addressee_id = \(member) AND \(AskOfferStore.isWaiting) ORDER BY a.asked_at, a.id LIMIT \(limit)
            """
        ) { (try ask($0), try $0.get(6, as: ID<Person>.self)) }
        let names = try AccountsFeature.pseudonyms(of: found.map(\.1), in: tx)
        return found.map { ask, asker in
            var ask = ask
            (ask.asker, ask.askerID) = (names[asker] ?? "", asker)
            return ask
        }
    }

    /// What the viewer asked and has not taken back, the newest first, with the answers and the names of who answered.
    static func asked(as viewer: Viewer, limit: Int = 50, in tx: Transaction) throws -> [Ask] {
        guard let member = viewer.personID else { return [] }
        let page: SQL = """
            FROM asks WHERE asker_id = \(member) AND state <> 'withdrawn' ORDER BY asked_at DESC, id DESC LIMIT \(limit)
            """
        return try withReplies(try tx.rows("SELECT \(columns) \(page)", ask), "SELECT id \(page)", in: tx)
    }

    /// Questions with their answers, the oldest answer first.
    /// - Parameter ids: a query for the questions' identifiers.
    static func withReplies(_ asks: [Ask], _ ids: SQL, in tx: Transaction) throws -> [Ask] {
        let replies = try tx.rows(
            """
            SELECT o.ask_id, o.addressee_id, o.reply, o.decided_at, o.is_read
            FROM (\(ids)) AS q JOIN asks a ON a.id = q.id JOIN ask_offers o ON o.ask_id = a.id
            WHERE \(AskOfferStore.isAnswered) ORDER BY o.ask_id, o.decided_at, o.addressee_id
            """
        ) { row in
            (
                ask: try row.get(0, as: ID<Ask>.self), author: try row.get(1, as: ID<Person>.self),
                text: try row.get(2, as: String.self), at: try row.get(3, as: Instant.self),
                isRead: try row.get(4, as: Bool.self)
            )
        }
        let names = try AccountsFeature.pseudonyms(of: replies.map(\.author), in: tx)
        let byAsk = Dictionary(grouping: replies, by: \.ask)
        let former = Dictionary(grouping: try FormerAnswerStore.replies(ids, in: tx), by: \.ask)
        return asks.map { ask in
            var ask = ask
            ask.replies =
                (former[ask.id] ?? []).map(\.reply)
                + (byAsk[ask.id] ?? []).map {
                    .init(
                        author: $0.author, pseudonym: names[$0.author] ?? "", text: $0.text, at: $0.at,
                        isRead: $0.isRead)
                }
            return ask
        }
    }
}
