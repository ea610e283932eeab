import Markup
import Storage
import Vocabulary
import Web

/// `/groups/:group/card`, `/cards/:topic`: a card about a group, or about all groups for a condition or theme.
struct CardPage: Sendable {
    let groups: GroupsFeature

    var routes: [Route] {
        [
            .get("/groups/:group/card", .anyone) { try await group($0) },
            .get("/cards/:topic", .anyone) { try await topic($0) },
        ]
    }

    private func group(_ visit: Visit) async throws -> Reply {
        let (slug, viewer) = (try visit.parameter("group"), visit.viewer)
        let (series, program) = try await groups.database.read { tx in
            guard let series = try SeriesStore.find(slug: slug, as: viewer, in: tx), series.isPublished,
                let program = try ProgramStore.find(series.program, as: viewer, in: tx)
            else { throw Problem.notFound }
            return (series, program)
        }
        return page(visit, CardView.html(title: program.called, to: "/g/\(series.slug)", visit))
    }

    private func topic(_ visit: Visit) async throws -> Reply {
        let slug = try visit.parameter("topic")
        guard groups.topic(slug, visit.text) != nil else { throw Problem.notFound }
        let title = { (text: Text) in
            text("groups.card.topic", ["topic": .text(groups.topic(slug, text)?.inSentence ?? "")])
        }
        return page(visit, CardView.html(title: title, to: "/g/\(slug)", visit))
    }

    private func page(_ visit: Visit, _ card: HTML) -> Reply {
        let text = visit.text
        return visit.page(
            text("groups.card.title"),
            HTML.narrow(
                """
                <div class="screen-only">\
                \(HTML.pageHeader(text("groups.card.title"), lead: HTML(text: text("groups.card.lead"))))</div>\
                \(card)<p class="note screen-only">\(text("groups.card.print"))</p>
                """))
    }
}

extension GroupsFeature {
    /// What a condition or a theme is called, alone and inside a sentence; nil where there is none of that name. A
    /// condition goes before a theme.
    func topic(_ slug: String, _ text: Text) -> (name: String, inSentence: String)? {
        if let condition = vocabulary.catalogue.condition(slug: slug) {
            return (condition.name(text.language), condition.name.inSentence(text.language))
        }
        return GroupTheme(rawValue: slug).map { theme in
            let name = text("groups.theme.\(theme.rawValue)")
            return (name, name)
        }
    }
}
