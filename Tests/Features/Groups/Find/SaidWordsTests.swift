import Markup
import Recurrence
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import Groups

/// What the page says of words: chips that can be taken away, what is asked for, ways on; and that no name of the
/// catalogue is taken for a filter.
@Suite struct SaidWordsTests {
    @Test func `what words choose is taken away with its words, and the rest stays`() async throws {
        try await withFinding(real: true) { site in
            try await site.putTen()
            expect(
                await site.get("\(SaidFindingTests.link("back pain tuesday evening near Medford"))"), 200,
                holds: [
                    "href=\"/groups?q=back%20pain%20evening%20near%20Medford\"",
                    "href=\"/groups?q=back%20pain%20tuesday%20near%20Medford\"",
                    "href=\"/groups?q=back%20pain%20tuesday%20evening\"",
                    // One tap more keeps the words as they are.
                    "href=\"/groups?q=back%20pain%20tuesday%20evening%20near%20Medford&amp;mode=room\"",
                    // The form of all filters has them in its own fields.
                    "name=\"q\" value=\"back pain near Medford\"",
                ])
            // A title with all the words is meant by name, whatever day it has.
            try await site.put(
                FoundTerms(
                    slug: "named", title: "Tuesday pain circle", titleInSpanish: nil, topics: [],
                    slots: ["20261105T120000"]))
            let named = await site.get("\(SaidFindingTests.link("tuesday pain"))")
            expect(named.found, is: "back named pain")
            expect(named.chips, is: [])
        }
    }

    @Test func `where a place is missing or is none that we know, the page asks for five digits`() async throws {
        try await withFinding(real: true) { site in
            try await site.putTen()
            for typed in ["pain near me", "dolor cerca de mí"] {
                let page = await site.get("\(SaidFindingTests.link(typed))")
                expect(page, 200, holds: ["Where are you? Five digits"], lacks: ["is not a ZIP code"], typed)
                // The field is there once.
                expect(page.text.split(separator: "id=\"zip\"").count, is: 2)
            }
            for (typed, code) in [("pain M5V 2T6", "M5V 2T6"), ("3820", "3820"), ("pain in 038200", "038200")] {
                expect(
                    await site.get("\(SaidFindingTests.link(typed))"), 200,
                    holds: ["“\(code)” is not a ZIP code that we know. A ZIP code has five digits"], typed)
            }
            // Answered, it asks no more.
            expect(
                await site.get("\(SaidFindingTests.link("pain near me").adding("zip", "97501"))"), 200,
                holds: ["Within 10 miles of 97501"], lacks: ["Where are you?"])
        }
    }

    @Test func `where nobody offers a group the page says so and leads on`() async throws {
        try await withFinding(real: true) { site in
            try await site.put()
            let link = "\(SaidFindingTests.link("my son has epilepsy"))"
            expect(
                await site.get(link), 200,
                holds: [
                    "There is no group for “my son has epilepsy” yet", "href=\"/conditions/epilepsy\"",
                    "People who talk about epilepsy", "All groups",
                ], lacks: ["Groups by video", "Take one filter away"])
            try await site.putTen()
            expect(
                await site.get(link, .es), 200,
                holds: ["Todavía no hay un grupo para “my son has epilepsy”", "href=\"/groups?mode=video\""])
            // Whoever was shown help first is not told that there is nothing.
            expect(
                await site.get(link + "&card=hidden"), 200, holds: ["There is no group for this yet"],
                lacks: ["no group for “"])
        }
    }

    @Test func `a long sentence is searched as far as it is read, and stays as it was typed`() async throws {
        try await withFinding(real: true) { site in
            try await site.putTen()
            for count in [30, 300] {
                let typed = "back pain " + String(repeating: "and so on ", count: count) + "end"
                let page = await site.get("\(SaidFindingTests.link(typed))")
                expect(page, 200, holds: ["value=\"\(typed)\""], lacks: ["Something needs a second look"])
                expect(page.found, is: "back")
            }
        }
    }

    /// Names have "night", "free" and "lost" in them.
    @Test func `every name of the catalogue and every word of a theme finds no less than before`() async throws {
        try await withFinding(real: true) { site in
            let (catalogue, table) = (site.groups.vocabulary.catalogue, FindWords.shipped)
            let topics = site.groups.topics(in: .en)
            let concepts = catalogue.conditions.map { Concept.condition($0) } + catalogue.symptoms.map { .symptom($0) }
            var (tried, lost) = (0, [String]())
            for concept in concepts {
                let names = concept.name.all.map(\.text) + catalogue.synonyms(of: concept).map(\.text)
                for name in names where isAtRisk(name, topics) {
                    tried += 1
                    if !finds(catalogue.topics(of: concept), name, topics) { lost.append(name) }
                }
            }
            expect(tried > 40, is: true, "\(tried) names")
            for (theme, words) in table.themes {
                let words = words.map { String(decoding: $0, as: UTF8.self) }
                lost += words.filter { !finds([theme.rawValue], $0, topics) }
            }
            expect(lost, is: [])
        }
    }

    /// Whether anything of it could be taken for something else.
    private func isAtRisk(_ name: String, _ topics: TopicReader) -> Bool {
        let whole = Folding.words(name)
        var typed = TypedWords(name, .shipped)
        typed.readFilters(.shipped)
        return typed.words != whole || whole.contains(where: topics.table.small.contains)
    }

    /// Whether dates of all these topics are among what is found.
    private func finds(_ wanted: Set<String>, _ name: String, _ topics: TopicReader) -> Bool {
        var form = FindForm(name)
        let query = form.read(in: .empty, topics)
        return query.topics.map(wanted.isSubset) ?? true && form.filters.isEmpty
    }
}

extension ScheduleBook.Reading {
    fileprivate static let empty = Self(
        revision: 0, series: [:], sessions: [], order: [], owners: [], byTopic: [:], cities: [],
        earliest: Instant(milliseconds: 0), madeAt: Instant(milliseconds: 0))
}
