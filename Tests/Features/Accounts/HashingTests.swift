import Dispatch
import Storage
import Synchronization
import Testing
import Web

import World

@testable import Accounts

@Suite struct HashingTests {
    /// From the test suite of the reference implementation (phc-winner-argon2, test.c), version 0x13.
    @Test(
        arguments: [
            (65_536, 2, 1, "password", "somesalt", "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"),
            (256, 2, 1, "password", "somesalt", "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"),
            (256, 2, 2, "password", "somesalt", "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"),
            (65_536, 1, 1, "password", "somesalt", "f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98"),
            (
                65_536, 2, 1, "differentpassword", "somesalt",
                "0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde"
            ),
            (65_536, 2, 1, "password", "diffsalt", "bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c"),
        ] as [(UInt32, UInt32, UInt32, String, String, String)])
    func `Argon2id gives the reference's answers`(
        memory: UInt32, passes: UInt32, lanes: UInt32, secret: String, salt: String, expected: String
    ) throws {
        let hash = try Argon2id(memory: memory, passes: passes, lanes: lanes).hash(
            Array(secret.utf8), salt: Array(salt.utf8))
        #expect(Hex.text(hash) == expected)
    }

    @Test func `the reference's string is understood`() throws {
        let phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        let kept = try #require(PassphraseHash(phc: phc))
        #expect(try kept.matches(Array("password".utf8)))
        #expect(try !kept.matches(Array("Password".utf8)))
    }

    @Test(arguments: [
        "", "$argon2id$", "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$",
        "$argon2id$v=19$m=-1,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=1$!!!!$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    ])
    func `a broken or dangerous string is not`(phc: String) {
        #expect(PassphraseHash(phc: phc) == nil)
    }

    @Test func `a passphrase is right, wrong, or right and to be hashed anew`() async throws {
        let pepper = try AccountKeys.ephemeral().pepper
        let hashing = PassphraseHashing(pepper: pepper, cost: cheap)
        let dearer = PassphraseHashing(pepper: pepper, cost: Argon2id(memory: 128, passes: 1, lanes: 1))
        let secret = try #require(Passphrase(given: "amber river stone owl moss"))
        let other = try #require(Passphrase(given: "amber river stone owl mess"))
        let phc = try await hashing.phc(of: secret)
        #expect(try await hashing.phc(of: secret) != phc)
        #expect(try await hashing.check(secret, against: phc) == .right)
        #expect(try await hashing.check(other, against: phc) == .wrong)
        #expect(try await dearer.check(secret, against: phc) == .rightButOld)
        #expect(try await hashing.check(secret, against: nil) == .wrong)
        // Without the pepper the database alone proves nothing.
        let elsewhere = PassphraseHashing(pepper: try AccountKeys.ephemeral().pepper, cost: cheap)
        #expect(try await elsewhere.check(secret, against: phc) == .wrong)
    }

    @Test func `at most two hash at a time, twenty wait, and the next is told to come back`() async throws {
        let queue = HashingQueue(atOnce: 2, bound: 20)
        let meter = Meter()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    do {
                        try await queue.run { meter.pass() }
                        return true
                    } catch Problem.unavailable { return false }
                }
            }
            var refused = 0
            // Twenty-two are let in; until the gate opens only refusals come back.
            while refused < 38, let wasDone = try await group.next() { refused += wasDone ? 0 : 1 }
            meter.open(for: 22)
            var done = 0
            while let wasDone = try await group.next() { done += wasDone ? 1 : 0 }
            #expect(done == 22)
            #expect(refused == 38)
        }
        #expect(meter.most == 2)
    }

    /// Counts who is inside at a time, and holds everybody until it is opened.
    final class Meter: Sendable {
        private let state = Mutex((running: 0, most: 0))
        private let gate = DispatchSemaphore(value: 0)
        private let entered = DispatchSemaphore(value: 0)
        var most: Int { state.withLock { $0.most } }

        func pass() {
            state.withLock {
                $0.running += 1
                $0.most = max($0.most, $0.running)
            }
            entered.signal()
            gate.wait()
            state.withLock { $0.running -= 1 }
        }

        /// Waits until two are inside, then lets so many out.
        func open(for count: Int) {
            for _ in 0..<2 { entered.wait() }
            for _ in 0..<count { gate.signal() }
        }
    }
}
