import Storage

/// What is kept of a member's questions and answers, for the file they download.
struct AskExport: Encodable, Sendable {
    struct Asked: Encodable, Sendable {
        let question: String
        let askedAt: String
        let replies: [String]
    }

    let mayBeAsked: Bool
    let asked: [Asked]
    let answers: [String]

    init(of viewer: Viewer, in tx: Transaction) throws {
        mayBeAsked = try AskStore.isOpen(as: viewer, in: tx)
        asked = try AskStore.inbox(as: viewer, limit: .max, in: tx).asked.map { ask in
            Asked(question: ask.question, askedAt: ask.askedAt.description, replies: ask.replies.map(\.text))
        }
        answers = try AskStore.ownAnswers(as: viewer, in: tx)
    }
}
