import Accounts
import Markup
import Safety
import Storage
import Web

// The question of the week: one that moderators of the community wrote ahead, else one that comes with the product.
extension CommunitiesFeature {
    static let weekKind = "communities.week"

    /// What a community asks itself now; nil where there is nothing for it.
    func weekQuestion(
        of community: Community, as viewer: Viewer, at now: Instant, _ tx: Transaction
    ) throws -> WeekQuestion? {
        let week = Week(now)
        return try WeekQuestionStore.question(of: community.id, in: week, as: viewer, tx: tx)
            ?? ShippedQuestions.all.question(of: community, in: week)
    }

    /// What became of a question that a moderator wrote.
    enum WroteAhead: Sendable {
        case done
        /// The key of a sentence that says why not.
        case refused(String)
    }

    /// Keeps a question for the next week that has none behind those there are. The same one twice is one.
    func writeAhead(
        _ words: String, _ language: Language, for community: Community, as viewer: Viewer, at now: Instant
    ) async throws -> WroteAhead {
        let found = safety.findings(in: words)
        return try await database.write { tx in
            guard let me = viewer.personID, viewer.moderates(.community(community.id)) else { throw Problem.notFound }
            let ahead = try WeekQuestionStore.ahead(of: community.id, from: Week(now), as: viewer, in: tx)
            if ahead.contains(where: { Array($0(language).utf8) == Array(words.utf8) }) { return .done }
            // Others look at what is found in anybody else's words; here nobody would.
            guard found.isEmpty, try !safety.isTurnedDown(words, of: Self.weekKind, by: me, tx) else {
                return .refused("communities.week.found")
            }
            guard ahead.count < WeekQuestion.mostAhead else { return .refused("communities.week.full") }
            let last = try WeekQuestionStore.lastWeek(of: community.id, in: tx)
            let week = max(last ?? Week(now), Week(now)).next
            _ = try WeekQuestionStore.add(words, language, to: community.id, for: week, by: me, in: tx)
            return .done
        }
    }

    static func subject(_ question: ID<WeekQuestion>) -> SubjectReference {
        SubjectReference(kind: weekKind, record: question.description)
    }

    /// What Safety may do with one.
    var weekText: WrittenText {
        WrittenText(
            Self.weekKind, at: "/communities/:community/week", field: "question",
            published: PublishedText(
                find: { record, viewer, tx in try findWeekQuestion(record, as: viewer, tx) },
                setHidden: { record, isHidden, _, tx in
                    guard let id = ID<WeekQuestion>(record) else { return }
                    try WeekQuestionStore.setHidden(isHidden, id, in: tx)
                }))
    }

    private func findWeekQuestion(_ record: String, as viewer: Viewer, _ tx: Transaction) throws -> FoundText? {
        let week = Week(dependencies.clock.now())
        guard let id = ID<WeekQuestion>(record),
            let found = try WeekQuestionStore.written(id, by: week, as: viewer, in: tx)
        else { return nil }
        let community = try CommunityStore.find(found.community, in: tx)
        return FoundText(
            author: found.author, words: found.words, record: id.description,
            link: community.map { CommunityPage.link($0.slug) }, in: .community(found.community))
    }
}
