import Markup
import Storage
import Vocabulary

/// What is kept of a member's questions and answers, for the file they download.
struct AskExport: Encodable, Sendable {
    struct Asked: Encodable, Sendable {
        let treatment: String
        let purpose: String
        let question: String
        let askedAt: String
        let replies: [Reply]
    }

    struct Reply: Encodable, Sendable {
        let by: String
        let text: String
        let at: String
    }

    let mayBeAsked: Bool
    let asked: [Asked]
    let answers: [String]

    init(of viewer: Viewer, _ catalogue: Catalogue, in tx: Transaction) throws {
        mayBeAsked = try AskStore.isOpen(as: viewer, in: tx)
        asked = try AskStore.inbox(as: viewer, limit: .max, in: tx).asked.map { ask in
            Asked(
                treatment: catalogue.treatment(ask.treatment)?.name.first ?? "–",
                purpose: catalogue.purpose(ask.purpose)?.name.first ?? "–", question: ask.question,
                askedAt: ask.askedAt.description,
                replies: ask.replies.map { Reply(by: $0.pseudonym, text: $0.text, at: $0.at.description) })
        }
        answers = try AskStore.ownAnswers(as: viewer, in: tx)
    }
}
