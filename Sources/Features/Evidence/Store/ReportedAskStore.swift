import Accounts
import Safety
import Storage
import Web

/// Questions and answers as somebody reports them: the columns `question_hidden` and `reply_hidden`.
extension AskOfferStore {
    /// A question, for its asker and for whom it was put to.
    static func foundQuestion(_ record: String, as viewer: Viewer, in tx: Transaction) throws -> FoundText? {
        guard let id = ID<Ask>(record), let mayRead = mayReadQuestion(viewer) else { return nil }
        return try tx.first(
            "SELECT a.asker_id, a.question FROM asks a WHERE a.id = \(id) AND a.state <> 'withdrawn' AND \(mayRead)"
        ) { try found($0, as: id.description) }
    }

    /// An answer, for who gave it and for who asked.
    static func foundAnswer(_ record: String, as viewer: Viewer, in tx: Transaction) throws -> FoundText? {
        guard let answer = answer(record), let mayRead = mayReadAnswer(viewer) else { return nil }
        let name = Self.record(answer.ask, answer.addressee)
        if let words = try FormerAnswerStore.words(answer.ask, answer.addressee, as: viewer, in: tx) {
            return FoundText(author: nil, words: words, record: name)
        }
        return try tx.first(
            """
            SELECT o.addressee_id, o.reply FROM ask_offers o JOIN asks a ON a.id = o.ask_id
            WHERE o.ask_id = \(answer.ask) AND o.addressee_id = \(answer.addressee) AND o.state = 'answered'
                AND \(mayRead)
            """
        ) { try found($0, as: name) }
    }

    static func setQuestionHidden(_ isHidden: Bool, _ record: String, in tx: Transaction) throws {
        guard let id = ID<Ask>(record) else { return }
        try tx.execute("UPDATE asks SET question_hidden = \(isHidden) WHERE id = \(id)")
    }

    static func setAnswerHidden(_ isHidden: Bool, _ record: String, in tx: Transaction) throws {
        guard let answer = answer(record) else { return }
        try tx.execute(
            """
            UPDATE ask_offers SET reply_hidden = \(isHidden)
            WHERE ask_id = \(answer.ask) AND addressee_id = \(answer.addressee)
            """)
        try FormerAnswerStore.setHidden(isHidden, answer.ask, answer.addressee, in: tx)
    }

    /// What an answer is called outside this room.
    static func record(_ ask: ID<Ask>, _ addressee: ID<Person>) -> String { "\(ask).\(addressee)" }

    /// The other way round; nil where a record is none of an answer.
    static func answer(_ record: String) -> (ask: ID<Ask>, addressee: ID<Person>)? {
        let parts = record.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let ask = ID<Ask>(Substring(parts[0])), let addressee = ID<Person>(Substring(parts[1]))
        else { return nil }
        return (ask, addressee)
    }

    private static func mayReadQuestion(_ viewer: Viewer) -> SQL? {
        switch viewer {
        case .anonymous: nil
        case .system: "TRUE"
        case .person(let me, _):
            """
            (a.asker_id = \(me) OR (a.question_hidden = FALSE AND EXISTS (SELECT 1 FROM ask_offers o
                WHERE o.ask_id = a.id AND o.addressee_id = \(me) AND (o.state = 'answered' OR \(isWaiting)))))
            """
        }
    }

    private static func mayReadAnswer(_ viewer: Viewer) -> SQL? {
        switch viewer {
        case .anonymous: nil
        case .system: "TRUE"
        case .person(let me, _): "(o.addressee_id = \(me) OR (a.asker_id = \(me) AND \(isAnswered)))"
        }
    }

    /// - Parameter record: its one name, however it was spelled in an address.
    private static func found(_ row: Row, as record: String) throws -> FoundText {
        FoundText(author: try row.get(0, as: ID<Person>.self), words: try row.get(1), record: record)
    }
}

extension EvidenceFeature {
    /// Questions as those read them to whom they are put.
    static let questions = PublishedText(
        find: { try AskOfferStore.foundQuestion($0, as: $1, in: $2) },
        setHidden: { try AskOfferStore.setQuestionHidden($1, $0, in: $3) })
    /// Answers as who asked reads them.
    static let answers = PublishedText(
        find: { try AskOfferStore.foundAnswer($0, as: $1, in: $2) },
        setHidden: { try AskOfferStore.setAnswerHidden($1, $0, in: $3) })
}
