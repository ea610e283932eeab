import Storage
import Testing
import Web
import World

@testable import Safety

@Suite struct AlertPageTests {
    @Test(arguments: Backend.available)
    func `a moderator takes an alert from the list and ends it with a word`(on backend: Backend) async throws {
        try await Staff.run(on: backend) { staff in
            let world = staff.world
            expect(await world.get("/staff/alerts", as: staff.ana), 200, holds: ["Nothing waits"], lacks: ["overdue:"])
            expect(await world.get("/staff/alerts", as: staff.member), 404)
            let alert = try await staff.raise().alert
            let page = "/staff/alerts/\(alert)"
            // Nobody is on duty: in red above every page of those who could look, and on nobody else's.
            expect(await world.get("/me/ask-for-somebody", as: staff.ben), 200, holds: ["One alert is overdue"])
            expect(await world.get("/me/ask-for-somebody", as: staff.member), 200, lacks: ["overdue"])
            expect(await world.get(page, as: staff.member), 404)
            expect(await world.get(page, as: staff.ana), 200, holds: ["Take it to read the words"])
            expect(await world.post("\(page)/take", on: page, as: staff.ana), 303, to: "\(page)")
            expect(await world.get(page, as: staff.ana), 200, holds: ["The words are not here any more."])
            expect(await world.get("/staff/alerts", as: staff.ben), 200, holds: ["Take it over"], lacks: ["overdue"])
            let empty = await world.post("\(page)/end", on: page, as: staff.ana, [("done", " ")])
            expect(empty, 422, holds: ["Write in a word or a sentence what was done."])
            let typed = [("done", "Well."), ("reply", "Call us.")]
            let notMine = await world.post("\(page)/end", on: page, as: staff.ben, typed)
            expect(
                notMine, 409, holds: ["Take the alert first.", "#kept", "“Well.”", "“Call us.”", "This was not sent"],
                lacks: ["This needs another look", "<textarea"])
            let ended = await world.post(
                "\(page)/end", on: page, as: staff.ana, [("done", "Called the line together.")])
            expect(ended, 303, to: "/staff/alerts")
            let late = await world.post("\(page)/end", on: page, as: staff.ana, typed)
            expect(late, 409, holds: ["This alert has ended already", "“Well.”"], lacks: ["<textarea"])
            expect(
                await world.get("/staff/alerts", as: staff.ben, .es), 200,
                holds: ["Called the line together.", "Alertas"])
        }
    }

    @Test(arguments: Backend.available)
    func `handing over goes to the next and asks for no reason`(on backend: Backend) async throws {
        try await Staff.run(on: backend) { staff in
            let world = staff.world
            try await staff.putOnDuty(staff.ana)
            try await staff.putOnDuty(staff.ben, .second)
            let id = try await staff.raise().alert
            let page = "/staff/alerts/\(id)"
            expect(await world.post("\(page)/take", on: page, as: staff.ana), 303)
            expect(await world.post("\(page)/hand-over", on: page, as: staff.ana), 303, to: "/staff/alerts")
            expect(try await staff.alert(id)?.owner, is: staff.ben.personID)
            expect(try await staff.steps(id), is: [.raised, .asked, .taken, .handedOver, .asked])
            expect(await world.post("\(page)/take", on: page, as: staff.ben), 303)
            expect(await world.post("\(page)/hand-over", on: page, as: staff.ben), 303)
            expect(try await staff.alert(id)?.isOverdue, is: true, "nobody is left")
        }
    }

