import Accounts
import Markup
import Storage
import Vocabulary
import Web

/// `/me`: what a member lives with, takes and did, and how it went last.
struct RecordPage: Sendable {
    let journal: JournalFeature

    var routes: [Route] { [journal.getOwn("/me", show)] }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let view = try await journal.database.read { tx in
            RecordView(
                text: visit.text, isKept: visit.hasHealthConsent, newWords: visit.newWordsNotice,
                names: try journal.names(for: visit, in: tx),
                conditions: try MemberConditionStore.conditions(as: visit.viewer, in: tx),
                courses: try CourseStore.record(as: visit.viewer, in: tx))
        }
        return visit.page(visit.text("journal.record.title"), view.html)
    }
}

/// The record as HTML.
struct RecordView: Sendable {
    let text: Text
    /// Whether the member agrees that it is kept and counted; without, it can only be looked at and taken out.
    let isKept: Bool
    /// Asks who agreed to earlier words to read what changed.
    let newWords: HTML
    let names: Names
    let conditions: [MemberCondition]
    let courses: [CourseStore.Line]

    var html: HTML {
        let header = HTML.pageHeader(
            text("journal.record.title"), lead: HTML(text: text("journal.record.lead")),
            tags: courses.isEmpty || !isKept ? nil : add)
        let consent = isKept ? newWords : HTML.withdrawnRecord(text)
        guard !courses.isEmpty else {
            return HTML.narrow("\(header)\(consent)\(conditionsCard)\(HTML.when(isKept, noTreatments))")
        }
        let ongoing = courses.filter(\.course.isOngoing)
        let ended = courses.filter { !$0.course.isOngoing }
        let (now, before) = (text("journal.record.treatments.now"), text("journal.record.treatments.ended"))
        return HTML.columns(
            ongoing.isEmpty ? section(before, ended) : section(now, ongoing), beside: conditionsCard,
            below: HTML.when(!ongoing.isEmpty && !ended.isEmpty, section(before, ended)),
            header: "\(header)\(consent)")
    }

    private var add: HTML {
        HTML.actions([
            .buttonLink(
                text("journal.record.treatments.add"), to: "/me/treatments/new",
                kind: conditions.isEmpty && courses.isEmpty ? .secondary : .primary)
        ])
    }

    private var conditionsCard: HTML {
        guard !conditions.isEmpty else {
            guard isKept else { return .empty }
            return .card(
                .emptyState(
                    title: text("journal.record.conditions.empty.title"),
                    body: text("journal.record.conditions.empty.body"),
                    action: .buttonLink(
                        text("journal.record.conditions.add"), to: "/me/conditions",
                        kind: courses.isEmpty ? .primary : .secondary)),
                title: text("journal.record.conditions"))
        }
        let tags = conditions.map { condition in
            names.link(to: condition.condition).map { HTML.tagLink(names.condition(condition.condition), to: $0) }
                ?? HTML.tag(names.condition(condition.condition), kind: .yours)
        }
        let label = text(isKept ? "journal.record.conditions.change" : "journal.withdrawn.conditions")
        let change: HTML = "<p><a href=\"/me/conditions\">\(label)</a></p>"
        return .card("\(HTML.tags(tags))\(change)", title: text("journal.record.conditions"))
    }

    private var noTreatments: HTML {
        .card(
            .emptyState(
                title: text("journal.record.treatments.empty.title"),
                body: text("journal.record.treatments.empty.body"), action: add),
            title: text("journal.record.treatments"))
    }

    private func section(_ title: String, _ lines: [CourseStore.Line]) -> HTML {
        """
        <section class="stack"><h2>\(title)</h2>\(HTML.each(lines) { card($0) })</section>
        """
    }

    private func card(_ line: CourseStore.Line) -> HTML {
        let course = line.course
        let link: Link = "/me/treatments/\(course.id)"
        let title = names.treatment(course.treatment)
        let about: HTML = """
            <h3 class="card-title"><a href="\(link)">\(title)</a></h3>\
            <p class="note">\(text("journal.for", ["purpose": .text(names.purposeInSentence(course.purpose))]))\
            \(HTML.with(CourseWords.period(course, text)) { " · \($0)" })</p>
            """
        let ask = HTML.actions([
            .buttonLink(
                text("journal.record.ask"), to: "/me/treatments/\(course.id)/evaluate",
                kind: .secondary)
        ])
        return .card(
            "\(about)\(last(line.last))\(HTML.when(isKept && (course.isOngoing || line.last == nil), ask))",
            kind: .plain)
    }

    private func last(_ evaluation: Evaluation?) -> HTML {
        guard let evaluation else { return "<p>\(text("journal.record.never"))</p>" }
        let said = text.html(
            "journal.record.last",
            [
                "step": "<strong>\(evaluation.answers.help(text))</strong>",
                "date": HTML(text: CourseWords.date(of: evaluation, text)),
            ])
        return
            "<p>\(said)</p>\(HTML.with(evaluation.answers.advice) { .quote($0, by: .empty) })\(evaluation.adviceNote(text))"
    }
}

extension RecordPage {
    /// The record's place on the front page.
    static let door = Door(isOwn: true) { visit in
        let text = visit.text
        return [
            HTML.door(
                .record, title: text("journal.door.title"), body: text("journal.door.body"),
                label: text("journal.door.link"), to: visit.session == nil ? "/sign-up" : "/me")
        ]
    }
}

extension HTML {
    /// Above the record of somebody who took their consent back: what holds now, and what they can do.
    static func withdrawnRecord(_ text: Text) -> HTML {
        .card(
            """
            <p>\(text("journal.withdrawn.body"))</p>\
            \(HTML.actions([
                .buttonLink(text("journal.withdrawn.again"), to: "/consent?to=/me", kind: .secondary),
                .buttonLink(text("journal.withdrawn.download"), to: "/me/account/export", kind: .quiet),
            ]))
            """, title: text("journal.withdrawn.title"), kind: .quiet)
    }
}
