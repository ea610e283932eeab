import Storage
import Testing
import World

@testable import Accounts

/// Failures are counted in memory, and nowhere else.
@Suite struct FailedTriesTests {
    private static let start = Instant(milliseconds: 1_793_664_000_000)

    private static func mark(_ number: Int) -> [UInt8] { Array("\(number)".utf8) }

    /// Fails so often in a row; answers how often it was let in.
    private static func fail(_ tries: FailedTries, _ mark: [UInt8], times: Int, at now: Instant = start) -> Int {
        (0..<times).reduce(0) { passed, _ in
            guard tries.begin(mark, at: now) == nil else { return passed }
            tries.end(mark, hasFailed: true, at: now)
            return passed + 1
        }
    }

    @Test(arguments: [(1, 10), (2, 5), (4, 2), (11, 1), (0, 10)])
    func `of several processes each allows its share, and at least one`(processes: Int, allowed: Int) {
        let tries = FailedTries(processes: processes)
        #expect(Self.fail(tries, Self.mark(1), times: 20) == allowed)
        #expect(tries.begin(Self.mark(1), at: Self.start) == 901)
        #expect(tries.begin(Self.mark(2), at: Self.start) == nil, "another is another")
        #expect(tries.begin(Self.mark(1), at: Self.start + .minutes(15)) == nil)
    }

    @Test func `those under way count, a success and a check that broke off leave nothing`() {
        let (tries, mark) = (FailedTries(processes: 1), Self.mark(1))
        for _ in 0..<FailedTries.most { #expect(tries.begin(mark, at: Self.start) == nil) }
        #expect(tries.begin(mark, at: Self.start) == 5)
        for _ in 0..<FailedTries.most { #expect(!tries.end(mark, hasFailed: false, at: Self.start)) }
        #expect(tries.failures(of: mark, at: Self.start) == 0)
        #expect(Self.fail(tries, mark, times: 9) == 9)
        #expect(tries.begin(mark, at: Self.start) == nil)
        #expect(tries.end(mark, hasFailed: true, at: Self.start), "the tenth says that the next waits")
    }

    @Test func `a flood of other names does not have one forgotten that is guessed at`() {
        let tries = FailedTries(processes: 1)
        #expect(Self.fail(tries, Self.mark(-1), times: 10) == 10)
        for number in 0...FailedTries.capacity { _ = Self.fail(tries, Self.mark(number), times: 1) }
        #expect(tries.begin(Self.mark(-1), at: Self.start) != nil)
        #expect(tries.failures(of: Self.mark(0), at: Self.start) == 0, "there was no place for all")
    }

    @Test(arguments: Backend.available)
    func `mistyping changes no row, but for a line that names nobody at the tenth`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            _ = try await world.member("Ana")
            let before = try await world.dump()
            for _ in 0..<9 { #expect(try await world.signIn("Ana", "wrong") == nil) }
            #expect(try await world.dump() == before)
            #expect(try await world.signIn("Ana", "wrong") == nil)
            let changes = before.changes(to: try await world.dump())
            #expect(Set(changes.keys) == ["audit_events", "audit_head"], "\(changes.keys)")
            #expect(try await world.lastAudit(1).first?.prefix(2) == ["sign-in-throttled", ""])
        }
    }
}