    @Test(arguments: Backend.available)
    func `who asks for somebody is told honestly whether and when one looks`(on backend: Backend) async throws {
        try await Staff.run(on: backend) { staff in
            let (world, path) = (staff.world, "/me/ask-for-somebody")
            expect(await world.get(path), 303)
            let before = await world.get(path, as: staff.member)
            expect(before, 200, holds: ["we cannot say when somebody looks", "tel:988", "Ask somebody here"])
            expect(await world.post(path, as: staff.member), 303, to: path)
            let nobody = await world.get(path, as: staff.member)
            expect(
                nobody, 200, holds: ["You asked for somebody", "Nobody is on duty here now"],
                lacks: ["Somebody is on duty here now"])
            try await staff.putOnDuty(staff.ana)
            expect(await world.get(path, as: staff.member, .es), 200, holds: ["Ahora hay alguien de turno"])
            let alerts = try await world.database.read { try AlertStore.allOpen(in: $0) }
            expect(alerts.map(\.kind), is: [.danger])
            try await staff.safety.take(alerts[0].id, in: .site, isOver: false, as: staff.ana, at: world.now)
            expect(await world.get(path, as: staff.member), 200, holds: ["has seen that you asked"])
            let page = "/staff/alerts/\(alerts[0].id)"
            let reply = [("done", "Wrote."), ("reply", "We are here on weekdays. 988 is awake all night.")]
            expect(await world.post("\(page)/end", on: page, as: staff.ana, reply), 303)
            let written = await world.get(path, as: staff.member)
            expect(written, 200, holds: ["Somebody here wrote to you", "988 is awake all night", "the team of"])
            expect(await world.get(path, as: staff.ben), 200, lacks: ["is awake all night."])
            expect(await staff.read(written), 303, to: path)
            expect(await world.get(path, as: staff.member), 200, lacks: ["wrote to you"])
            let mine = try #require(staff.member.personID)
            let parts = try await staff.safety.records.exported(of: mine, from: world.database)
            expect(parts["safety/alerts"]?.count, is: 1)
            let ana = try #require(staff.ana.personID)
            let steps = try await staff.safety.records.exported(of: ana, from: world.database)["safety/alert-steps"]
            expect(steps?.count, is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `a reply that came after the page was shown is not put away with the others`(on backend: Backend) async throws
    {
        try await Staff.run(on: backend) { staff in
            let (world, path) = (staff.world, "/me/ask-for-somebody")
            func answer(_ reply: String) async throws {
                expect(await world.post(path, as: staff.member), 303, to: path)
                let alert = try #require(try await world.database.read { try AlertStore.allOpen(in: $0).first }).id
                try await staff.safety.take(alert, in: .site, isOver: false, as: staff.ana, at: world.now)
                try await staff.safety.end(
                    alert, in: .site, done: "Wrote.", reply: reply, as: staff.ana, at: world.now)
                world.time.pass(.minutes(1))
            }
            try await answer("We are here.")
            let shown = await world.get(path, as: staff.member)
            try await answer("Your sister calls at eight.")
            expect(await staff.read(shown), 303, to: path)
            expect(
                await world.get(path, as: staff.member), 200, holds: ["Your sister calls at eight."],
                lacks: ["We are here."])
            expect(await world.post("\(path)/read", on: path, as: staff.member), 303, to: path)
            expect(await world.get(path, as: staff.member), 200, holds: ["Your sister calls at eight."])
        }
    }

    @Test(arguments: Backend.available)
    func `a reply that came while the clock was set back is not put away with those that were shown`(
        on backend: Backend
    ) async throws {
        try await Staff.run(on: backend) { staff in
            let (world, path) = (staff.world, "/me/ask-for-somebody")
            func answer(_ reply: String) async throws {
                expect(await world.post(path, as: staff.member), 303, to: path)
                let alert = try #require(try await world.database.read { try AlertStore.allOpen(in: $0).first }).id
                try await staff.safety.take(alert, in: .site, isOver: false, as: staff.ana, at: world.now)
                try await staff.safety.end(
                    alert, in: .site, done: "Wrote.", reply: reply, as: staff.ana, at: world.now)
            }
            try await answer("We are here.")
            let shown = await world.get(path, as: staff.member)
            world.time.pass(.minutes(-5))
            try await answer("Your sister calls at eight.")
            expect(await staff.read(shown), 303, to: path)
            expect(
                await world.get(path, as: staff.member), 200, holds: ["Your sister calls at eight."],
                lacks: ["We are here."])
            // Another's is not theirs to put away.
            let hers = await world.get(path, as: staff.member)
            expect(await staff.read(hers, as: staff.ben), 303, to: path)
            expect(await world.get(path, as: staff.member), 200, holds: ["Your sister calls at eight."])
        }
    }

    @Test(arguments: Backend.available)
    func `who is alone on duty and asks for somebody is not told that somebody is there`(on backend: Backend)
        async throws
    {
        try await Staff.run(on: backend) { staff in
            try await staff.putOnDuty(staff.ana)
            let path = "/me/ask-for-somebody"
            expect(await staff.world.get(path, as: staff.member), 200, holds: ["Somebody is on duty here now."])
            expect(
                await staff.world.get(path, as: staff.ana), 200,
                holds: ["Nobody is on duty here now, and we cannot say when"])
            try await staff.putOnDuty(staff.ben, .second)
            expect(await staff.world.get(path, as: staff.ana), 200, holds: ["Somebody is on duty here now."])
        }
    }

    @Test(arguments: Backend.available)
    func `the doctor names undialled numbers, empty hours and overdue alerts`(on backend: Backend) async throws {
        try await Staff.run(on: backend) { staff in
            func levels() async throws -> [[CheckFinding.Level]] {
                await staff.safety.checks.findings().map { $0.findings.map(\.level) }
            }
            let undialled: [CheckFinding.Level] = [.warning, .warning, .warning, .warning]
            expect(try await levels(), is: [undialled, [.warning, .warning], []])
            try await staff.raise()
            expect(try await levels().last, is: [.problem])
            try await staff.putOnDuty(staff.ana, for: .days(15))
            try await staff.pass(.seconds(1))
            expect(try await levels()[1], is: [])
            staff.world.time.pass(.days(400))
            expect(try await levels()[0].count, is: 8, "nobody has looked for a year")
        }
    }
}
