import Databases
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Groups

/// What pages say of seats is what stands there, whatever was done since they were counted.
@Suite struct SeatBookTests {
    @Test(arguments: Backend.available, [1, 2, 3])
    func `seats that are remembered are those that are counted anew`(on backend: Backend, seed: UInt64) async throws {
        try await withSeats(on: backend, SeatTerms(capacity: 3)) { site in
            var dice = SeededRandom(seed: seed)
            for step in 0..<60 {
                let done = try await act(site, &dice)
                let (kept, now, dates) = (site.groups.seats, site.now, (0..<3).map { site.session($0) })
                for viewer in [Viewer.anonymous, site.viewer(1)] {
                    let (known, counted) = try await site.database.read { tx in
                        (
                            try kept.counts(of: dates, at: now, as: viewer, in: tx),
                            try SeatBook().counts(of: dates, at: now, as: viewer, in: tx)
                        )
                    }
                    #expect(known == counted, "step \(step): \(done)")
                }
            }
        }
    }

    /// Something that people do, that staff do, or time; refusals are a part of it.
    private func act(_ site: TestSeats, _ dice: inout SeededRandom) async throws -> String {
        let (who, date) = (Int.random(in: 0..<6, using: &dice), Int.random(in: 0..<3, using: &dice))
        let viewer = site.viewer(who)
        let own = try await site.database.read { try EnrolmentStore.own(of: site.series.id, as: viewer, in: $0) }
        switch Int.random(in: 0..<20, using: &dice) {
        case 0..<6: return "join: \(String(describing: await site.refusal { try await site.join(who) }))"
        case 6..<9:
            let scope = SeatScope.date(site.date(date))
            return "a date: \(String(describing: await site.refusal { try await site.join(who, scope) }))"
        case 9..<12:
            for one in own.prefix(1) { try await site.groups.leave(one.id, as: viewer) }
            return "leave"
        case 12..<14:
            for one in own where one.state == .offered {
                _ = await site.refusal { try await site.groups.accept(one.id, as: viewer) }
            }
            return "accept"
        case 14..<17:
            guard own.contains(where: { $0.state == .seated && $0.scope.holds(site.date(date)) }) else { return "-" }
            let isComing = Bool.random(using: &dice)
            let refusal = await site.refusal {
                do { try await site.groups.answer(isComing, on: site.session(date), as: viewer) } catch Problem.notFound
                {}
            }
            return "comes: \(isComing) \(String(describing: refusal))"
        case 17:
            let capacity = Int.random(in: 2...5, using: &dice)
            try await site.change(date) { $0.meeting.capacity = capacity }
            return "\(capacity) seats"
        case 18:
            try await site.change(date) { $0.state = $0.state == .planned ? .cancelled : .planned }
            return "cancelled or not"
        default:
            // Offers run out before the night's work takes them back, and dates begin.
            site.clock.pass(.hours(30))
            if Bool.random(using: &dice) { try await site.world.runJobs() }
            return "thirty hours"
        }
    }

    @Test(arguments: Backend.available)
    func `a page says what is free as soon as it is`(on backend: Backend) async throws {
        try await withSeats(on: backend, SeatTerms(capacity: 1)) { site in
            let (free, full) = ("1 seat left", "Full.")
            for said in [free, full, free] {
                let page = await site.world.get(site.path)
                expect(page, 200, holds: [said])
                if said == free { try await site.join(0) } else { try await site.leave(0) }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `who has erased their account has no seat on any page`(on backend: Backend) async throws {
        try await withSeats(on: backend, SeatTerms(capacity: 1)) { site in
            try await site.join(0)
            let before = await site.world.get(site.path)
            _ = try await site.world.accounts.leave(
                site.people[0], .erase, by: site.viewer(0), site.world.features, at: site.now)
            let after = await site.world.get(site.path)
            expect(before.text == after.text, is: false)
            expect(after, 200, holds: ["1 seat left"])
        }
    }
}
