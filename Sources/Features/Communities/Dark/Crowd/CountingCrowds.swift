import Accounts
import Logging
import Markup
import Storage
import Vocabulary
import Web

// How many could have asked: those who belong to a place, read the language and have had their account for over a fortnight,
// times the share of accounts that are in use.
extension CommunitiesFeature {
    /// Younger accounts are not counted: somebody could make them to swell the number.
    static let longestNewcomer: Duration = .days(14)

    /// For as long as the server runs. Each process counts for itself.
    func keepCountingCrowds() async {
        guard darkPool.isBeaten else { return }
        await dependencies.logger.repeating(every: .seconds(60), "how many could ask was not counted") {
            try await countCrowds()
        }
    }

    /// Once a night; at other times it asks nothing.
    func countCrowds() async throws {
        let now = dependencies.clock.now()
        guard crowd.isDue(at: now) else { return }
        let isMadeUp = dependencies.settings.syntheticNotice
        let (members, share) = try await database.read { tx in
            (
                try DarkCrowdStore.count(
                    joinedBefore: now - Self.longestNewcomer, withMadeUp: isMadeUp, in: tx),
                // Nobody made up has a session, and nobody real is hidden among them.
                isMadeUp ? 1 : try AccountsFeature.shareInUse(at: now, in: tx)
            )
        }
        crowd.put(members.mapValues { Int(Double($0) * share) }, at: now)
    }

    /// Has enough people in every theme of a site where all are made up that somebody can ask there; in a condition few could
    /// have, which is shown, too. Nothing where the dark is off.
    package func demonstrateDark() async throws {
        guard darkPool.isBeaten else { return }
        try await database.write { try CommunityStore.joinMadeUp(in: $0) }
    }

    /// Where more could have asked than in a place: the conditions above it, the nearest first, then themes.
    func widerPlaces(than community: Community, for language: Language, _ tx: Transaction) throws -> [Community] {
        let all = try CommunityStore.all(in: tx).filter { $0.id != community.id }
        let condition = vocabulary.catalogue.condition(slug: community.slug)
        let above = condition.map { vocabulary.catalogue.ancestors(of: $0).map(\.slug) } ?? []
        let ofAbove = above.compactMap { slug in all.first { $0.kind == .condition && $0.slug == slug } }
        return ofAbove.filter { crowd.band(of: $0.id, in: language).isOpen }
            + crowd.open(among: all.filter { $0.kind == .theme }, in: language)
    }
}
