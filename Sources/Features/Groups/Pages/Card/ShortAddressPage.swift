import Markup
import Storage
import Web

/// `/g/:name`: what stands on a card, short enough to be typed. Leads to the groups about a condition or theme, else to
/// the group of that name.
struct ShortAddressPage: Sendable {
    let groups: GroupsFeature

    var routes: [Route] { [.get("/g/:name", .anyone) { try await lead($0) }] }

    private func lead(_ visit: Visit) async throws -> Reply {
        // Telephones begin what is typed with a capital.
        let (name, viewer) = (try visit.parameter("name").lowercased(), visit.viewer)
        if let topic = groups.topic(name, visit.text) {
            return visit.redirect(Link("/groups").adding("q", topic.name))
        }
        guard let series = try await groups.database.read({ try SeriesStore.find(slug: name, as: viewer, in: $0) })
        else { throw Problem.notFound }
        return visit.redirect("/groups/\(series.slug)")
    }
}
