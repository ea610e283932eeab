import Markup
import Storage
import Testing
import Web

import World

@testable import Accounts

@Suite struct JoiningTests {
    static let good = [
        ("pseudonym", "Quiet Heron 27"), ("words", "offered"), ("offered", "amber river stone owl moss"),
        ("age", "yes"),
    ]

    static func with(_ changes: [(String, String)]) -> [(String, String)] {
        good.filter { field in !changes.contains { $0.0 == field.0 } } + changes
    }

    @Test(arguments: Backend.available, Language.allCases)
    func `a newcomer joins, keeps the code, answers the consent and goes on`(
        on backend: Backend, language: Language
    ) async throws {
        try await withAccounts(on: backend) { world in
            let text = try allTexts()[language]
            var browser = world.browser(language)
            let page = await browser.get("/sign-up")
            expect(page, 200, holds: text("accounts.signUp.lead"))
            // What the page suggests and offers is accepted as it stands.
            let name = try #require(page.text.firstMatch(of: /name="pseudonym"[^>]* value="([^"]+)"/)).1
            let words = try #require(page.text.firstMatch(of: /name="offered" value="([^"]+)"/)).1
            let joined = await browser.send(
                "/sign-up",
                [("pseudonym", String(name)), ("words", "offered"), ("offered", String(words)), ("age", "yes")],
                token: try #require(Browser.token(in: page)))
            expect(joined, 200, holds: String(words))
            #expect(joined.text.firstMatch(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/) != nil)
            #expect(browser.isSignedIn)
            expect(await browser.get("/consent"), 200, holds: text("accounts.consent.title"))
            expect(
                await browser.post("/consent", [("decision", "yes"), ("version", "2")]), 303,
                to: "/me/conditions")
            let account = await browser.get("/me/account")
            expect(account, 200, holds: text("accounts.consents.health.yes"))
            let back = try await world.signIn(String(name), String(words))
            #expect(back?.language == language.rawValue)
        }
    }

    /// Whoever came to a door on their way to something, and has no account, gets there all the same.
    @Test(arguments: Backend.available)
    func `a newcomer who was on the way to a page comes to it`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            var browser = world.browser()
            let (to, way) = ("/me/account?tab=1", "to=%2Fme%2Faccount%3Ftab%3D1")
            expect(await browser.get("/sign-in?\(way)"), 200, holds: "href=\"/sign-up?\(way)\"")
            let page = await browser.get("/sign-up?\(way)")
            expect(page, 200, holds: ["name=\"to\" value=\"\(to)\"", "href=\"/sign-in?\(way)\""])
            // With an error it comes along as well.
            let faulty = await browser.post("/sign-up", Self.with([("age", ""), ("to", to)]))
            expect(faulty, 422, holds: ["name=\"to\" value=\"\(to)\""])
            let joined = await browser.post("/sign-up", Self.good + [("to", to)])
            expect(joined, 200, holds: "href=\"/consent?\(way)\"")
            expect(await browser.get("/sign-up?\(way)"), 303, to: to)
            expect(await browser.get("/consent?\(way)"), 200, holds: "name=\"to\" value=\"\(to)\"")
            // Nowhere else, and without a wish as ever.
            var other = world.browser()
            let elsewhere = Self.with([("pseudonym", "Calm Otter 5"), ("to", "https://example.org/")])
            expect(await other.post("/sign-up", elsewhere), 200)
            expect(await other.get("/sign-up?to=https%3A%2F%2Fexample.org%2F"), 303, to: "/me")
            var third = world.browser()
            expect(await third.get("/sign-up"), 200, holds: "href=\"/sign-in\"")
        }
    }

    @Test func `words that were offered are accepted, also where the name stands among them by chance`() async throws {
        try await withAccounts { world in
            for (name, number) in [("Stone", 1), ("Stone 27", 2), ("Iver", 3)] {
                var browser = world.browser()
                let joined = await browser.post("/sign-up", Self.with([("pseudonym", name)]))
                expect(joined, 200, holds: "amber river stone owl moss")
                #expect(browser.isSignedIn, "\(number)")
                var other = world.browser()
                let own = [("words", "own"), ("passphrase", "amber river stone owl moss")]
                let refused = await other.post("/sign-up", Self.with([("pseudonym", name + " 9")] + own))
                #expect(refused.status == 422 && !other.isSignedIn)
            }
        }
    }

    @Test func `a passphrase of one's own opens the account, and the offered words do not`() async throws {
        try await withAccounts { world in
            var browser = world.browser()
            let own = "🦉 my aunt keeps nine blue goats and " + String(repeating: "hens ", count: 20)
            expect(await browser.post("/sign-up", Self.with([("words", "own"), ("passphrase", own)])), 200)
            func enters(_ passphrase: String) async throws -> Bool {
                try await world.signIn("quiet heron 27", passphrase) != nil
            }
            let tries = [own, String(own.dropLast()), "amber river stone owl moss"]
            for (passphrase, opens) in zip(tries, [true, false, false]) {
                let isIn = try await enters(passphrase)
                #expect(isIn == opens)
            }
        }
    }

    @Test(
        arguments: [
            [("pseudonym", "")], [("pseudonym", "ana@example.org")], [("pseudonym", "A\u{0}na")],
            [("pseudonym", "Admin")],
            [("pseudonym", "Ana 🙂")], [("pseudonym", "\u{202E}Ana")], [("pseudonym", "<script>alert(1)</script>")],
            [("pseudonym", String(repeating: "x", count: 20_000))], [("pseudonym", "amber river stone owl moss")],
            [("words", "")], [("words", "drop")], [("words", "own")], [("words", "own"), ("passphrase", "short")],
            [("words", "own"), ("passphrase", "Passw0rd!")],
            [("words", "own"), ("passphrase", "amber\u{0}river stone owl moss")],
            [("words", "own"), ("passphrase", "quiet heron is my name")],
            [("passphrase", "but I wrote my own as well")],
            [("words", "own"), ("passphrase", String(repeating: "blue goats ", count: 2_000))],
            [("offered", "")], [("offered", "aaaa aaaa aaaa aaaa aaaa")], [("age", "")], [("age", "maybe")],
            [("email", "nonsense")], [("phone", "nonsense")], [("email", "ana@example.org\r\nBcc: x@example.org")],
            [("pseudonym", "'; DROP TABLE members; --"), ("email", "🙂"), ("phone", "\u{0}"), ("words", "own")],
        ], Language.allCases)
    func `what cannot be taken comes back with a message and what was typed`(
        changes: [(String, String)], language: Language
    ) async throws {
        try await withAccounts { world in
            var browser = world.browser(language)
            let answer = await browser.post("/sign-up", Self.with(changes))
            expect(answer, 422, holds: try allTexts()[language]("accounts.form.problem"))
            #expect(answer.text.contains("class=\"error\""))
            #expect(!answer.text.contains("⟦") && !answer.text.contains("<script>alert"))
            #expect(try await world.count("SELECT COUNT(*) FROM members") == 0)
            for (name, value) in Self.with(changes) where name == "pseudonym" || name == "email" {
                let kept = HTML(text: FormFields(["value": value])["value"] ?? "")
                let isThere = answer.text.contains("value=\"\(kept.string)\"")
                #expect(isThere, "\(name)")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `who is too young is told kindly and nothing is kept`(language: Language) async throws {
        try await withAccounts { world in
            var browser = world.browser(language)
            // With other faults too: the answer must not depend on them.
            for changes in [[("age", "no")], [("age", "no"), ("pseudonym", ""), ("email", "nonsense")]] {
                let answer = await browser.post("/sign-up", Self.with(changes))
                expect(answer, 200, holds: try allTexts()[language]("accounts.young.title"))
                #expect(!browser.isSignedIn)
            }
            let tables: [SQL] = ["members", "credentials", "contacts", "consents", "sessions", "audit_events"]
            for table in tables {
                #expect(try await world.count("SELECT COUNT(*) FROM \(table)") == 0)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `who joined too often waits, and no row says so`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let before = try await world.dump()
            var browser = world.browser()
            let token = try #require(Browser.token(in: await browser.get("/sign-up")))
            let young = Self.with([("age", "no")])
            for _ in 0..<60 { expect(await browser.send("/sign-up", young, token: token), 200) }
            expect(await browser.send("/sign-up", young, token: token), 429)
            #expect(try await world.dump() == before)
            world.time.pass(.minutes(1))
            expect(await browser.send("/sign-up", young, token: token), 200)
        }
    }

    @Test(arguments: Backend.available)
    func `a name has one owner, however it is written`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            _ = try await world.member("José")
            for other in ["José", "Jose\u{301}", "JOSE", "jоsе"] {
                var browser = world.browser()
                let answer = await browser.post("/sign-up", Self.with([("pseudonym", other)]))
                expect(answer, 422)
            }
            #expect(try await world.count("SELECT COUNT(*) FROM members") == 1)
        }
    }

    @Test(arguments: Backend.available)
    func `of many who want a name at the same time one gets it`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let statuses = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        var browser = world.browser()
                        return await browser.post("/sign-up", Self.good).status
                    }
                }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count == 1)
            #expect(statuses.allSatisfy { [200, 422].contains($0) })
            let owners = try await world.count("SELECT COUNT(*) FROM credentials")
            #expect(owners == 1)
        }
    }

    @Test func `extra fields change nothing`() async throws {
        try await withAccounts { world in
            var browser = world.browser()
            let extra = [
                ("id", "x"), ("is_synthetic", "true"), ("health_consent", "true"), ("role", "administrator"),
                ("space", ""),
                ("created_at", "0"), ("phc", "x"),
            ]
            expect(await browser.post("/sign-up", Self.good + extra), 200)
            let session = try await world.session(browser.cookies["__Host-wayfellow"] ?? "")
            #expect(session?.appointments == [])
            #expect(session?[AccountsFeature.healthConsent] == 0)
            #expect(try await world.count("SELECT COUNT(*) FROM members WHERE is_synthetic = TRUE") == 0)
        }
    }

    @Test func `addresses are sealed in the database and seen by their owner`() async throws {
        try await withAccounts { world in
            var browser = world.browser()
            let fields = Self.good + [("email", "Ana@Example.org"), ("phone", "(603) 555-0123")]
            expect(await browser.post("/sign-up", fields), 200)
            let sealed = try await world.database.read {
                try $0.rows("SELECT email, phone FROM contacts") { [try $0.get(0, as: [UInt8].self), try $0.get(1)] }
            }.flatMap { $0 }
            #expect(sealed.count == 2)
            #expect(!sealed.contains { String(decoding: $0, as: UTF8.self).lowercased().contains("example") })
            expect(await browser.get("/me/account/contact"), 200, holds: "Ana@example.org")
            expect(await browser.get("/me/account/contact"), 200, holds: "+16035550123")
            let changed = [("email", ""), ("phone", "nonsense"), ("current", "amber river stone owl moss")]
            expect(await browser.post("/me/account/contact", changed), 422, holds: "value=\"nonsense\"")
            let removed = [("email", ""), ("phone", ""), ("current", "amber river stone owl moss")]
            expect(await browser.post("/me/account/contact", removed), 303, to: "/me/account")
            #expect(try await world.count("SELECT COUNT(*) FROM contacts WHERE email IS NOT NULL") == 0)
        }
    }
}
