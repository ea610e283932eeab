import Storage
import Vocabulary
import Web

/// What is kept of a member's questions and answers, for the file they download.
enum AskExport {
    struct Choice: Encodable, Sendable {
        let mayBeAsked: Bool
    }

    struct Asked: Encodable, Sendable {
        let treatment: String
        let purpose: String
        let question: String
        let askedAt: String
        let replies: [Reply]

        init(_ ask: Ask, _ catalogue: Catalogue) {
            treatment = catalogue.treatment(ask.treatment)?.name.first ?? "–"
            purpose = catalogue.purpose(ask.purpose)?.name.first ?? "–"
            (question, askedAt) = (ask.question, ask.askedAt.description)
            replies = ask.replies.map { Reply(by: $0.pseudonym, text: $0.text, at: $0.at.description) }
        }
    }

    struct Reply: Encodable, Sendable {
        let by: String
        let text: String
        let at: String
    }

    struct Answer: Encodable, Sendable {
        let text: String
        let at: String
    }

    /// - Parameter catalogue: gives the catalogue as it is when a page is read.
    static func parts(_ catalogue: @escaping @Sendable () -> Catalogue) -> [Exporter.Part] {
        [
            .one("asks") { member, tx in
                Choice(mayBeAsked: try AskStore.isOpen(as: .person(member, roles: []), in: tx))
            },
            .list("asks/asked", count: AskStore.countAsked) { member, after, limit, tx in
                try AskStore.asked(by: member, after: after, limit: limit, in: tx)
                    .map { ($0.id, Asked($0, catalogue())) }
            },
            .list("asks/answers", count: AskStore.countAnswers) { member, after, limit, tx in
                try AskStore.answers(by: member, after: after, limit: limit, in: tx)
                    .map { ($0.ask, Answer(text: $0.text, at: $0.at.description)) }
            },
        ]
    }
}
