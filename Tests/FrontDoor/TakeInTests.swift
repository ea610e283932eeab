import Accounts
import Databases
import Foundation
import Storage
import Testing
import Web
import World

@testable import Journal
@testable import Safety
@testable import wayfellow

/// A member takes their file to another site, or back after all was wiped: the same pages of their own, or nothing at all.
@Suite struct TakeInTests {
    static let page = "/me/account/import"

    /// Somebody who records, through the pages: entries and own words, held advice, dates, a stop.
    static func record(_ browser: inout Browser) async throws -> [String] {
        let forms: [(String, [(String, String)])] = [
            ("/me/conditions", [("step", "add"), ("condition", "fibromyalgia")]),
            ("/me/conditions", [("step", "word"), ("word", "Kestrel knee")]),
            ("/words", [("word", "moon buzzing"), ("kind", "symptom")]),
        ]
        for (path, fields) in forms {
            let sent = await browser.post(path, on: path == "/words" ? "/search?q=moon+buzzing" : path, fields)
            #expect(sent.status == 303, "\(path): \(sent.text.suffix(1_200))")
        }
        let word = await browser.post("/me/treatments/new", [("word", "Moontea brew")])
        let own = try #require(word.header("location")?.firstMatch(of: /treatment=([0-9a-f-]{36})/)).1
        for (treatment, dose) in [("duloxetine", "60 mg"), (String(own), "two cups")] {
            let path = "/me/treatments/new"
            let added = await browser.post(
                path, on: "\(path)?treatment=\(treatment)",
                [("treatment", treatment), ("other", "fibromyalgia"), ("dose", dose), ("started-year", "2021")])
            let form = try #require(added.header("location"), "\(added.text.suffix(1_500))")
            for (help, advice) in [("1", "Slowly, and with breakfast."), ("3", "Write to me at ana@example.org")] {
                let said = await browser.post(
                    form,
                    [("help", help), ("severity", "2"), ("symptom", "nausea"), ("advice", advice), ("cost", "1")])
                #expect([200, 303].contains(said.status), "\(said.text.suffix(1_500))")
            }
        }
        return try await pages(&browser)
    }

    /// The pages of their own, but for identifiers and tokens.
    static func pages(_ browser: inout Browser) async throws -> [String] {
        // What was said of the form before is said once.
        _ = await browser.get("/me")
        let me = await browser.get("/me")
        expect(me, 200)
        var courses: [String] = []
        for found in me.text.matches(of: /href="(\/me\/treatments\/[0-9a-f-]{36})"/)
        where !courses.contains(String(found.1)) {
            courses.append(String(found.1))
        }
        var pages = [main(me.text)]
        for course in courses { pages.append(main(await browser.get(course).text)) }
        pages.append(main(await browser.get("/me/conditions").text))
        return pages
    }

    private static func main(_ html: String) -> String {
        let body = html.firstMatch(of: /(?s)<main.*<\/main>/).map { String($0.0) } ?? html
        return body.replacing(/[0-9a-f]{8}-[0-9a-f-]{27}/, with: "ID").replacing(
            /value="[0-9a-fID.-]{32,}"/, with: "VALUE")
    }

    static func download(_ browser: inout Browser, _ passphrase: String) async -> [UInt8] {
        let file = await browser.post("/me/account/export", [("current", passphrase)])
        expect(file, 200, holds: ["\"end\":true"])
        return file.body
    }

    static func send(_ file: [UInt8], _ browser: inout Browser) async -> Exchange {
        await browser.upload(page, Multipart(file: file, named: "wayfellow-export.json", type: "application/json"))
    }

    /// Says yes to what the page shows.
    static func confirm(_ browser: inout Browser) async -> Exchange {
        let shown = await browser.get("\(page)/confirm")
        let file = shown.text.firstMatch(of: /name="file" value="([0-9a-f]+)"/).map { String($0.1) } ?? ""
        return await browser.post("\(page)/confirm", [("decision", "yes"), ("file", file)])
    }

    /// What was recorded on a site that is gone now: its file, and how the pages looked.
    static func elsewhere() async throws -> (file: [UInt8], pages: [String]) {
        try await WholeHouse.open { house in
            var (browser, _, passphrase) = try await house.signedIn()
            let pages = try await record(&browser)
            return (await download(&browser, passphrase), pages)
        }
    }

    @Test(arguments: Backend.available)
    func `export, wipe, import elsewhere: the same pages of one's own, and a second import adds nothing`(
        on backend: Backend
    ) async throws {
        let (file, pages) = try await Self.elsewhere()
        #expect(pages.count == 4)
        try await WholeHouse.open(on: backend) { house in
            var (browser, _, passphrase) = try await house.signedIn()
            expect(await Self.send(file, &browser), 303, to: "/me/account/import/confirm")
            expect(
                await browser.get("/me/account/import/confirm"), 200,
                holds: [
                    "2 conditions", "2 treatments, of 2021", "4 evaluations, of", "3 words of your own", "stay out",
                ])
            expect(await browser.get("/me"), 200, lacks: ["Moontea"])
            let taken = await Self.confirm(&browser)
            expect(taken, 200, holds: ["records were added."])
            let here = try await Self.pages(&browser)
            #expect(here.count == pages.count)
            for (one, other) in zip(here, pages) { expect(one, is: other) }
            // Twice is once.
            expect(
                await browser.post(Self.page + "/confirm", on: Self.page, [("decision", "yes")]), 303,
                to: "\(Self.page)")
            expect(await Self.send(file, &browser), 303)
            expect(
                await Self.confirm(&browser), 200,
                holds: ["All of it is here already. Nothing was added."])
            expect(try await Self.pages(&browser), is: here)
            _ = await Self.download(&browser, passphrase)
        }
    }

