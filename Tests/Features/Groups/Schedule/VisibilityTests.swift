import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// Who reads of a series: the one place that says so, asked by every read.
@Suite struct VisibilityTests {
    @Test(arguments: Backend.available)
    func `a draft is its coordinators', what is published everybody's, and what one has a seat in one's own`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let draft = site.draft()
            _ = try await site.groups.make(draft, yes: true, as: site.coordinator)
            func readers() async throws -> [Bool] {
                let viewers = [site.coordinator, site.stranger, site.member(2), site.member(3), .anonymous]
                let (id, date) = (draft.id, SessionID(draft.id, time("20261203T183000").id))
                return try await site.database.read { tx in
                    try viewers.map { viewer in
                        let series = try SeriesStore.find(id, as: viewer, in: tx) != nil
                        let bySlug = try SeriesStore.find(slug: "living-with-pain", as: viewer, in: tx) != nil
                        let program = try ProgramStore.find(TestSchedule.pain, as: viewer, in: tx) != nil
                        let session = try SessionStore.find(date, as: viewer, in: tx) != nil
                        let all = try SessionStore.all(of: id, from: nil, as: viewer, in: tx).count
                        // All reads say the same.
                        expect([bySlug, program, session, all == 5], is: Array(repeating: series, count: 4))
                        return series
                    }
                }
            }
            expect(try await readers(), is: [true, false, false, false, false])
            let seat = try await site.enrol(draft.id, member: 2)
            expect(try await readers(), is: [true, false, true, false, false])
            try await site.groups.set(.open, of: draft.id, as: site.coordinator)
            expect(try await readers(), is: [true, true, true, true, true])
            try await site.groups.set(.closed, of: draft.id, as: site.coordinator)
            expect(try await readers(), is: [true, true, true, true, true])
            try await site.groups.set(.cancelled, of: draft.id, as: site.coordinator)
            expect(try await readers(), is: [true, false, true, false, false])
            try await site.database.write { tx in
                try tx.execute("UPDATE enrolments SET state = 'left' WHERE id = \(seat)")
            }
            expect(try await readers(), is: [true, false, false, false, false])
        }
    }

    @Test(arguments: Backend.available)
    func `lists of an organization are its coordinators'`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            _ = try await site.open()
            for (viewer, count) in [(site.coordinator, 1), (site.stranger, 0), (site.member(2), 0), (.anonymous, 0)] {
                let lists = try await site.database.read { tx in
                    [
                        try SeriesStore.all(of: TestSchedule.clinic, as: viewer, in: tx).count,
                        try ProgramStore.all(of: TestSchedule.clinic, as: viewer, in: tx).count,
                    ]
                }
                expect(lists, is: [count, count])
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a leader leads in the organization in which they hold the role, and nowhere else`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            var draft = site.draft()
            draft.leaders = [
                SeriesLeader(id: .random(), scope: .all, member: site.people[2], part: .leader, shownAs: "Dana, nurse")
            ]
            let id = try await site.open(draft)
            func led(_ space: ID<Space>, _ organization: ID<Space>) async throws -> Set<ID<Series>> {
                let viewer = Viewer.person(
                    site.people[2], roles: [HeldRole(.leader, in: .organization(space))])
                return try await site.database.read { try LeaderStore.led(by: viewer, in: organization, tx: $0) }
            }
            expect(try await led(TestSchedule.clinic, TestSchedule.clinic), is: [id])
            expect(try await led(TestSchedule.hospital, TestSchedule.clinic), is: [])
            expect(try await led(TestSchedule.hospital, TestSchedule.hospital), is: [])
            let leaders = try await site.database.read { try LeaderStore.all(of: id, in: $0) }
            expect(leaders.map(\.shownAs), is: ["Dana, nurse"])
        }
    }

    @Test(arguments: Backend.available)
    func `an agreement has versions, and is read in one's own language where there is one`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            func read(_ language: String) async throws -> String? {
                try await site.database.read { tx in
                    try ProgramStore.agreement(of: TestSchedule.pain, for: .init(rawValue: language), in: tx)
                        .map { "\($0.language) \($0.agreement.version) \($0.agreement.words)" }
                }
            }
            expect(try await read("en"), is: nil)
            let first = try await site.database.write {
                try ProgramStore.setAgreement([.es: "Lo que se dice aquí"], of: TestSchedule.pain, in: $0)
            }
            expect(first, is: 1)
            expect(try await read("en"), is: "es 1 Lo que se dice aquí")
            let second = try await site.database.write {
                try ProgramStore.setAgreement([.es: "Lo dicho", .en: "What is said"], of: TestSchedule.pain, in: $0)
            }
            expect(second, is: 2)
            expect(try await read("en"), is: "en 2 What is said")
            expect(try await read("es"), is: "es 2 Lo dicho")
        }
    }
}
