import Foundation
import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// Keys for programs: made on a page, shown once, and good until one of many things ends them.
@Suite struct AccessKeyTests {
    @Test(arguments: Backend.available)
    func `a key is made, shown once, opens what was chosen, and is revoked in two steps`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            var browser = try await world.browser(of: ana)
            let shown = await browser.makeKey(scopes: ["profile"], days: 7)
            let key = try #require(shown.accessKey)
            expect(shown, 200, holds: "only this once")
            let profile = await world.call("/api/me", key)
            expect(profile, 200, holds: "\"pseudonym\":\"Ana\"")
            #expect(profile.text.contains("\"scopes\":[\"profile\"]"))
            expect(await world.call("/api/me/export", key), 403)
            // The page knows it again, and has it no more.
            let page = await browser.get(AccessKeysPage.link.text)
            expect(page, 200, holds: "\(key.prefix(9))…")
            #expect(!page.text.contains(key) && page.text.contains("My spreadsheet"))
            #expect(try await !world.dump().tables.values.joined().contains { $0.contains(key) })
            let revoke = try #require(page.revokeLinks.first)
            expect(await browser.get(revoke), 200, holds: "Revoke the key")
            expect(await world.call("/api/me", key), 200)
            expect(await browser.post(revoke, []), 303, to: AccessKeysPage.link.text)
            expect(await world.call("/api/me", key), 401)
            expect(await browser.get(revoke), 404)
            // A second press leads to the list, too.
            expect(await browser.post(revoke, on: AccessKeysPage.link.text, []), 303, to: AccessKeysPage.link.text)
            #expect(try await world.lastAudit(2).map(\.[0]) == ["key-made", "key-revoked"])
        }
    }

    @Test(arguments: Backend.available)
    func `by key the download is the page's, and leaves the same receipt and line`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            var browser = try await world.browser(of: ana)
            let key = try #require(await browser.makeKey(scopes: ["export", "profile"]).accessKey)
            let file = await world.call("/api/me/export", key)
            expect(file, 200, holds: "\"pseudonym\":\"Ana\"")
            #expect(file.header("content-type") == "application/json" && !file.text.contains(key))
            #expect(file.text.contains("\"name\":\"My spreadsheet\"") && file.text.contains(String(key.prefix(9))))
            #expect(try await world.lastAudit(1).map(\.[0]) == ["exported"])
            #expect(try await world.count("SELECT COUNT(*) FROM receipts") == 1)
        }
    }

    /// What ends all sessions ends the keys; a key of somebody else's goes on.
    @Test(arguments: Backend.available, KeyEnd.allCases)
    func `a key ends`(on backend: Backend, with end: KeyEnd) async throws {
        try await withAccounts(on: backend) { world in
            let code = RecoveryCode.random()
            let (ana, bo) = (try await world.member("Ana", recovery: code), try await world.member("Bo"))
            var (browser, others) = (try await world.browser(of: ana), try await world.browser(of: bo))
            let key = try #require(await browser.makeKey(days: 7).accessKey)
            let other = try #require(await others.makeKey(days: 30).accessKey)
            expect(await world.call("/api/me", key), 200)
            let before = try await world.dump().tables["access_keys"]
            try await end.happen(to: ana, code, in: world, &browser)
            let answer = await world.call("/api/me", key)
            expect(answer, 401)
            #expect(answer.body == (await world.call("/api/me", nil)).body, "as if there were none")
            expect(await world.call("/api/me", other), 200)
            // That everything was ended, and when, must not show beside the member.
            if end.leavesNoTrace { #expect(try await world.dump().tables["access_keys"] == before) }
            if end != .hold, end != .erasing {
                let page = await browser.get(AccessKeysPage.link.text)
                expect(page, 200, holds: "You have no keys")
            }
        }
    }

    @Test(arguments: Backend.available)
    func `that a key was used stands nowhere`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            var browser = try await world.browser(of: try await world.member("Ana"))
            let key = try #require(await browser.makeKey(scopes: ["profile"]).accessKey)
            let (before, lines) = (try await world.dump(), world.world.log.lines)
            for (path, key, status) in [
                ("/api/me", key, 200), ("/api/me/export", key, 403), ("/api/me", AccessKey.random().revealed, 401),
                ("/api/me", "no key", 401),
            ] {
                expect(await world.call(path, key), status)
            }
            world.time.pass(.minutes(10))
            expect(await world.call("/api/me", key), 200)
            #expect(try await world.dump() == before && world.world.log.lines == lines)
        }
    }

    @Test func `lifting a hold does not bring keys back`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana")
            var browser = try await world.browser(of: ana)
            let key = try #require(await browser.makeKey().accessKey)
            try await world.accounts.hold(ana, isForGood: false, by: .system(reason: "test"))
            expect(await world.call("/api/me", key), 401)
            try await world.accounts.liftHold(from: ana, by: .system(reason: "test"))
            expect(await world.call("/api/me", key), 401)
        }
    }

    @Test(arguments: Backend.available)
    func `ten keys are the most, and those that have ended make room`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            var browser = try await world.browser(of: ana)
            for _ in 0..<AccessKeyStore.most { #expect(await browser.makeKey(days: 7).accessKey != nil) }
            expect(await browser.makeKey(), 422, holds: "as many keys as one account can")
            world.time.pass(.days(8))
            var later = try await world.browser(of: ana)
            #expect(await later.makeKey().accessKey != nil)
            #expect(try await world.count("SELECT COUNT(*) FROM access_keys") == 1)
        }
    }

    @Test func `a form that is sent twice makes one key`() async throws {
        try await withAccounts { world in
            var browser = try await world.browser(of: try await world.member("Ana"))
            let page = await browser.get(AccessKeysPage.link.text)
            let fields = KeyForm.fields(page)
            let token = try #require(Browser.token(in: page))
            #expect(await browser.send(AccessKeysPage.link.text, fields, token: token).accessKey != nil)
            expect(await browser.send(AccessKeysPage.link.text, fields, token: token), 409, holds: "sent before")
            #expect(try await world.count("SELECT COUNT(*) FROM access_keys") == 1)
        }
    }

    @Test func `what is missing or made up comes back in words, and nothing is made`() async throws {
        try await withAccounts { world in
            var browser = try await world.browser(of: try await world.member("Ana"))
            let wrong: [(String, String?, String)] = [
                ("name", nil, "Give the key a name."), ("name", "\u{200B}\u{2800}\u{3164}", "Give the key a name."),
                ("scope", nil, "Choose at least one thing"),
                ("scope", "everything", "choose one of the answers"), ("days", nil, "Choose how long"),
                ("days", "36500", "choose one of the answers"), ("current", "not the one", "error-summary"),
            ]
            for (name, value, words) in wrong {
                let page = await browser.get(AccessKeysPage.link.text)
                var fields = KeyForm.fields(page).filter { $0.0 != name }
                if let value { fields.append((name, value)) }
                let answer = await browser.send(
                    AccessKeysPage.link.text, fields, token: Browser.token(in: page) ?? "")
                expect(answer, 422, holds: words)
            }
            #expect(try await world.count("SELECT COUNT(*) FROM access_keys") == 0)
        }
    }

    @Test func `nobody sees or revokes the key of another`() async throws {
        try await withAccounts { world in
            var (ana, bo) = (
                try await world.browser(of: try await world.member("Ana")),
                try await world.browser(of: try await world.member("Bo"))
            )
            let key = try #require(await ana.makeKey().accessKey)
            let revoke = try #require(await ana.get(AccessKeysPage.link.text).revokeLinks.first)
            expect(await bo.get(revoke), 404)
            let pressed = await bo.post(revoke, on: AccessKeysPage.link.text, [])
            expect(pressed, 303, to: AccessKeysPage.link.text)
            #expect(!pressed.cookies.joined().contains("keys.revoked"))
            expect(await world.call("/api/me", key), 200)
        }
    }

    @Test func `who has a second step takes it before a key is made`() async throws {
        try await withAccounts { world in
            let ana = try await world.protected("Ana")
            var browser = try await world.browser(of: ana.member)
            let answer = await browser.makeKey()
            #expect(answer.header("location")?.hasPrefix("/sign-in/confirm?") == true)
            var trusted = try await world.trustedBrowser(of: ana.member)
            #expect(await trusted.makeKey().accessKey != nil)
        }
    }

    @Test func `a key carries a checksum, and what cannot be one is not looked up`() {
        let key = AccessKey.random()
        #expect(key.revealed.count == 63 && key.revealed.hasPrefix("wfk_") && "\(key)" == "•••")
        #expect(AccessKey(key.revealed) == key && AccessKey.random() != key)
        for (index, character) in key.revealed.enumerated() {
            var bent = Array(key.revealed)
            bent[index] = character == "A" ? "B" : "A"
            #expect(AccessKey(String(bent)) == nil, "\(index)")
        }
        for text in ["", "wfk_", String(key.revealed.dropLast()), key.revealed + "A", key.revealed.lowercased()] {
            #expect(AccessKey(text) == nil, "\(text)")
        }
    }
}
