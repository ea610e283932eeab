import Dispatch
import Storage
import Synchronization
import Testing
import Web
import World

@testable import Accounts

/// A file is read for minutes. Who erases their account meanwhile must not be left with half of it that says it is whole.
@Suite struct ErasedMeanwhileTests {
    @Test(arguments: Backend.available, [false, true])
    func `a download is cut off when its owner has left`(on backend: Backend, endedBefore: Bool) async throws {
        let leave = Mutex<(@Sendable () async throws -> Void)?>(nil)
        var room = try Feature.ofTest("Meanwhile")
        room.records = [
            .list("meanwhile", count: { _, _ in 250 }) { _, after, limit, _ in
                let first = after.map { $0 + 1 } ?? 0
                if first == 0, let leave = leave.withLock({ $0 }) {
                    let left = DispatchSemaphore(value: 0)
                    Task {
                        try? await leave()
                        left.signal()
                    }
                    left.wait()
                }
                return (first..<min(first + limit, 250)).map { ($0, ["number": $0]) }
            }
        ]
        try await withAccounts(on: backend, rooms: [room]) { world in
            let ana = try await world.member("Ana", consent: true)
            if endedBefore { try await world.database.write { try world.accounts.endAllSessions(of: ana, in: $0) } }
            var browser = try await world.browser(of: ana)
            let passphrase = [("current", TestAccounts.passphrase)]
            expect(await browser.post("/me/account/export", passphrase), 200, holds: ["\"end\":true"])
            leave.withLock { $0 = { try await world.erase(ana) } }
            let cut = await browser.post("/me/account/export", passphrase)
            #expect(cut.status == 599, "\(cut.text.suffix(300))")
            #expect(cut.text.contains("This file is not whole"))
        }
    }
}
