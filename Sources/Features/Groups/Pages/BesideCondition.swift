import Markup
import Safety
import Storage
import Vocabulary
import Web

/// What stands of groups on other rooms' pages: beside a condition, in the one search, behind the front door. Dates and
/// titles, no seats: these pages are kept for everybody.
struct BesideCondition: Sendable {
    /// Dates in a piece.
    private static let shown = 3
    /// Dates that are looked at for them: some may be dropped.
    private static let looked = 12

    let groups: GroupsFeature

    /// The next dates for a condition, with what is narrower; where there is none, with what is wider: who lives with
    /// fibromyalgia is welcome where people live with pain.
    var piece: Beside {
        Beside(version: { topic in
            guard let found = try await find(topic) else { return "" }
            return version(found.facts, found.revision)
        }) { topic, visit in
            guard let found = try await find(topic, for: visit.language) else { return nil }
            if found.facts.isEmpty, isDanger(topic) { return nil }
            let now = visit.now
            let lines = try await groups.database.read { try groups.lines.read(found.facts, at: now, in: $0) }
            return card(topic, lines, visit)
        }
    }

    /// Dates that words may mean.
    var finder: Finder {
        Finder { typed, visit in
            guard visit.card == nil else { return nil }
            let form = FindForm(typed)
            guard !form.said.words.isEmpty else { return nil }
            let (now, topics) = (visit.now, groups.topics(in: visit.language))
            let lines = try await groups.database.read { tx in
                let reading = try groups.book.reading(in: tx)
                var read = form
                let query = read.read(in: reading, topics)
                return try groups.lines.read(
                    upcoming(query, for: visit.language, from: now, in: reading), at: now, in: tx)
            }
            guard !lines.isEmpty else { return nil }
            let all = HTML.buttonLink(visit.text("groups.find.beside.all"), to: form.link, kind: .secondary)
            return """
                <section class="stack"><h2>\(visit.text("groups.title"))</h2>\(list(lines, visit.text))\
                \(HTML.actions([all]))</section>
                """
        }
    }

    /// Behind the front door: what meets next.
    var door: Door {
        Door(version: {
            let now = groups.clock.now()
            return try await groups.database.read { tx in
                let reading = try groups.book.reading(in: tx)
                let next = upcoming(FindQuery(), from: now, in: reading).prefix(1)
                return version(Array(next), reading.revision) + "\(next.map { min($0.daysAhead(of: now), 1) })"
            }
        }) { visit in
            let (text, now) = (visit.text, visit.now)
            let line = try await groups.database.read { tx in
                let next = upcoming(FindQuery(), from: now, in: try groups.book.reading(in: tx)).prefix(1)
                return try groups.lines.read(Array(next), at: now, in: tx).first
            }
            let words = ProgramWords(text: text)
            let body = line.map { line in
                let values: [String: TextValue] = [
                    "title": .text(words.name(line.program)),
                    "when": .text(text.when(line.session, line.series.zone, inSentence: true)),
                ]
                return text(line.daysAhead == 0 ? "groups.find.door.today" : "groups.find.door.next", values)
            }
            return [
                HTML.door(
                    .people, title: text("groups.title"), body: body ?? text("groups.find.door.none"),
                    label: text("groups.find.door.link"), to: FindPage.link)
            ]
        }
    }

    private func version(_ facts: [SessionFacts], _ revision: Int) -> String {
        "\(revision)" + facts.map { " \($0.startsAt.milliseconds) \($0.id.series)" }.joined()
    }
}

// MARK: - What is found

extension BesideCondition {
    /// Nil where there is nothing to say: of a treatment, or where no group is offered at all.
    private func find(_ topic: Topic, for language: Language? = nil) async throws -> (
        facts: [SessionFacts], revision: Int
    )? {
        guard topic.kind != ConceptKind.treatment.rawValue else { return nil }
        let (catalogue, now) = (groups.vocabulary.catalogue, groups.clock.now())
        return try await groups.database.read { tx in
            let reading = try groups.book.reading(in: tx)
            guard !upcoming(FindQuery(), from: now, in: reading).isEmpty else { return nil }
            for topics in Self.circles(topic, in: catalogue) {
                let found = upcoming(FindQuery(topics: topics), for: language, from: now, in: reading)
                if !found.isEmpty { return (found, reading.revision) }
            }
            return ([], reading.revision)
        }
    }

    /// The topic with all below it, then each that is wider.
    private static func circles(_ topic: Topic, in catalogue: Catalogue) -> [Set<String>] {
        guard let concept = catalogue.purpose(slug: topic.slug) else { return [[topic.slug]] }
        guard case .condition(let condition) = concept else { return [[topic.slug]] }
        return [catalogue.topics(of: concept)] + catalogue.ancestors(of: condition).map { [$0.slug] }
    }

    /// - Parameter language: of the reader: of dates that begin together its own stand first. So the same three times
    ///   stand there in every language, and the version needs none.
    private func upcoming(
        _ query: FindQuery, for language: Language? = nil, from now: Instant, in reading: ScheduleBook.Reading
    ) -> [SessionFacts] {
        func rank(_ fact: SessionFacts) -> Int {
            guard let language, let series = reading.series[fact.id.series] else { return 1 }
            return series.languages.contains(language) ? 0 : 1
        }
        let found = reading.find(query, from: now, limit: Self.looked).filter { !$0.isCancelled }
        let sorted = found.sorted {
            ($0.startsAt, rank($0), $0.id.series) < ($1.startsAt, rank($1), $1.id.series)
        }
        return Array(sorted.prefix(Self.shown))
    }

    /// Beside words of danger nobody is told that there is nothing.
    private func isDanger(_ topic: Topic) -> Bool { groups.safety.reader.topics[topic.kind, topic.slug] != nil }

    private func card(_ topic: Topic, _ lines: [DateLine], _ visit: Visit) -> HTML {
        let text = visit.text
        guard !lines.isEmpty else {
            return HTML.card(
                """
                <p>\(text("groups.find.beside.none", ["name": .text(topic.name)]))</p>\
                \(HTML.actions([HTML.buttonLink(text("groups.find.all"), to: FindPage.link, kind: .secondary)]))
                """, title: text("groups.find.beside.title"))
        }
        let all = FindPage.link.adding("q", topic.name)
        return HTML.card(
            list(lines, text)
                + HTML.actions([HTML.buttonLink(text("groups.find.beside.all"), to: all, kind: .secondary)]),
            title: text("groups.find.beside.title"))
    }

    private func list(_ lines: [DateLine], _ text: Text) -> HTML {
        let words = ProgramWords(text: text)
        return """
            <ul class="next-dates">\(HTML.each(lines) { line in
                """
                <li><a href="\(EventPage.link(line.series))">\(words.title(line.program))</a>\
                <span class="note">\(text.when(line.session, line.series.zone))</span>\
                <span class="note">\(words.place(line.session.meeting, line.place))</span>\
                \(HTML.with(words.spoken(line.series.languages)) { "<span class=\"note\">\($0)</span>" })</li>
                """
            })</ul>
            """
    }
}
