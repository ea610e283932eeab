import Markup
import Storage
import Vocabulary
import Web

extension EvidenceFeature {
    /// Questions, answers and whether a member may be asked. Of figures nothing is anybody's.
    var records: [RecordSet] {
        [
            .one("asks/preference", .init("ask_preferences", of: ["member_id"])) { member, tx in
                try AskStore.preference(of: member, in: tx).map {
                    AskExport.Choice(mayBeAsked: $0.isOpen, changedAt: $0.changedAt.description)
                }
            }.read(as: preferenceWords).takenIn("evidence.takeIn", as: AskExport.Wish.self) { wish, visit in
                // What they said here stands.
                CheckedRecord { tx in
                    guard let member = visit.viewer.personID, try AskStore.preference(of: member, in: tx) == nil else {
                        return false
                    }
                    try AskStore.setOpen(wish.mayBeAsked, by: visit.viewer, at: visit.now, in: tx)
                    return true
                }
            },
            .list(
                "asks/asked",
                .init("asks", of: ["asker_id"], words: ["question"], codes: ["treatment_id", "purpose_id", "state"]),
                erased: .pieces { member, limit, tx in try eraseAsks(of: member, limit: limit, in: tx) },
                count: AskStore.countAsked
            ) { member, after, limit, tx in
                try AskStore.asked(by: member, after: after, limit: limit, in: tx)
                    .map { ($0.id, AskExport.Asked($0, vocabulary.catalogue)) }
            }.read(as: askedWords),
            .list(
                "asks/received",
                .init("ask_offers", of: ["addressee_id"], words: ["reply"], codes: ["state"]),
                erased: .pieces(AskStore.eraseReceived), count: AskStore.countReceived
            ) { member, after, limit, tx in
                try AskStore.received(by: member, after: after, limit: limit, in: tx)
                    .map { ($0.ask, AskExport.Received($0)) }
            }.read(as: receivedWords).keeping(stayingAnswers),
            RecordSet(
                "asks/former-answers", [.init("former_answers", words: ["reply"])],
                .none(because: "each stands with its question, of whoever asked; who wrote it has left")),
            .few(
                "asks/held-questions",
                .init("held_questions", of: ["asker_id"], words: ["words"], codes: ["treatment_id", "purpose_id"])
            ) { member, tx in
                try HeldWordsStore.questions(as: .person(member, roles: []), in: tx).map(AskExport.Held.init)
            }.read(as: heldQuestionWords),
            .few("asks/held-answers", .init("held_answers", of: ["addressee_id"], words: ["words"])) { member, tx in
                try HeldWordsStore.answers(as: .person(member, roles: []), in: tx).map(AskExport.Held.init)
            }.read(as: heldAnswerWords),
            .ofNobody(
                "releases", "figures", because: "figures of all, in which an answer stands only added up and blurred"),
            .ofNobody(
                "answer_blocks", "answer_block_layouts",
                because: "sums that chance moved; nothing in them is one member's"),
            .few(
                "figures/counted",
                .init(
                    "drawn",
                    except: Dictionary(
                        ["helped_evaluation", "details_evaluation"].map { ($0, "which of the course's answers") }
                    ) { $1 })
            ) { member, tx in
                try OwnAnswerStore.counted(of: member, in: tx).map { CountedAnswer($0, vocabulary.catalogue) }
            }.read(as: countedWords),
            .ofNobody("figure_advice", because: "which advice stands in a release; its words are the evaluation's"),
        ]
    }

    /// Takes back a few questions and with them what others answered; an answer that waits for a moderator waits no more.
    private func eraseAsks(of member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        let asks = try AskStore.identifiers(of: member, limit: limit, in: tx)
        _ = try AskStore.withdraw(AskStore.isOne(of: asks), at: clock.now(), in: tx)
        // What the member holds back goes here too: they agree to nothing any more.
        try dropEndedWords(in: tx)
        try AskStore.remove(asks, in: tx)
        return asks.count == limit
    }
}

/// In how many blocks an answer stands, in its member's download: never what chance made of a block.
private struct CountedAnswer: Encodable, Sendable {
    let treatment: String
    let treatmentEntry: String?
    let purpose: String
    let purposeEntry: String?
    /// Nil where it is in no block (any more).
    let countedAt: String?
    /// Times that an answer about this treatment was counted.
    let times: Int

    init(_ row: OwnAnswerStore.Counted, _ catalogue: Catalogue) {
        let (treatment, purpose) = (catalogue.treatment(row.pair.treatment), catalogue.purpose(row.pair.purpose))
        (self.treatment, treatmentEntry) = (treatment?.name.first ?? "–", treatment?.slug)
        (self.purpose, purposeEntry) = (purpose?.name.first ?? "–", purpose?.slug)
        (countedAt, times) = (row.at?.description, row.times)
    }
}

/// A member's questions and answers in their download. Others stand in it by their names here.
enum AskExport {
    /// What may stand in `ask_offers.state`.
    static let offerStates = ["waiting", "answered", "declined", "ended"]

    struct Choice: Encodable, Sendable {
        let mayBeAsked: Bool
        let changedAt: String
    }

    /// The same as it is taken in.
    struct Wish: Decodable, Sendable {
        let mayBeAsked: Bool
    }

    struct Asked: Encodable, Sendable {
        let treatment: String
        /// Of an entry of the vocabulary, by which another site knows it; nil for a word of the member's own.
        let treatmentEntry: String?
        let purpose: String
        let purposeEntry: String?
        /// Nil of a question that was taken back.
        let question: String?
        let askedAt: String
        let state: String
        let replies: [Reply]

        init(_ ask: Ask, _ catalogue: Catalogue) {
            let (treatment, purpose) = (catalogue.treatment(ask.treatment), catalogue.purpose(ask.purpose))
            (self.treatment, treatmentEntry) = (treatment?.name.first ?? "–", treatment?.slug)
            (self.purpose, purposeEntry) = (purpose?.name.first ?? "–", purpose?.slug)
            question = ask.state == .withdrawn ? nil : ask.question
            (askedAt, state) = (ask.askedAt.description, ask.state.rawValue)
            replies = ask.replies.map { Reply(by: $0.pseudonym, text: $0.text, at: $0.at.description) }
        }
    }

    struct Reply: Encodable, Sendable {
        /// Nil of somebody who has left.
        let by: String?
        let text: String
        let at: String
    }

    /// A question that was put to the member, and what they said.
    struct Received: Encodable, Sendable {
        /// Nil, as who asked, where the member may not read it (any more).
        let question: String?
        let by: String?
        let receivedAt: String
        let state: String
        let answer: String?
        let decidedAt: String?

        init(_ row: AskStore.ReceivedRow) {
            (question, by, state, answer) = (row.question, row.asker, row.state, row.reply)
            (receivedAt, decidedAt) = (row.offeredAt.description, row.decidedAt?.description)
        }
    }

    /// A question or an answer that waits for a moderator, or that one refused.
    struct Held: Encodable, Sendable {
        let text: String
        let at: String
        let isRefused: Bool

        init(_ row: HeldWordsRow) {
            (text, at, isRefused) = (row.words, row.writtenAt.description, row.isRefused)
        }
    }
}
