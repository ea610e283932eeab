import Markup
import Storage
import Synchronization
import Testing
import World

@testable import Accounts
@testable import Web

/// A form can be half a minute on its way. What ended all sessions in the meantime must hold against it.
@Suite struct EndedMeanwhileTests {
    /// Forms that change something in the account, all right in every field.
    static let pages = [
        "/me/account/sessions/end-others", "/sign-in/confirm", "/me/account/passphrase", "/me/account/recovery-code",
        "/me/account/contact", "/me/account/leave/:way/confirm", "/me/account/export",
        "/me/account/second-factor/codes",
        "/me/account/second-factor/app/remove", "/me/account/second-factor/app/confirm", "/admin/second-factor",
        "/me/account/keys",
    ]

    @Test(arguments: Backend.available, Self.pages)
    func `a session that has ended while its form was on the way changes nothing`(
        on backend: Backend, page: String
    ) async throws {
        for isEnded in [false, true] {
            let meanwhile = Meanwhile()
            try await withAccounts(on: backend, rooms: [try meanwhile.room()]) { world in
                let ana = try await world.protected("Ana", roles: [HeldRole(.administrator, in: .site)])
                _ = try await world.protected("Bo", roles: [HeldRole(.administrator, in: .site)])
                let before = Mutex<DatabaseDump?>(nil)
                meanwhile.set(world) {
                    if isEnded {
                        try await world.database.write { try world.accounts.endAllSessions(of: ana.member, in: $0) }
                    }
                    let dump = try await world.dump()
                    before.withLock { $0 = dump }
                }
                var browser = try await world.trustedBrowser(of: ana.member)
                let token = try #require(Browser.token(in: await browser.get("/me/account")))
                let fields = try Self.fields(ana, world) + [("page", page)]
                let answer = await browser.send("/meanwhile/erase", fields, token: token)
                let isTurnedAway = answer.header("location")?.hasPrefix("/sign-in?to=") == true
                #expect(isTurnedAway == isEnded, "\(answer.status) \(answer.text.suffix(2_000))")
                #expect((try await world.dump() == before.withLock { $0 }) == isEnded)
            }
        }
    }

    /// Whatever one of the forms asks for.
    private static func fields(_ ana: Protected, _ world: TestAccounts) throws -> [(String, String)] {
        let new = TOTP.random()
        let ticket = AppTicket(member: ana.member.description, secret: new.secret)
        let sealed = try world.accounts.keys.secondFactor.tickets.seal(ticket, at: world.time.now)
        return MemberKeyTests.newWords("nine blue goats on the roof") + [
            ("current", TestAccounts.passphrase), ("email", "ana@example.org"), ("pseudonym", "Bo"),
            ("name", "Key"), ("scope", "profile"), ("days", "7"), ("ticket", sealed), ("spare", ana.codes[0].shown),
            ("code", world.code(new)),
        ]
    }
}

/// A room with one form, which does something else first and then what the form of a page of Accounts does.
final class Meanwhile: Sendable {
    private let given = Mutex<(world: TestAccounts, first: @Sendable () async throws -> Void)?>(nil)

    func set(_ world: TestAccounts, _ first: @escaping @Sendable () async throws -> Void) {
        given.withLock { $0 = (world, first) }
    }

    func room() throws -> Feature {
        var room = try Feature.ofTest("Meanwhile")
        room.routes = { _ in
            [
                .post("/meanwhile/:way", .account) { visit in
                    guard let (world, first) = self.given.withLock({ $0 }) else { throw Problem.unavailable }
                    let routes = world.accounts.feature.routes(world.world.features)
                    let route = routes.first { $0.method == .post && $0.path == visit.fields["page"] }
                    guard let route else { throw Problem.notFound }
                    try await first()
                    return try await route.handle(visit)
                }
            ]
        }
        return room
    }
}
