import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// What ends a key.
enum KeyEnd: String, CaseIterable, Sendable {
    case expiry, revoking, signingOutElsewhere, newPassphrase, recovery, firstSecondStep, hold, erasing

    /// Whether it happens beside the key's row and not in it.
    var leavesNoTrace: Bool {
        switch self {
        case .expiry, .signingOutElsewhere, .newPassphrase, .recovery, .firstSecondStep, .hold: true
        case .revoking, .erasing: false
        }
    }

    /// - Parameter browser: where the member is signed in, also afterwards if they can be.
    func happen(
        to member: ID<Person>, _ code: RecoveryCode, in world: TestAccounts, _ browser: inout Browser
    ) async throws {
        let passphrase = ("current", TestAccounts.passphrase)
        switch self {
        case .expiry:
            world.time.pass(.days(7))
            browser = try await world.browser(of: member)
        case .revoking:
            let page = await browser.get(AccessKeysPage.link.text)
            expect(await browser.post(try #require(page.revokeLinks.first), []), 303)
        case .signingOutElsewhere:
            expect(await browser.post("/me/account/sessions/end-others", on: "/me/account", []), 303)
        case .newPassphrase:
            let words = MemberKeyTests.newWords("nine blue goats on the roof")
            expect(await browser.post("/me/account/passphrase", words + [passphrase]), 303)
        case .recovery:
            var other = world.browser()
            let fields = MemberKeyTests.newWords("nine blue goats on the roof")
            expect(await other.post("/recover", fields + [("pseudonym", "Ana"), ("code", code.shown)]), 200)
            browser = try await world.browser(of: member)
        case .firstSecondStep:
            let app = TOTP.random()
            let ticket = AppTicket(member: member.description, secret: app.secret)
            let sealed = try world.accounts.keys.secondFactor.tickets.seal(ticket, at: world.time.now)
            let fields = [("ticket", sealed), ("code", world.code(app))]
            expect(
                await browser.post(
                    "/me/account/second-factor/app/confirm", on: "/me/account/second-factor", fields), 200)
        case .hold:
            try await world.accounts.hold(member, isForGood: false, by: .system(reason: "test"))
        case .erasing:
            expect(await browser.post("/me/account/leave/erase/confirm", [passphrase]), 303)
        }
    }
}

/// The form that makes a key, as a member fills it in.
enum KeyForm {
    static func fields(
        _ page: Exchange, scopes: [String] = ["profile"], days: Int = 30
    ) -> [(String, String)] {
        let form = page.text.firstMatch(of: /name="form" value="([^"]+)"/).map { String($0.1) } ?? ""
        return [
            ("form", form), ("name", "My spreadsheet"), ("days", String(days)), ("current", TestAccounts.passphrase),
        ]
            + scopes.map { ("scope", $0) }
    }
}

extension Browser {
    mutating func makeKey(scopes: [String] = ["profile"], days: Int = 30) async -> Exchange {
        let page = await get(AccessKeysPage.link.text)
        return await send(
            AccessKeysPage.link.text, KeyForm.fields(page, scopes: scopes, days: days),
            token: Self.token(in: page) ?? "")
    }
}

extension Exchange {
    /// The key that the page shows.
    var accessKey: String? { text.firstMatch(of: /wfk_[A-Z2-7]{59}/).map { String($0.0) } }

    var revokeLinks: [String] { text.matches(of: /href="([^"]+\/revoke)"/).map { String($0.1) } }
}

extension TestAccounts {
    /// A program's call.
    func call(_ path: String, _ key: String?) async -> Exchange {
        await site.respond("GET", path, headers: key.map { ["Authorization": "Bearer \($0)"] } ?? [:])
    }
}
