import Accounts
import Storage
import Testing
import Web
import World

@testable import Groups

/// What somebody typed on their way to a seat is theirs until it is sent: it comes back with an error, waits where it
/// speaks of danger, and where a session ended on the way they come back to the form.
@Suite struct SeatFormTests {
    private static let danger = "I want to kill myself, I have the pills here"

    @Test func `the tick of the agreement comes back with an error elsewhere, and not under other words`() async throws
    {
        try await withSeats(SeatTerms(agreement: "What is said here stays here.")) { site in
            let (join, program) = ("\(site.path)/join", site.program.id)
            let long = String(repeating: "x", count: AccessNeed.mostWords + 1)
            let typed = [
                ("scope", TestSeats.dates[1]), ("need", "ride"), ("need", "childcare"),
                ("rideWords", "From Alder Street"),
                ("otherWords", long), ("agreed", "1"),
            ]
            let back = await site.post(join, as: 0, typed)
            expect(
                back, 422,
                holds: [
                    long, "From Alder Street", "value=\"1\" checked", "value=\"\(TestSeats.dates[1])\" checked",
                    "value=\"ride\" checked", "value=\"childcare\" checked",
                ])
            _ = try await site.database.write {
                try ProgramStore.setAgreement([.en: "Telephones off."], of: program, in: $0)
            }
            expect(await site.post(join, as: 0, typed), 422, holds: ["Telephones off."], lacks: ["value=\"2\" checked"])
        }
    }

    @Test(arguments: Backend.available)
    func `words of danger wait for a second yes, and the seat does not`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            let typed = [("need", "ride"), ("rideWords", Self.danger), ("interpreterWords", "Portuguese")]
            let waits = await site.post("\(site.path)/join", as: 0, typed)
            expect(
                waits, 200,
                holds: [
                    "Your words wait", "You have a seat on all dates.", Self.danger, "name=\"anyway\"",
                    "name=\"interpreterWords\" value=\"Portuguese\"", "Garrison Clinic and the leaders",
                ])
            expect(try await site.state(0), is: .seated)
            expect(try await needs(site), is: [AccessNeed(.ride), AccessNeed(.interpreter, words: "Portuguese")])
            let page = "/me/groups/\(try #require(try await site.own(0)).id)/needs"
            let sent = await site.post(page, as: 0, typed + [("asked", "ride"), ("anyway", "yes")])
            expect(sent, 303, to: "/me/groups")
            expect(
                try await needs(site),
                is: [AccessNeed(.ride, words: Self.danger), AccessNeed(.interpreter, words: "Portuguese")])
            // What was sent with a yes is not asked about again.
            expect(await site.post(page, as: 0, [("rideWords", Self.danger)]), 303, to: "/me/groups")
            expect(try await needs(site), is: [AccessNeed(.ride, words: Self.danger)])
        }
    }

    @Test(arguments: Backend.available)
    func `on the page of needs all else is saved, and a yes is for the words that were shown`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend) { site in
            try await site.join(0, needs: [AccessNeed(.other, words: "A chair with arms")])
            let page = "/me/groups/\(try #require(try await site.own(0)).id)/needs"
            let typed = [("otherWords", Self.danger), ("rideWords", Self.danger), ("need", "childcare")]
            let first = await site.post(page, as: 0, typed, .es)
            expect(first, 200, holds: ["Tus palabras esperan", "name=\"asked\" value=\"ride\""])
            expect(
                try await needs(site), is: [AccessNeed(.childcare), AccessNeed(.other, words: "A chair with arms")])
            let second = await site.post(page, as: 0, typed + [("asked", "ride"), ("anyway", "yes")])
            expect(
                second, 200,
                holds: ["Your words wait", "name=\"asked\" value=\"ride\"", "name=\"asked\" value=\"other\""])
            let third = await site.post(
                page, as: 0, typed + [("asked", "ride"), ("asked", "other"), ("anyway", "yes")])
            expect(third, 303, to: "/me/groups")
            expect(try await needs(site).map(\.words), is: [Self.danger, nil, Self.danger])
        }
    }

    @Test(arguments: Backend.available)
    func `a form that comes again adds what is needed, and loses nothing`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            try await site.join(0, needs: [AccessNeed(.ride, words: "From Alder Street")])
            let (join, list) = ("\(site.path)/join", "/me/groups")
            expect(await site.post(join, on: list, as: 0, [("otherWords", "Tea")]), 303, to: list)
            let both = [AccessNeed(.ride, words: "From Alder Street"), AccessNeed(.other, words: "Tea")]
            expect(try await needs(site), is: both)
            for _ in 0..<2 {
                let waits = await site.post(join, on: list, as: 0, [("otherWords", Self.danger)])
                expect(waits, 200, holds: ["Your words wait", Self.danger, "From Alder Street"])
                expect(try await needs(site), is: both)
            }
        }
    }

    @Test func `who waits in line is told so beside the words that wait`() async throws {
        try await withSeats(SeatTerms(capacity: 1)) { site in
            try await site.join(1)
            let waits = await site.post("\(site.path)/join", as: 0, [("otherWords", Self.danger)])
            expect(waits, 200, holds: ["Your words wait", "You are in line."])
            expect(try await site.state(0), is: .waiting)
            expect(try await needs(site), is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `who was signed out on the way comes back to the form with their date, and is told that there is no seat yet`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend) { site in
            let join = "\(site.path)/join"
            var browser = try await site.world.browser(of: site.people[0])
            let form = await browser.get(join)
            expect(form, 200, holds: ["You have no seat yet."])
            browser.cookies["__Host-wayfellow"] = nil
            // The date may stand in an address; what they need is theirs, and is asked for again.
            let (date, token) = (TestSeats.dates[1], Browser.token(in: form) ?? "")
            let typed = [("need", "ride"), ("rideWords", "From Alder Street"), ("scope", date)]
            let door = "/sign-in?to=%2Fgroups%2Fliving-thursdays%2Fjoin"
            expect(await browser.send(join, Array(typed.prefix(2)), token: token), 303, to: door)
            expect(await browser.send(join, typed, token: token), 303, to: "\(door)%3Fscope%3D\(date)")
            let long = [("scope", String(repeating: "x", count: 101))]
            expect(await browser.send(join, long, token: token), 303, to: door)
            expect(
                await browser.get("\(door)%3Fscope%3D\(date)"), 200,
                holds: [
                    "what you pressed last was not done", "it was not kept",
                    "name=\"to\" value=\"\(join)?scope=\(date)\"", "href=\"/sign-up?to=%2Fgroups%2F",
                ], lacks: ["Alder"])
            expect(try await site.state(0), is: nil)
            browser.cookies["__Host-wayfellow"] = try await site.world.accounts.openSession(of: site.people[0])
            // Signed in already, the door leads where it was to lead.
            let back = "\(join)?scope=\(date)"
            expect(await browser.get("\(door)%3Fscope%3D\(date)"), 303, to: back)
            expect(
                await browser.get(back), 200,
                holds: ["You have no seat yet.", "name=\"need\"", "value=\"\(date)\" checked"])
            expect(await browser.post(join, [("need", "ride"), ("scope", date)]), 303, to: "/me/groups")
            expect(try await site.state(0, try #require(SeatScope(code: date))), is: .seated)
        }
    }

    private func needs(_ site: TestSeats) async throws -> [AccessNeed] {
        let id = try #require(try await site.own(0)).id
        return try await site.database.read { try EnrolmentStore.needs(of: id, in: $0) }
    }
}
