import Databases
import Storage
import Testing

@testable import Accounts

@Suite struct TicketTests {
    static let now = Instant(milliseconds: 1_793_664_000_000)

    static func keys() throws -> SecondFactorKeys { try AccountKeys.ephemeral().secondFactor }

    static func ticket(_ member: ID<Person>) -> SignInTicket {
        SignInTicket(
            member: member.description, epoch: 3, key: [1, 2], isShared: true, destination: "/me?a=é", language: "es")
    }

    @Test func `a ticket comes back whole until its time is over`() throws {
        let (tickets, ticket) = (try Self.keys().tickets, Self.ticket(.random()))
        let sealed = try tickets.seal(ticket, at: Self.now)
        #expect(tickets.open(sealed, as: SignInTicket.self, at: Self.now + .seconds(299)) == ticket)
        #expect(tickets.open(sealed, as: SignInTicket.self, at: Self.now + .seconds(300)) == nil)
        #expect(!sealed.contains(ticket.member))
    }

    @Test func `a ticket opens nothing but what it is for, and only here`() throws {
        let (tickets, ticket) = (try Self.keys().tickets, Self.ticket(.random()))
        let sealed = try tickets.seal(ticket, at: Self.now)
        #expect(tickets.open(sealed, as: AppTicket.self, at: Self.now) == nil)
        #expect(tickets.open(sealed, as: PasskeyTicket.self, at: Self.now) == nil)
        #expect(try Self.keys().tickets.open(sealed, as: SignInTicket.self, at: Self.now) == nil)
        for junk in [nil, "", "AAAA", sealed + "A", String(sealed.dropLast()), String(repeating: "A", count: 9_000)] {
            #expect(tickets.open(junk, as: SignInTicket.self, at: Self.now) == nil)
        }
    }

    @Test func `no changed ticket opens`() throws {
        let tickets = try Self.keys().tickets
        let bytes = try #require(Base64URL.decode(try tickets.seal(Self.ticket(.random()), at: Self.now)))
        var random = SeededRandom(seed: 11)
        for _ in 0..<2_000 {
            let changed = random.mutated(bytes)
            guard changed != bytes else { continue }
            #expect(tickets.open(Base64URL.encode(changed), as: SignInTicket.self, at: Self.now) == nil)
        }
    }

    @Test func `what is sealed for one place and member opens at no other`() throws {
        let seal = try Self.keys().seal
        let (ana, bo) = (ID<Person>.random(), ID<Person>.random())
        let sealed = try seal.close([1, 2, 3], at: .appSecret, of: ana)
        #expect(try seal.open(sealed, at: .appSecret, of: ana) == [1, 2, 3])
        #expect(throws: (any Error).self) { try seal.open(sealed, at: .appSecret, of: bo) }
        #expect(throws: (any Error).self) { try seal.open(sealed, at: .passkeyName, of: ana) }
        #expect(throws: (any Error).self) { try seal.open([1], at: .appSecret, of: ana) }
    }

    @Test func `marks, hashes and handles differ by member, step and secret`() throws {
        let keys = try Self.keys()
        let (ana, bo, app) = (ID<Person>.random(), ID<Person>.random(), TOTP.random())
        let marks = [
            keys.mark(ofStep: 1, app: app, of: ana), keys.mark(ofStep: 2, app: app, of: ana),
            keys.mark(ofStep: 1, app: app, of: bo), keys.mark(ofStep: 1, app: .random(), of: ana),
            keys.mark(ofChallenge: [1]), keys.userHandle(of: ana), keys.userHandle(of: bo),
        ]
        #expect(Set(marks).count == marks.count)
        let code = SpareCode.random()
        #expect(code.hash(of: ana, key: keys.spareCodes) != code.hash(of: bo, key: keys.spareCodes))
    }
}
