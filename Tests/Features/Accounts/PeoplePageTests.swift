import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

@Suite struct PeoplePageTests {
    @Test(arguments: Backend.available, Language.allCases)
    func `an administrator finds an account, gives and takes a role, suspends and opens it again`(
        on backend: Backend, language: Language
    ) async throws {
        try await withAccounts(on: backend) { world in
            let ours = Space.community(.random())
            try await world.database.write { try AccountsFeature.addSpace(ours, named: "Owls & <Co>", in: $0) }
            let text = try allTexts()[language]
            var browser = try await world.administrator(language).browser
            let ana = try await world.member("Ana")
            let page = "/admin/people/\(ana)"
            expect(await browser.get("/admin"), 200, holds: "/admin/people")
            expect(await browser.get("/admin/people?name=Ana"), 303, to: page)
            expect(await browser.get(page), 200, holds: text("accounts.people.noRole"))
            let role = [("role", "moderator"), ("space", ours.code)]
            expect(await browser.post("\(page)/roles", on: page, role), 303, to: page)
            let shown = await browser.get(page)
            expect(shown, 200, holds: ["Owls &amp; &lt;Co&gt;", text("accounts.people.revoke")], lacks: ["⟦", "<Co>"])
            let list = await browser.get("/admin/people")
            expect(
                list, 200,
                holds: ["<bdi>Ana</bdi>", text("accounts.role.moderator"), text("accounts.role.administrator")],
                lacks: ["⟦"])
            expect(await browser.post("\(page)/roles/revoke", on: page, role), 303, to: page)
            expect(await browser.get(page), 200, holds: text("accounts.people.noRole"))
            for kind in ["suspended", "closed"] {
                expect(await browser.post("\(page)/hold", on: page, [("kind", kind)]), 303, to: page)
                let held = await browser.get(page)
                expect(held, 200, holds: [text("accounts.people.lift")], lacks: ["⟦"])
                #expect(try await world.database.read { try HoldStore.find(ana, in: $0)?.kind.rawValue } == kind)
                expect(await browser.post("\(page)/hold/lift", on: page, []), 303, to: page)
            }
            expect(await browser.get(page), 200, holds: text("accounts.people.isOpen"))
        }
    }

    @Test(arguments: Language.allCases)
    func `an account is found by its exact name only, and a look-alike is told by its own`(
        language: Language
    ) async throws {
        try await withAccounts { world in
            let text = try allTexts()[language]
            var browser = try await world.administrator(language).browser
            _ = try await world.member("Jose")
            for name in ["jose", "Jos%C3%A9", "J%D0%BEse"] {
                let answer = await browser.get("/admin/people?name=\(name)")
                expect(answer, 422, holds: text("accounts.people.lookAlike", ["name": .text("Jose")]))
            }
            for name in ["Nobody", "%3Cscript%3E"] {
                let answer = await browser.get("/admin/people?name=\(name)")
                expect(answer, 422, holds: [text("accounts.people.unknown")], lacks: ["⟦", "<script>"])
            }
            expect(await browser.get("/admin/people?name="), 200)
            for path in ["/admin/people/\(ID<Person>.random())", "/admin/people/jose"] {
                expect(await browser.get(path), 404)
            }
        }
    }

    @Test(
        arguments: Backend.available,
        [
            ("roles", "king", "site", "noSuchSpace"), ("roles", "leader", "kingdom", "noSuchSpace"),
            ("roles", "", "", "noSuchSpace"),
            ("roles", "leader", "community:01900000-0000-7000-8000-000000000000", "noSuchSpace"),
            ("roles", "administrator", "county", "administratorElsewhere"),
            ("roles/revoke", "leader", "site", "notHeld"),
            ("roles/revoke", "administrator", "site", "lastAdministrator"),
            ("hold", "suspended", "", "lastAdministrator"),
            ("hold", "closed", "", "lastAdministrator"), ("hold", "shot", "", ""), ("hold", "", "", ""),
        ])
    func `what cannot be done comes back in words with nothing changed`(
        on backend: Backend, change: (path: String, choice: String, space: String, key: String)
    ) async throws {
        try await withAccounts(on: backend) { world in
            var (root, browser) = try await world.administrator(.es)
            let page = "/admin/people/\(root)"
            let before = try await world.dump()
            let fields = [("role", change.choice), ("kind", change.choice), ("space", change.space)]
            let answer = await browser.post("\(page)/\(change.path)", on: page, fields)
            let words = change.key.isEmpty ? [] : [try allTexts()[.es]("accounts.appointment.\(change.key)")]
            expect(answer, 422, holds: words, lacks: ["⟦"])
            #expect(try await world.dump() == before)
            root = .random()
            expect(await browser.post("/admin/people/\(root)/roles", on: page, fields), 404)
        }
    }

    @Test func `nobody else finds these pages`() async throws {
        try await withAccounts { world in
            let roles = Role.allCases.filter { $0 != .administrator }.map { HeldRole($0, in: .site) }
            let ana = try await world.member("Ana", roles: roles)
            var browser = world.browser()
            browser.cookies["__Host-wayfellow"] = try await world.accounts.openSession(of: ana, hasSecondStep: true)
            for path in ["/admin", "/admin/people", "/admin/people/\(ana)"] {
                expect(await browser.get(path), 404)
            }
            let token = try #require(Browser.token(in: await browser.get("/me/account")))
            let fields = [("role", "administrator"), ("space", "site")]
            expect(await browser.send("/admin/people/\(ana)/roles", fields, token: token), 404)
            #expect(
                try await world.database.read { try RoleStore.openAdministrators(at: world.time.now, in: $0) }.isEmpty)
        }
    }
}

extension TestAccounts {
    /// Whoever runs the server, with the second step taken.
    func administrator(_ language: Language) async throws -> (member: ID<Person>, browser: Browser) {
        let root = try await member("Root", roles: [RoleTests.root])
        var browser = browser(language)
        browser.cookies["__Host-wayfellow"] = try await accounts.openSession(of: root, hasSecondStep: true)
        return (root, browser)
    }
}
