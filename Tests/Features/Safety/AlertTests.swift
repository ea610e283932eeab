import Accounts
import Storage
import Testing
import Web
import World

@testable import Safety

@Suite struct AlertTests {
    @Test(arguments: Backend.available)
    func `an alert goes from the first to the second to all, and stands overdue until somebody takes it`(
        on backend: Backend
    ) async throws {
        try await Staff.run(on: backend) { staff in
            try await staff.putOnDuty(staff.ana)
            try await staff.putOnDuty(staff.ben, .second)
            let id = try await staff.raise().alert
            expect(try await staff.alert(id)?.owner, is: staff.ana.personID)
            try await staff.pass(.minutes(14))
            expect(try await staff.alert(id)?.owner, is: staff.ana.personID, "not before its time")
            try await staff.pass(.minutes(1))
            expect(try await staff.alert(id)?.owner, is: staff.ben.personID)
            try await staff.pass(.minutes(15))
            expect(try await staff.alert(id)?.owner, is: nil)
            expect(try await staff.alert(id)?.isOverdue, is: true)
            try await staff.pass(.minutes(59))
            expect(try await staff.steps(id), is: [.raised, .asked, .asked, .askedAll])
            try await staff.pass(.minutes(1))
            expect(try await staff.steps(id).last, is: .askedAll, "told again")
            try await staff.safety.take(id, in: .site, isOver: false, as: staff.ana, at: staff.world.now)
            expect(try await staff.alert(id)?.isOverdue, is: false)
            try await staff.pass(.minutes(59))
            expect(try await staff.alert(id)?.owner, is: staff.ana.personID)
            try await staff.pass(.minutes(2))
            expect(try await staff.alert(id)?.isOverdue, is: true, "taken, and then nothing")
        }
    }