    @Test func `no is no, and the file is gone`() async throws {
        let (file, _) = try await Self.elsewhere()
        try await WholeHouse.open { house in
            var (browser, _, _) = try await house.signedIn()
            expect(await Self.send(file, &browser), 303)
            expect(await browser.post(Self.page + "/confirm", [("decision", "no")]), 303, to: "/me/account")
            expect(await browser.get(Self.page + "/confirm"), 303, to: "\(Self.page)")
            expect(await browser.get("/me"), 200, lacks: ["Moontea"])
        }
    }

    @Test func `words of danger in a file bring the card, and advice is looked at like that which is typed`()
        async throws
    {
        let (file, _) = try await Self.elsewhere()
        try await WholeHouse.open { house in
            var (browser, _, _) = try await house.signedIn()
            let danger = String(decoding: file, as: UTF8.self)
                .replacing("Slowly, and with breakfast.", with: "I want to kill myself tonight")
            expect(await Self.send(Array(danger.utf8), &browser), 303)
            expect(await browser.get(Self.page + "/confirm"), 200, holds: ["class=\"crisis-card"])
            expect(await Self.confirm(&browser), 200, holds: ["were added"])
            let states = try await house.house.dependencies.database.read { tx in
                try tx.rows("SELECT DISTINCT advice_state FROM evaluations WHERE advice IS NOT NULL") {
                    try $0.get(0, as: String.self)
                }
            }
            expect(states, is: ["held"])
        }
    }

    @Test func `words that a moderator turned down do not come back by an older file`() async throws {
        try await WholeHouse.open { house in
            var (browser, _, passphrase) = try await house.signedIn()
            _ = try await Self.record(&browser)
            let file = await Self.download(&browser, passphrase)
            let (database, words) = (house.house.dependencies.database, "Slowly, and with breakfast.")
            let now = house.house.dependencies.clock.now()
            try await database.write { [safety = house.house.rooms.safety] tx in
                let found = try tx.rows(
                    """
                    SELECT e.id, c.member_id FROM evaluations e JOIN courses c ON c.id = e.course_id WHERE advice = \(words)
                    """
                ) { (try $0.get(0, as: ID<Evaluation>.self), try $0.get(1, as: ID<Person>.self)) }
                for (evaluation, author) in found {
                    var one = try safety.newCase(
                        .reported, JournalFeature.subject(evaluation), words: words, by: author, in: .site, .other,
                        at: now)
                    (one.state, one.isHidden) = (.decided, true)
                    try CaseStore.add(one, in: tx)
                    try JournalFeature.setAdviceHidden(true, of: "\(evaluation)", in: tx)
                }
                try tx.execute("DELETE FROM evaluations")
            }
            expect(await Self.send(file, &browser), 303)
            expect(await Self.confirm(&browser), 200, holds: ["were added"])
            let states = try await database.read { tx in
                try tx.rows("SELECT advice_state FROM evaluations WHERE advice = \(words)") {
                    try $0.get(0, as: String.self)
                }
            }
            expect(states, is: ["held", "held"])
        }
    }

    @Test func `what was put right since the file was made stands as it is now`() async throws {
        try await WholeHouse.open { house in
            var (browser, _, passphrase) = try await house.signedIn()
            _ = try await Self.record(&browser)
            let file = await Self.download(&browser, passphrase)
            try await house.house.dependencies.database.write { tx in
                try tx.execute("UPDATE evaluations SET effectiveness = 0, advice = NULL")
                try tx.execute("UPDATE courses SET started = '2025'")
            }
            let before = try await Self.pages(&browser)
            expect(await Self.send(file, &browser), 303)
            expect(await browser.get(Self.page + "/confirm"), 200, holds: ["All of this is here already."])
            expect(await Self.confirm(&browser), 200, holds: ["All of it is here already."])
            expect(try await Self.pages(&browser), is: before)
        }
    }

    @Test func `a yes is to the file that was shown, and ends with the consent`() async throws {
        let (file, _) = try await Self.elsewhere()
        try await WholeHouse.open { house in
            var (browser, _, passphrase) = try await house.signedIn()
            let empty = await Self.download(&browser, passphrase)
            expect(await Self.send(empty, &browser), 303)
            let shown = await browser.get(Self.page + "/confirm").text
            let digest = String(try #require(shown.firstMatch(of: /name="file" value="([0-9a-f]+)"/)).1)
            expect(await Self.send(file, &browser), 303)
            let other = await browser.post(Self.page + "/confirm", [("decision", "yes"), ("file", digest)])
            expect(other, 303, to: "\(Self.page)/confirm")
            expect(await browser.get("/me"), 200, lacks: ["Moontea"])
            expect(await browser.post("/consent", [("decision", "no")]), 303, to: "/me")
            expect(await browser.post("/consent", [("decision", "yes"), ("version", "2")]), 303)
            expect(await browser.get(Self.page + "/confirm"), 303, to: "\(Self.page)")
        }
    }

    @Test func `nothing is taken in before consent`() async throws {
        try await WholeHouse.open { house in
            var (browser, _, _) = try await house.signedIn()
            expect(await browser.post("/consent", [("decision", "no")]), 303)
            let answer = await browser.get(Self.page)
            expect(answer.header("location")?.hasPrefix("/consent?to="), is: true)
        }
    }
}
