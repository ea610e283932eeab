import Accounts
import Storage
import Testing
import Web
import World

@testable import Safety

/// What a moderator reads of alerts before they take one.
@Suite struct AlertListTests {
    @Test(arguments: Backend.available)
    func `the list says who was called and until when, and that nobody came only once that is so`(
        on backend: Backend
    ) async throws {
        try await Staff.run(on: backend) { staff in
            let world = staff.world
            let names = try await world.accounts.pseudonyms(of: [staff.ana, staff.ben].compactMap(\.personID))
            let ana = try #require(staff.ana.personID.flatMap { names[$0] })
            let ben = try #require(staff.ben.personID.flatMap { names[$0] })
            func list() async -> Exchange { await world.get("/staff/alerts", as: staff.ana) }
            try await staff.putOnDuty(staff.ana)
            let id = try await staff.raise().alert
            expect(
                await list(), 200, holds: ["\(ana) was called. The time to take it ends"],
                lacks: ["nobody", "Nobody", "Overdue"])
            world.time.pass(.minutes(16))
            expect(await list(), 200, holds: ["Overdue: \(ana) was called and did not take it."], lacks: ["nobody has"])
            try await staff.pass(.seconds(1))
            expect(await list(), 200, holds: ["Overdue: nobody has come yet. All moderators were called."])
            try await staff.putOnDuty(staff.ben)
            try await staff.pass(.seconds(20))
            expect(
                await list(), 200, holds: ["Nobody came before. \(ben) was called. The time to take it ends"],
                lacks: ["Overdue:"])
            expect(try await staff.alert(id)?.owner, is: staff.ben.personID)
        }
    }

    @Test(arguments: Backend.available)
    func `what one person wrote stands together, and who takes one takes what nobody has`(on backend: Backend)
        async throws
    {
        try await Staff.run(on: backend) { staff in
            let world = staff.world
            let other = try #require(
                try await world.accounts.createSynthetic(count: 1, seed: 9, joined: { _ in world.now }).first)
            let first = try await staff.raise(.harmed, about: "1").alert
            world.time.pass(.minutes(1))
            let stranger = try await world.database.write { tx in
                try staff.safety.raise(
                    .harmed, about: SubjectReference(kind: "sample.text", record: "x"), by: other, in: .site,
                    at: world.now, tx
                ).alert
            }
            world.time.pass(.minutes(1))
            let bens = try await staff.raise(.harmed, about: "2").alert
            try await staff.safety.take(bens, in: .site, isOver: false, as: staff.ben, at: world.now)
            expect(try await staff.alert(first)?.owner, is: staff.ben.personID)
            try await staff.safety.take(first, in: .site, isOver: true, as: staff.ana, at: world.now)
            expect(try await staff.alert(bens)?.owner, is: staff.ben.personID, "what another has stays theirs")
            let last = try await staff.raise(.danger, about: "3").alert
            let list = await world.get("/staff/alerts", as: staff.ana)
            expect(
                list, 200, holds: ["2 more alerts are about the same person."],
                lacks: ["Whoever takes one"])
            let open = try await world.database.read { try AlertStore.open(in: .site, as: staff.ana, tx: $0) }
            expect(open.map(\.id), is: [last, first, bens, stranger])
            expect(list.text.matches(of: /about the same person/).count, is: 1, "said once")
            let page = "/staff/alerts/\(last)"
            try await staff.raise(.harmed, about: "4")
            expect(
                await world.get(page, as: staff.ana), 200,
                holds: [
                    "3 more alerts", "Whoever takes one takes along the others", "href=\"/staff/alerts/\(first)\"",
                    "href=\"/staff/alerts/\(bens)\"",
                ])
            expect(await world.post("\(page)/take", on: page, as: staff.ana), 303)
            expect(await world.get(page, as: staff.ana), 200, holds: ["3 more"], lacks: ["Whoever takes one"])
            expect(try await staff.steps(first).last, is: .taken, "it has its hour anew")
            expect(try await staff.alert(stranger)?.takenAt, is: nil)
            let ended = await world.post("\(page)/end", on: page, as: staff.ana, [("done", "Called.")])
            expect(ended, 303)
            expect(try await staff.alert(first)?.end == nil, is: true, "each ends with words of its own")
        }
    }
}
