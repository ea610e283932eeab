import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// Consent to how figures are made: version 2 of the words about health data.
@Suite struct FiguresConsentTests {
    @Test(arguments: Backend.available)
    func `in figures is who agreed to the new words, from when they joined`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let joined = world.time.now
            let ana = try await world.member("Ana", consent: true)
            _ = try await world.member("Bo")
            let cy = try await world.member("Cy", consent: true)
            let eva = try await world.member("Eva", consent: true)
            try await world.agreedEarlier(eva)
            world.time.pass(.days(3))
            try await world.decide(false, by: cy, .en)
            #expect(try await world.inFigures() == [ana: joined])
            try await world.decide(true, by: cy, .es)
            try await world.decide(true, by: eva, .en)
            #expect(try await world.inFigures() == [ana: joined, cy: joined, eva: joined])
            try await world.decide(false, by: ana, .en)
            #expect(try await Set(world.inFigures().keys) == [cy, eva])
        }
    }

    @Test(arguments: Backend.available)
    func `who agreed to the earlier words keeps that yes and is in no figures`(on backend: Backend) async throws {
        let all = try Migrations(feature: "Accounts", bundle: .module).files()
        let earlier = Migrations(feature: "Accounts", files: all.filter { $0.number <= 16 })
        try await withDatabase(on: backend, migrations: [earlier]) { database in
            let (ana, bo, made) = (ID<Person>.random(), ID<Person>.random(), ID<Person>.random())
            try await database.write { tx in
                for (id, name, isMade, agrees) in [
                    (ana, "ana", false, true), (bo, "bo", false, false), (made, "made", true, true),
                ] {
                    try tx.execute(
                        """
                        INSERT INTO members (id, pseudonym, pseudonym_key, language, is_synthetic, health_consent, created_at)
                        VALUES (\(id), \(name), \(name), \("en"), \(isMade), \(agrees), 7)
                        """)
                }
            }
            try await database.migrate([Migrations(feature: "Accounts", files: all)])
            let (own, inFigures) = try await database.read { tx in
                var inFigures: [ID<Person>: Instant] = [:]
                try AccountsFeature.forEachConsenting(in: tx) { if $2 { inFigures[$0] = $1 } }
                return (try MemberStore.own(as: .person(ana, roles: []), in: tx), inFigures)
            }
            #expect(own?.hasHealthConsent == true && own?.hasFiguresConsent == false)
            // Made-up members cannot be asked.
            #expect(inFigures == [made: Instant(milliseconds: 7)])
        }
    }

    @Test(arguments: Backend.available)
    func `an erased account is in no figures, from the first moment on`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana", consent: true)
            let now = world.time.now
            try await world.database.write {
                try ErasureStore.begin(ana, Leaving(reference: "0123", way: .erase), at: now, in: $0)
            }
            #expect(try await world.inFigures() == [:])
        }
    }

    @Test(arguments: Language.allCases)
    func `who agreed earlier is asked again on their own pages, and agreeing thanks`(language: Language) async throws {
        try await withAccounts { world in
            let text = try #require(try allTexts()[language])
            let ana = try await world.member("Ana", language: language, consent: true)
            try await world.agreedEarlier(ana)
            var browser = try await world.browser(of: ana, language: language)
            let title = text("accounts.consent.again.title")
            let look = "href=\"/consent?to=%2Fme%2Faccount\""
            expect(await browser.get("/me/account"), 200, holds: [title, look])
            let asked = await browser.get("/consent?to=/me/account")
            expect(
                asked, 200,
                holds: [
                    title, text("accounts.consent.again.sums"), text("accounts.consent.again.stays"),
                    text("accounts.consent.again.wait"), text("accounts.consent.again.yes"),
                    "href=\"/me/account\"", text("accounts.consent.again.keep"), text("accounts.consent.withdraw"),
                ])
            // To look and go changes nothing.
            #expect(try await world.versions() == ["1"])
            let yes = [("decision", "yes"), ("version", "2"), ("to", "/me/account")]
            expect(await browser.post("/consent", yes), 303, to: "/me/account")
            #expect(try await world.versions() == ["1", "2"])
            #expect(try await Array(world.inFigures().keys) == [ana])
            let after = await browser.get("/me/account")
            expect(after, 200, holds: [text("accounts.consent.yes.done")], lacks: [title])
            expect(await browser.get("/consent"), 200, lacks: [title])
        }
    }

    @Test func `who agreed earlier can take it back, and one who never agreed is not asked again`() async throws {
        try await withAccounts { world in
            let (ana, bo) = (try await world.member("Ana", consent: true), try await world.member("Bo"))
            try await world.agreedEarlier(ana)
            let title = "The words about health data have changed"
            var browser = try await world.browser(of: ana)
            expect(await browser.post("/consent", on: "/consent", [("decision", "no")]), 303, to: "/me")
            #expect(try await !world.agrees(ana))
            var other = try await world.browser(of: bo)
            for path in ["/me/account", "/consent"] {
                expect(await browser.get(path), 200, lacks: [title])
                expect(await other.get(path), 200, lacks: [title])
            }
        }
    }

    @Test func `nobody agrees to words that they have not read`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana", consent: true)
            try await world.agreedEarlier(ana)
            var browser = try await world.browser(of: ana)
            let changed = "These words have changed since you opened the page."
            for version in [[], [("version", "1")], [("version", "3")], [("version", "")]] {
                let answer = await browser.post("/consent", on: "/consent", [("decision", "yes")] + version)
                expect(answer, 422, holds: [changed, "name=\"version\" value=\"2\""])
            }
            #expect(try await world.versions() == ["1"])
            // A no needs no words.
            expect(await browser.post("/consent", [("decision", "no"), ("version", "1")]), 303, to: "/me")
        }
    }
}

extension TestAccounts {
    /// Makes a member's yes one to the words before these.
    func agreedEarlier(_ member: ID<Person>) async throws {
        try await database.write { tx in
            try tx.execute("UPDATE members SET figures_consent = FALSE WHERE id = \(member)")
            try tx.execute("UPDATE consents SET version = 1 WHERE member_id = \(member)")
        }
    }

    /// Who is in figures, and when they joined.
    func inFigures() async throws -> [ID<Person>: Instant] {
        try await database.read { tx in
            var found: [ID<Person>: Instant] = [:]
            try AccountsFeature.forEachConsenting(in: tx) { if $2 { found[$0] = $1 } }
            return found
        }
    }

    /// The versions of all decisions about health data, in order.
    func versions() async throws -> [String] {
        try await database.read { tx in
            try tx.rows("SELECT version FROM consents WHERE kind = 'health_data' ORDER BY decided_at") {
                String(try $0.get(0, as: Int.self))
            }
        }
    }
}
