import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// The pieces that stand on other rooms' pages.
@Suite struct BesideConditionTests {
    /// The piece beside a topic, as a page for visitors keeps it.
    private func beside(_ slug: String, _ site: TestFinding, kind: String = "condition") async throws -> String {
        let piece = try #require(site.groups.beside)
        return try await piece.version(Topic(kind: kind, slug: slug, name: slug))
    }

    @Test(arguments: Backend.available)
    func `what is kept beside a condition is another when a date changes or is over`(
        on backend: Backend
    ) async throws {
        try await withFinding(on: backend) { site in
            expect(try await beside("pain", site), is: "", "without any group nothing is said")
            let series = try await site.put()
            let first = try await beside("pain", site)
            expect(first.isEmpty, is: false)
            expect(try await beside("walking", site, kind: "treatment"), is: "")
            // Who lives with back pain finds what is for pain.
            expect(try await beside("back-pain", site), is: first)
            expect(try await beside("epilepsy", site) == first, is: false)
            try await site.change("20261105T183000", of: series) { $0.state = .cancelled }
            let second = try await beside("pain", site)
            expect(second == first, is: false)
            site.world.time.pass(.days(10))
            expect(try await beside("pain", site) == second, is: false)
        }
    }

    @Test(arguments: Backend.available)
    func `beside a condition the languages of groups are said, and of one hour the reader's own come first`(
        on backend: Backend
    ) async throws {
        try await withFinding(on: backend) { site in
            for number in 1...6 {
                try await site.put(FoundTerms(slug: "english-\(number)", title: "Group \(number)", titleInSpanish: nil))
            }
            try await site.put(FoundTerms(slug: "vivir", title: "Vivir", titleInSpanish: nil, languages: [.es]))
            let slots = ["20261104T183000"]
            try await site.put(
                FoundTerms(
                    slug: "both", title: "Both", titleInSpanish: nil, rule: nil, languages: [.en, .es], slots: slots))
            func groups(_ path: String, _ language: Language) async -> [String] {
                await site.get(path, language).text.matches(of: /<li><a href="\/groups\/([a-z0-9-]+)"/).map {
                    String($0.1)
                }
            }
            for path in ["/beside/pain", "/search?q=pain"] {
                // What is sooner stays before it.
                expect(await groups(path, .es).prefix(2), is: ["both", "vivir"], path)
                expect(await groups(path, .en).contains("vivir"), is: false, path)
                expect(
                    await site.get(path, .es), 200, holds: ["Se habla: English", "Se habla: English y Español"], path)
                expect(
                    await site.get(path), 200, holds: ["Spoken: English and Español"], lacks: ["Spoken: English<"], path
                )
            }
        }
    }

    @Test(arguments: Backend.available)
    func `the front door says what meets next, and the one search finds dates`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            let door = try #require(site.groups.door)
            let none = try await door.version()
            try await site.put()
            expect(try await door.version() == none, is: false)
            expect(
                await site.get("/search?q=pain"), 200,
                holds: ["Living with pain", "Thursday, November 5, 6:30 to 8 pm", "All dates for this"])
            expect(await site.get("/search?q=epilepsy"), 200, lacks: ["Living with pain"])
        }
    }
}
