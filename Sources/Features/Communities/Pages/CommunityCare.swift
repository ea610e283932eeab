import Markup
import Safety
import Storage
import Vocabulary
import Web

/// What keeps a community alive, as its page shows it to somebody.
struct CommunityCare: Sendable {
    let question: WeekQuestion?
    /// The thread that somebody began about it; nil where the viewer reads none.
    let thread: CommunityThread?
    let pace: AnswerPace?
    /// Where more was said lately, for a page on which there is little.
    let doors: [Community]

    /// With fewer threads than that in so many days a place is quiet.
    static let fewThreads = 3
    static let quietDays = 30
    static let mostDoors = 4
}

extension CommunitiesFeature {
    /// - Parameter newest: the newest threads that the viewer may read there.
    func care(
        for community: Community, newest: [CommunityThread], as viewer: Viewer, at now: Instant, _ tx: Transaction
    ) throws -> CommunityCare {
        let question = try weekQuestion(of: community, as: viewer, at: now, tx)
        let quiet = now - .days(CommunityCare.quietDays)
        let isQuiet = newest.prefix(CommunityCare.fewThreads).count { $0.lastAt > quiet } < CommunityCare.fewThreads
        return CommunityCare(
            question: question,
            thread: try question.flatMap {
                try ThreadStore.first(about: $0, of: community.id, as: viewer, in: tx)
            },
            pace: AnswerPace(
                try ThreadStore.asked(
                    in: community.id, since: now - .days(AnswerPace.days), limit: AnswerPace.most, as: viewer, tx: tx)),
            doors: isQuiet ? try doors(beside: community, since: quiet, as: viewer, tx) : [])
    }

    /// Help stands above a place about what speaks of danger by itself, as above the page of such a condition.
    func showHelp(above community: Community, _ visit: Visit) {
        guard community.kind == .condition, let card = safety.reader.topics["condition", community.slug],
            card != .emergency
        else { return }
        safety.reader.show(card, ending: .silent, visit)
    }

    /// Related places in which something was said lately that the viewer may read: of the same group of conditions first,
    /// then themes.
    private func doors(
        beside community: Community, since: Instant, as viewer: Viewer, _ tx: Transaction
    ) throws -> [Community] {
        let slugs = kin(of: community) + Theme.allCases.map(\.rawValue).filter { $0 != community.slug }
        let lively = try CommunityStore.lively(
            among: slugs.map { Community.id(slug: $0) }, since: since, as: viewer, in: tx)
        let bySlug = Dictionary(lively.map { ($0.slug, $0) }) { first, _ in first }
        return Array(slugs.compactMap { bySlug[$0] }.prefix(CommunityCare.mostDoors))
    }

    /// Conditions beside one in the vocabulary: its parts, those of the same group, and the group.
    private func kin(of community: Community) -> [String] {
        let catalogue = vocabulary.catalogue
        guard let condition = catalogue.condition(slug: community.slug) else { return [] }
        let parent = catalogue.parent(of: condition)
        let near =
            catalogue.children(of: condition) + (parent.map { catalogue.children(of: $0) } ?? [])
            + [parent].compactMap(\.self)
        return near.map(\.slug).filter { $0 != community.slug }
    }
}

/// The pieces of a community's page that invite.
struct CommunityCareView {
    let communities: CommunitiesFeature
    let community: Community
    let care: CommunityCare
    let visit: Visit

    private var text: Text { visit.text }

    /// The question of the week: it leads to the thread about it, or to the form that begins one.
    var question: HTML {
        guard let question = care.question else { return .empty }
        let language = question.language ?? visit.language
        return HTML.card(
            """
            <div lang="\(language.rawValue)">\(HTML.question(question(visit.language)))</div>\
            \(HTML.actions([invitation(question)]))\(beneath(question))
            """, title: text("communities.week"))
    }

    private func invitation(_ question: WeekQuestion) -> HTML {
        guard let thread = care.thread else {
            let begin = NewThreadPage.link(community.slug, .experience).adding("week", question.key)
            return HTML.buttonLink(text("communities.week.begin"), to: begin, kind: .secondary)
        }
        let link = ThreadPage.link(community.slug, thread.id)
        return HTML.buttonLink(text("communities.week.join"), to: link, kind: .secondary)
            + "<span class=\"note\">\(thread.facts(text, at: thread.lastAt))</span>"
    }

    /// A moderator's words can be reported like anybody's; moderators write the next ones.
    private func beneath(_ question: WeekQuestion) -> HTML {
        let report = question.id.map { SafetyFeature.reportLink(CommunitiesFeature.subject($0), text) }
        let ahead: HTML = "<a href=\"\(WeekQuestionPage.link(community.slug))\">\(text("communities.week.ahead"))</a>"
        let links =
            [visit.session == nil ? nil : report].compactMap(\.self)
            + (visit.viewer.moderates(.community(community.id)) ? [ahead] : [])
        return HTML.when(!links.isEmpty, "<p class=\"report-links\">\(HTML.joined(links, by: " · "))</p>")
    }

    /// Where to look where little is said: only places in which there is something for this reader.
    var doors: HTML {
        guard !care.doors.isEmpty else { return .empty }
        return HTML.card(
            HTML.linkList(
                care.doors.map {
                    (communities.name(of: $0, text), CommunityPage.link($0.slug), communities.about($0, text))
                }), title: text("communities.quiet.doors"), kind: .quiet)
    }

    var pace: HTML { HTML.with(care.pace) { HTML.note(HTML(text: $0.sentence(text))) } }
}