    @Test(arguments: Backend.available)
    func `whoever took it ends it, with a word on what was done, and nobody else`(on backend: Backend) async throws {
        try await Staff.run(on: backend) { staff in
            try await staff.putOnDuty(staff.ana)
            let (id, now) = (try await staff.raise().alert, staff.world.now)
            for viewer in [staff.ana, staff.ben] {
                await #expect(throws: Problem.self, "not taken yet") {
                    try await staff.safety.end(id, in: .site, done: "Called.", as: viewer, at: now)
                }
            }
            try await staff.safety.take(id, in: .site, isOver: false, as: staff.ana, at: now)
            for viewer in [staff.ben, staff.member, .anonymous, .system(reason: "worker")] {
                await #expect(throws: Problem.self) {
                    try await staff.safety.end(id, in: .site, done: "Called.", as: viewer, at: now)
                }
            }
            await #expect(throws: Problem.self, "somebody has it") {
                try await staff.safety.take(id, in: .site, isOver: false, as: staff.ben, at: now)
            }
            try await staff.safety.take(id, in: .site, isOver: true, as: staff.ben, at: now)
            await #expect(throws: StorageError.self, "no word, no end") {
                try await staff.safety.end(id, in: .site, done: "", as: staff.ben, at: now)
            }
            try await staff.safety.end(id, in: .site, done: "Called.", as: staff.ben, at: now)
            let end = try #require(try await staff.alert(id)?.end)
            expect(end, is: AlertEnd(at: now, by: staff.ben.personID, done: "Called.", reply: nil))
            try await staff.pass(.days(3))
            expect(try await staff.steps(id), is: [.raised, .asked, .taken, .taken, .ended])
            await #expect(throws: Problem.self, "over is over") {
                try await staff.safety.take(id, in: .site, isOver: true, as: staff.ana, at: now)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `one cause is one alert while it is open, of the more urgent kind`(on backend: Backend) async throws {
        try await Staff.run(on: backend) { staff in
            let first = try await staff.raise(.worry)
            let again = try await staff.raise(.overdose)
            expect(again.alert, is: first.alert)
            expect(again.isNew, is: false)
            expect(try await staff.raise(.other).isNew, is: false)
            expect(try await staff.alert(first.alert)?.kind, is: .overdose)
            expect(try await staff.raise(about: "2").isNew, is: true)
            expect(try await staff.raise(about: nil).isNew, is: true)
            expect(try await staff.raise(about: nil).isNew, is: false)
            let now = staff.world.now
            try await staff.safety.take(first.alert, in: .site, isOver: false, as: staff.ana, at: now)
            try await staff.safety.end(first.alert, in: .site, done: "Well.", as: staff.ana, at: now)
            expect(try await staff.raise().isNew, is: true, "a new one after its end")
        }
    }

    @Test(arguments: Backend.available)
    func `an owner who is suspended, loses the role or leaves is passed over, and a writer who leaves ends nothing`(
        on backend: Backend
    ) async throws {
        try await Staff.run(on: backend) { staff in
            let (accounts, reason) = (staff.world.accounts, Viewer.system(reason: "test"))
            try await staff.putOnDuty(staff.ana)
            try await staff.putOnDuty(staff.ben, .second)
            let (ana, ben) = (try #require(staff.ana.personID), try #require(staff.ben.personID))
            let id = try await staff.raise().alert
            try await staff.safety.take(id, in: .site, isOver: false, as: staff.ana, at: staff.world.now)
            try await accounts.hold(ana, isForGood: false, by: reason)
            try await staff.pass(.seconds(20))
            expect(try await staff.alert(id)?.owner, is: ben)
            expect(try await staff.alert(id)?.takenAt, is: nil)
            try await accounts.revoke(HeldRole(.moderator, in: .site), from: ben, by: reason)
            try await staff.pass(.seconds(20))
            expect(try await staff.alert(id)?.isOverdue, is: true)
            for gone in [ana, try #require(staff.member.personID)] {
                try await staff.world.database.write { try $0.execute("DELETE FROM members WHERE id = \(gone)") }
            }
            try await staff.pass(.hours(2))
            let alert = try #require(try await staff.alert(id))
            expect(alert.writer, is: nil)
            expect(alert.hasWriter, is: true)
            expect(alert.end, is: nil)
        }
    }

    @Test(arguments: Backend.available)
    func `a clock that jumps loses no alert and ends none`(on backend: Backend) async throws {
        try await Staff.run(on: backend) { staff in
            try await staff.putOnDuty(staff.ana, for: .days(1_000))
            try await staff.putOnDuty(staff.ben, .second, for: .days(1_000))
            let id = try await staff.raise().alert
            try await staff.safety.take(id, in: .site, isOver: false, as: staff.ana, at: staff.world.now)
            try await staff.pass(.days(-365))
            // A year back: waited for an hour from now, not for a year.
            try await staff.pass(.minutes(61))
            expect(try await staff.alert(id)?.isOverdue, is: true, "the roster of that year is empty")
            try await staff.pass(.days(365))
            expect(try await staff.alert(id)?.owner, is: staff.ben.personID, "who was not asked yet")
            try await staff.pass(.days(365))
            expect(try await staff.alert(id)?.owner, is: nil)
            try await staff.pass(.days(-700))
            let alert = try #require(try await staff.alert(id))
            expect(alert.isOverdue, is: true)
            expect(alert.end, is: nil)
            expect(try await staff.steps(id).filter { $0 == .ended }, is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `several processes that move alerts at once have one effect`(on backend: Backend) async throws {
        try await Staff.run(on: backend) { staff in
            try await staff.putOnDuty(staff.ana)
            try await staff.putOnDuty(staff.ben, .second)
            var ids: [ID<Alert>] = []
            for number in 0..<60 { ids.append(try await staff.raise(about: "\(number)").alert) }
            staff.world.time.pass(.minutes(16))
            let (safety, now) = (staff.safety, staff.world.now)
            await withTaskGroup { group in
                for _ in 0..<4 { group.addTask { _ = try? await safety.escalate(at: now) } }
            }
            try await safety.escalate(at: now)
            for id in ids { expect(try await staff.steps(id), is: [.raised, .asked, .asked]) }
        }
    }

    @Test(arguments: Backend.available)
    func `alerts that stand still are found, whatever the reason`(on backend: Backend) async throws {
        try await Staff.run(on: backend) { staff in
            expect(try await staff.safety.standingAlerts(at: staff.world.now).count, is: 0)
            try await staff.raise()
            expect(
                try await staff.safety.standingAlerts(at: staff.world.now).map(\.isStuck), is: [false],
                "nobody is there")
            try await staff.putOnDuty(staff.ana)
            try await staff.pass(.seconds(1))
            try await staff.raise(about: "2")
            staff.world.time.pass(.minutes(21))
            // Nothing moved them.
            expect(try await staff.safety.standingAlerts(at: staff.world.now).map(\.isStuck), is: [true, true])
            let watch = Task { await staff.safety.keepWatch(every: .milliseconds(1)) }
            while staff.world.log.lines.isEmpty { await Task.yield() }
            watch.cancel()
            await watch.value
            let line = try #require(staff.world.log.lines.first)
            #expect(line.hasPrefix("critical alerts stand still"))
            #expect(line.contains("unmoved") && !line.contains("danger"))
        }
    }

    @Test(arguments: Backend.available)
    func `a report of danger raises one alert about its author, other reports none`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            func open() async throws -> [Alert] {
                try await site.world.database.read { try AlertStore.allOpen(in: $0) }
            }
            await site.report(0, by: 1, .selling)
            expect(try await open().count, is: 0)
            await site.report(0, by: 2, .danger)
            await site.report(0, by: 3, .danger)
            expect(try await open().map(\.kind), is: [.danger])
            expect(try await open().first?.writer, is: site.viewer(0).personID)
        }
    }

    @Test(arguments: Backend.available)
    func `nobody looks after an alert about their own words`(on backend: Backend) async throws {
        try await Staff.run(on: backend) { staff in
            try await staff.putOnDuty(staff.ana)
            let (ana, now) = (try #require(staff.ana.personID), staff.world.now)
            let safety = staff.safety
            func raise(_ record: String) async throws -> AlertReceipt {
                try await staff.world.database.write { tx in
                    let subject = SubjectReference(kind: "sample.text", record: record)
                    return try safety.raise(.danger, about: subject, by: ana, in: .site, at: now, tx)
                }
            }
            let receipt = try await raise("1")
            expect(try await staff.alert(receipt.alert)?.isOverdue, is: true)
            await #expect(throws: Problem.self) {
                try await staff.safety.take(receipt.alert, in: .site, isOver: true, as: staff.ana, at: now)
            }
            try await staff.putOnDuty(staff.ben, .second)
            try await staff.pass(.seconds(20))
            expect(try await staff.alert(receipt.alert)?.owner, is: staff.ben.personID)
        }
    }

    @Test(arguments: Backend.available)
    func `words that were sent and say it plainly raise an alert with their case; others do not`(
        on backend: Backend
    ) async throws {
        try await Staff.run(on: backend) { staff in
            let (safety, now, writer) = (staff.safety, staff.world.now, try #require(staff.member.personID))
            func send(_ words: String, _ record: String) async throws {
                let subject = SubjectReference(kind: "sample.text", record: record)
                let held = HeldText(subject, by: writer, words: words, found: [.danger])
                try await staff.world.database.write { try safety.submit(held, at: now, $0) }
            }
            func open() async throws -> [Alert] {
                try await staff.world.database.read { try AlertStore.allOpen(in: $0) }
            }
            try await send("My brother died of this last year.", "1")
            expect(try await open().count, is: 0)
            try await send("I am going to kill myself tonight.", "2")
            try await send("I am going to kill myself tonight!", "2")
            expect(try await open().map(\.kind), is: [.danger])
            let page = "/staff/alerts/\(try await open()[0].id)"
            expect(await staff.world.post("\(page)/take", on: page, as: staff.ana), 303)
            expect(await staff.world.get(page, as: staff.ana), 200, holds: ["The words wait in the review queue"])
        }
    }
}
