import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Safety

@Suite struct ReportTests {
    @Test(arguments: Backend.available)
    func `a report is read, decided, and told to both sides, and never who`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let world = site.world
            let name = try await world.accounts.pseudonyms(of: [site.people[0]])[site.people[0]] ?? ""
            expect(await world.get(site.path(0)), 303)
            expect(await world.get(site.path(0), as: site.viewer(1)), 200, holds: ["Report these words", name])
            expect(
                await site.report(0, by: 1, .other), 422,
                holds: ["Say in a few words what is wrong.", "href=\"#words\""])
            expect(await site.report(0, by: 1, .contact), 200, holds: ["Your report is with the moderators"])
            expect(await world.get("/me/reports", as: site.viewer(1)), 200, holds: ["It waits for a moderator"])
            expect(await world.get("/staff/queue", as: site.viewer(1)), 404)
            let page = try #require(try await site.takeNext())
            let shown = await world.get(page, as: try await site.moderator(0))
            expect(shown, 200, holds: ["Privacy", name, "<details"])
            expect(
                try await site.decide(page, "hidden", why: ""), 422, holds: ["Say why, for the author."])
            expect(try await site.decide(page, "hidden", measure: "warned", why: "A number."), 303, to: "/staff/queue")
            expect(try await site.isHidden(0), is: true)
            let notice = await world.get("/me/notices", as: site.viewer(0))
            expect(
                notice, 200,
                holds: [
                    "A name of yours was taken out of sight", "This is a warning", "A number.", "A moderator",
                    "Somebody reported it. We never say who.", "Ask for another look", "One notice",
                ])
            let reporter = try await world.accounts.pseudonyms(of: [site.people[1]])[site.people[1]] ?? "–"
            expect(notice, 200, lacks: [reporter])
            let outcome = await world.get("/me/reports", as: site.viewer(1), .es)
            expect(outcome, 200, holds: ["Las palabras ya no se ven", "Un reporte tiene resultado"])
            expect(await world.get(site.path(0), as: site.viewer(2)), 404)
        }
    }

    @Test(arguments: Backend.available)
    func `reported twice is once, and taken back and made again too`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let world = site.world
            for _ in 0..<2 { expect(await site.report(0, by: 1, .contact), 200) }
            let list = await world.get("/me/reports", as: site.viewer(1))
            let withdraw = try #require(site.form("/withdraw", on: list))
            expect(await world.post(withdraw, on: "/me/reports", as: site.viewer(2)), 404)
            for _ in 0..<3 {
                expect(await world.post(withdraw, on: "/me/reports", as: site.viewer(1)), 303)
                expect(await world.get("/me/reports", as: site.viewer(1)), 200, holds: ["You took it back"])
                expect(await site.report(0, by: 1, .contact), 200)
            }
            expect(try await site.isHidden(0), is: false)
            let reports = try await world.database.read { tx in
                try ReportStore.own(as: site.viewer(1), limit: 9, in: tx).count
            }
            expect(reports, is: 1)
            let page = try #require(try await site.takeNext())
            expect(try await site.decide(page, "kept"), 303)
            expect(await site.report(0, by: 1, .contact), 200, holds: ["A moderator has looked at these words"])
        }
    }

    @Test(arguments: Backend.available)
    func `what is unknown and what is forbidden answer alike, what is gone says so to whom it was shown`(
        on backend: Backend
    ) async throws {
        try await withQueue(on: backend) { site in
            let world = site.world
            let form = await world.get(site.path(0), as: site.viewer(2))
            let proof = try #require(form.text.firstMatch(of: /name="form" value="([^"]+)"/).map { String($0.1) })
            for reporter in [1, 3] { await site.report(0, by: reporter, .danger) }
            expect(try await site.isHidden(0), is: true)
            let unknown = "/report/accounts.name/\(ID<Person>.random())"
            for path in [unknown, "/report/nothing.here/\(site.people[0])", "/report/accounts.name/x"] {
                for fields in [[("reason", "danger")], [], [("reason", "other"), ("words", "x")]] {
                    let first = await world.post(path, on: "/me/reports", as: site.viewer(2), fields)
                    let second = await world.post(site.path(0), on: "/me/reports", as: site.viewer(2), fields)
                    expect(first, 404)
                    expect(second, 404)
                    expect(plain(first, path), is: plain(second, site.path(0)))
                }
                expect(
                    plain(await world.get(path, as: site.viewer(2)), path),
                    is: plain(await world.get(site.path(0), as: site.viewer(2)), site.path(0)))
            }
            expect(await asked(unknown, site), is: await asked(site.path(0), site), "the same work for both")
            let gone = await world.post(
                site.path(0), on: "/me/reports", as: site.viewer(2),
                [("reason", "danger"), ("words", "Look soon."), ("form", proof)])
            expect(gone, 200, holds: ["This is gone", "Thank you", "“Look soon.”"])
            let borrowed = await world.post(
                site.path(0), on: "/me/reports", as: site.viewer(4), [("reason", "danger"), ("form", proof)])
            expect(borrowed, 404)
        }
    }

    /// What the page at an address asks the database.
    private func asked(_ path: String, _ site: QueueWorld) async -> [[String]] {
        _ = site.world.statements.take()
        _ = await site.world.get(path, as: site.viewer(2))
        return site.world.statements.take()
    }

    /// A page without what differs each time: tokens and its own address.
    private func plain(_ page: Exchange, _ path: String) -> String {
        page.text.replacing(path, with: "").replacing(PercentEncoding.encode(path), with: "")
            .replacing(/value="[0-9a-f]{128}"/, with: "")
    }

    @Test func `one's own words need no report`() async throws {
        try await withQueue { site in
            expect(await site.world.get(site.path(0), as: site.viewer(0)), 200, holds: ["These are your own words"])
            let sent = await site.world.post(
                site.path(0), on: "/me/reports", as: site.viewer(0), [("reason", "danger")])
            expect(sent, 200, holds: ["These are your own words"])
            let worried = await site.world.post(site.path(0) + "/worry", on: "/me/reports", as: site.viewer(0))
            expect(worried, 200, holds: ["These are your own words"])
            expect(try await site.takeNext() == nil, is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `any words may stand in a report, as long as they are not too many`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            expect(
                await site.report(0, by: 1, .other, words: String(repeating: "long ", count: 20_000)), 422,
                holds: ["id=\"words\""])
            let mixed = "😀🩹 Привет مرحبا שלום 你好 <b>\u{202E}x"
            expect(await site.report(0, by: 1, .other, words: mixed), 422, holds: ["😀🩹 Привет"])
            for (reporter, words) in [(1, "😀😀😀"), (2, "Привет مرحبا שלום 你好 <b>"), (3, "e\u{301}\u{301}\u{301}")] {
                expect(await site.report(0, by: reporter, .other, words: words), 200)
            }
            let page = try #require(try await site.takeNext())
            expect(
                await site.world.get(page, as: try await site.moderator(0)), 200,
                holds: ["😀😀😀", "Привет مرحبا שלום 你好 &lt;b&gt;"])
        }
    }

    @Test(arguments: Backend.available)
    func `who is worried helps softly, once a week, and is never named`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let world = site.world
            func worry(_ author: Int, by number: Int) async -> Exchange {
                await world.post(site.path(author) + "/worry", on: site.path(author), as: site.viewer(number))
            }
            expect(await world.get("/me/account", as: site.viewer(0)), 200, lacks: ["You are thought of here"])
            expect(await worry(0, by: 1), 200, holds: ["Thank you for caring"])
            expect(await worry(4, by: 1), 200, holds: ["within the last week"])
            let page = await world.get("/me/account", as: site.viewer(0), .es)
            expect(page, 200, holds: ["Aquí se piensa en ti", "988"], lacks: ["reportado", "preocup"])
            expect(await world.get("/me/account", as: site.viewer(4)), 200, lacks: ["You are thought of here"])
            let back = [("back", "/me/account")]
            expect(
                await world.post("/me/card/away", on: "/me/account", as: site.viewer(0), back), 303, to: "/me/account")
            let elsewhere = [("back", "https://elsewhere.example/")]
            expect(await world.post("/me/card/away", on: "/me/account", as: site.viewer(0), elsewhere), 303, to: "/")
            expect(await worry(0, by: 2), 200)
            expect(
                await world.get("/me/account", as: site.viewer(0)), 200, lacks: ["You are thought of here"],
                "the card comes once a week, too")
            let one = try #require(try await site.takeNext())
            expect(
                await world.get(one, as: try await site.moderator(0)), 200,
                holds: ["Danger", "Worried about the writer"])
            expect(try await site.isHidden(0), is: false)
            world.time.pass(.days(8))
            expect(await worry(4, by: 1), 200, holds: ["Thank you for caring"])
            expect(await world.get("/me/account", as: site.viewer(4)), 200, holds: ["You are thought of here"])
            world.time.pass(.days(4))
            try await world.runJobs()
            expect(await world.get("/me/account", as: site.viewer(4)), 200, lacks: ["You are thought of here"])
        }
    }
}
