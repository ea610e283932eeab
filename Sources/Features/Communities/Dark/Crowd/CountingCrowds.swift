import Storage
import Vocabulary
import Web
import Markup

extension CommunitiesFeature {
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
