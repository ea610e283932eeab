import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// A member with an authenticator app and spare codes.
struct Protected: Sendable {
    let member: ID<Person>
    let app: TOTP
    let codes: [SpareCode]
}

extension TestAccounts {
    /// A member with a second factor, as if they had set it up long ago.
    func protected(
        _ name: String, roles: [HeldRole] = [], recovery: RecoveryCode = .random(),
        language: Language = .en
    ) async throws -> Protected {
        let member = try await member(name, language: language, recovery: recovery, roles: roles)
        let (app, codes, keys) = (TOTP.random(), SpareCode.randomSet(), accounts.keys.secondFactor)
        try await database.write { tx in
            try SecondFactorStore.setApp(app, of: member, seal: keys.seal, in: tx)
            try SecondFactorStore.setSpareCodes(
                codes.map { $0.hash(of: member, key: keys.spareCodes) }, of: member, in: tx)
        }
        return Protected(member: member, app: app, codes: codes)
    }

    /// A browser in which somebody has signed in in both steps.
    func trustedBrowser(of member: ID<Person>, _ language: Language = .en) async throws -> Browser {
        var browser = browser(language)
        browser.cookies["__Host-wayfellow"] = try await accounts.openSession(of: member, hasSecondStep: true)
        return browser
    }

    /// Something in every table of second factors.
    func addFactors(to member: ID<Person>, marker: String) async throws {
        let (keys, now) = (accounts.keys.secondFactor, time.now)
        let passkey = TestAuthenticator()
        try await database.write { tx in
            try SecondFactorStore.setApp(.random(), of: member, seal: keys.seal, in: tx)
            let hashes = SpareCode.randomSet().map { $0.hash(of: member, key: keys.spareCodes) }
            try SecondFactorStore.setSpareCodes(hashes, of: member, in: tx)
            try PasskeyStore.add(
                .init(id: passkey.id, publicKey: passkey.publicKey), named: "\(marker)’s phone", of: member,
                seal: keys.seal, in: tx)
            try SecondFactorStore.noteReset(of: member, at: now, in: tx)
            _ = try SecondFactorStore.use(keys.mark(ofChallenge: passkey.id), until: now, at: now, in: tx)
        }
    }

    /// The code that the member's app shows now, or some steps from now.
    func code(_ app: TOTP, later steps: Int64 = 0) -> String {
        app.code(at: TOTP.step(at: time.now) + steps)
    }

    /// A code that is not right now, nor a step before or after.
    func wrongCode(_ app: TOTP) -> String {
        let near = Set((-1...1).map { code(app, later: $0) })
        return (0..<4).map { String(repeating: "\($0)", count: 6) }.first { !near.contains($0) } ?? ""
    }

    func check(_ answer: SecondFactorAnswer?, of member: ID<Person>) async throws -> Bool {
        try await accounts.check(try #require(answer), of: member, at: time.now) { _ in true } ?? false
    }

    func answer(_ code: String) -> SecondFactorAnswer? { OneTimeCode(code).map { .code($0) } }

    /// How many of several who bring the same at the same time are let in.
    func letIn(_ answer: SecondFactorAnswer, of member: ID<Person>, tries: Int) async -> Int {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<tries { group.addTask { (try? await check(answer, of: member)) ?? false } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }
}

extension Browser {
    /// The passphrase, and the page that asks for more.
    mutating func givePassphrase(_ name: String, to destination: String = "/me/account") async -> Exchange {
        await post("/sign-in", SignInTests.fields(name) + [("to", destination)])
    }

    /// Sends the form of a page that was shown, with all that is hidden in it.
    mutating func answer(_ shown: Exchange, _ path: String, _ fields: [(String, String)]) async -> Exchange {
        let hidden = ["ticket", "passkey-ticket", "name"].compactMap { name in
            Self.hidden(name, in: shown).map { (name, $0) }
        }
        return await send(path, hidden + fields, token: Self.token(in: shown) ?? "")
    }

    static func hidden(_ name: String, in page: Exchange) -> String? {
        let start = "name=\"\(name)\" value=\""
        return page.text.firstRange(of: start).map { String(page.text[$0.upperBound...].prefix { $0 != "\"" }) }
    }

    /// What stands in a data attribute, base 64.
    static func bytes(_ name: String, in page: Exchange) -> [UInt8]? {
        let start = "data-\(name)=\""
        return page.text.firstRange(of: start)
            .flatMap { Base64URL.decode(String(page.text[$0.upperBound...].prefix { $0 != "\"" })) }
    }
}
