import Storage
import Testing
import Web
import World

@testable import Accounts

/// The same marks for one member wherever and however they come in, and for nobody else.
@Suite struct OwnMarksTests {
    private static let second = "nine blue goats on the roof"

    @Test func `a mark follows from key, epoch and slot, and a fixed key has known marks`() {
        let marks = OwnMarks(MemberKey(bytes: [UInt8](repeating: 7, count: 32)))
        // Made by another program: HKDF-SHA256, HMAC-SHA256 and SHA-256 as the doc comments say.
        #expect(Hex.text(marks.mark(epoch: 743, slot: 0)) == Self.known[0])
        #expect(Hex.text(marks.mark(epoch: 743, slot: 1)) == Self.known[1])
        let all = (0..<26).flatMap { epoch in (0..<2).map { marks.mark(epoch: epoch, slot: $0) } }
        #expect(Set(all).count == 52 && all.allSatisfy { $0.count == 32 } && !all.contains(marks.writer))
        #expect("\(marks)" == "•••")
        var dumped = ""
        dump(marks, to: &dumped)
        #expect(!dumped.contains("SymmetricKey"))
    }

    static let known = [
        "f279614b0aafe6ea0ebd68eac273d6457f566aea9e038c4b768c29ec471f2ea9",
        "c7ac7f0f878a6badf95ddb379b57482cda731f6debc3022771352309a5db74fd",
    ]

    @Test(arguments: Backend.available)
    func `another phone, a shared one, a new passphrase and a recovery make the same marks`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            let code = RecoveryCode.random()
            _ = try await world.member("Ana", recovery: code)
            _ = try await world.member("Ben")
            var (phone, desk, shared, other) = (world.browser(), world.browser(), world.browser(), world.browser())
            expect(await phone.post("/sign-in", SignInTests.fields("Ana")), 303)
            let mark = try #require(try await world.mark(in: phone))
            expect(await desk.post("/sign-in", SignInTests.fields("Ana")), 303)
            expect(await shared.post("/sign-in", SignInTests.fields("Ana") + [("shared", "yes")]), 303)
            expect(await other.post("/sign-in", SignInTests.fields("Ben")), 303)
            #expect(try await world.mark(in: desk) == mark)
            #expect(try await world.mark(in: shared) == mark)
            let others = try await world.mark(in: other)
            #expect(others != nil && others != mark)
            let change = MemberKeyTests.newWords(Self.second) + [("current", TestAccounts.passphrase)]
            expect(await phone.post("/me/account/passphrase", change), 303)
            #expect(try await world.mark(in: phone) == mark)
            expect(await desk.post("/sign-in", SignInTests.fields("Ana", Self.second)), 303)
            #expect(try await world.mark(in: desk) == mark)
            var elsewhere = world.browser()
            let words = MemberKeyTests.newWords("seven green hens under the bed")
            expect(await elsewhere.post("/recover", words + [("pseudonym", "Ana"), ("code", code.shown)]), 200)
            #expect(try await world.mark(in: elsewhere) == mark)
        }
    }

    @Test(arguments: Backend.available)
    func `a session without a key has no marks, and none are had by making one up`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            #expect(try await world.mark(in: try await world.browser(of: ana)) == nil)
            var browser = world.browser()
            expect(await browser.get("/sign-in"), 200)
            #expect(try await world.mark(in: browser) == nil)
        }
    }

    @Test(arguments: Backend.available)
    func `nothing in the database can be tied to a mark`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            _ = try await world.member("Ana")
            var browser = world.browser()
            expect(await browser.post("/sign-in", SignInTests.fields("Ana")), 303)
            let before = try await world.dump()
            let mark = try #require(try await world.mark(in: browser))
            #expect(try await world.dump() == before)
            let text = before.tables.values.flatMap { $0 }.joined(separator: "\n").lowercased()
            #expect(!text.contains(Hex.text(mark)))
        }
    }
}

extension TestAccounts {
    /// The first mark of the member who is signed in.
    func mark(in browser: Browser) async throws -> [UInt8]? {
        guard let cookie = accounts.sessionSeal.open(browser.cookies["__Host-wayfellow"] ?? "") else { return nil }
        return try await database.read { tx in
            guard let row = try SessionStore.row(of: cookie, in: tx) else { return nil }
            return accounts.memberKey(row.keyWrap, of: cookie).map { OwnMarks($0).mark(epoch: 743, slot: 0) }
        }
    }
}
