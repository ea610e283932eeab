import Safety
package import Storage
import Vocabulary
import Web

extension JournalFeature {
    /// The source of what stays of members who have left.
    package static var formerSource: ID<FormerMembers> { FormerStore.source }

    /// Ratings that figures count, and advice that others may read.
    var stayingCourses: Staying {
        Staying(
            "journal.stays",
            count: { member, tx in try FormerStore.kept(of: member, vocabulary.catalogue, in: tx).count },
            sentences: { member, visit, tx in
                try FormerStore.kept(of: member, vocabulary.catalogue, in: tx).compactMap { kept in
                    guard let words = kept.advice, try !isInHand(kept.evaluation, tx) else { return nil }
                    let names = [
                        vocabulary.catalogue.treatment(kept.treatment)?.name(visit.language),
                        vocabulary.catalogue.purpose(kept.purpose)?.name(visit.language),
                    ]
                    return Staying.Sentence(
                        about: names.compactMap(\.self).joined(separator: " · "), words: words,
                        link: AdvicePage.link(kept.course, kept.evaluation))
                }
            },
            cutTies: { member, limit, tx in
                try FormerStore.cutTies(of: member, limit: limit, vocabulary.catalogue, in: tx) {
                    try isInHand($0, tx)
                }
            })
    }

    private func isInHand(_ evaluation: ID<Evaluation>, _ tx: Transaction) throws -> Bool {
        try safety.hasInHand(SubjectReference(kind: Self.adviceKind, record: evaluation.description), tx)
    }
}
