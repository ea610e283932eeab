import Safety
import Storage
import Vocabulary
import Web

extension EvidenceFeature {
    /// Answers to others' questions stay with whoever asked.
    var stayingAnswers: Staying {
        Staying(
            "evidence.stays",
            count: { member, tx in
                try FormerAnswerStore.staying(of: member, in: tx).count { try !isInHand($0.ask.id, by: member, tx) }
            },
            sentences: { member, visit, tx in
                try FormerAnswerStore.staying(of: member, in: tx).filter { try !isInHand($0.ask.id, by: member, tx) }
                    .map { one in
                        Staying.Sentence(
                            about: AskSubject.name(one.ask, vocabulary.catalogue, visit), words: one.reply,
                            link: GivenAnswerPage.link(one.ask.id))
                    }
            },
            cutTies: { member, limit, tx in
                // While the courses are there.
                if try BlockStore.leave(member, limit: limit, in: tx) { return true }
                return try FormerAnswerStore.cutTies(of: member, limit: limit, in: tx) {
                    try isInHand($0, by: member, tx)
                }
            })
    }

    private func isInHand(_ ask: ID<Ask>, by member: ID<Person>, _ tx: Transaction) throws -> Bool {
        try safety.hasInHand(Self.answer(to: ask, by: member), tx)
    }
}
