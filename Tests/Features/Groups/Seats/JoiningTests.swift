import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// Taking a seat: what a person sees and sends, and what refuses them.
@Suite struct JoiningTests {
    @Test(arguments: Backend.available)
    func `a member takes a seat, and their page says so in their language`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            let join = "\(site.path)/join"
            expect(await site.world.get(join), 303, to: "/sign-in?to=%2Fgroups%2Fliving-thursdays%2Fjoin")
            expect(
                await site.get(join, as: 0), 200,
                holds: [TestSeats.title, "Take a seat", "A ride", "Garrison Clinic", "name=\"scope\""])
            expect(await site.get(join, as: 0, .es), 200, holds: [TestSeats.titleInSpanish, "Tomar un lugar"])
            let sent = await site.post(
                join, as: 0, [("need", "ride"), ("rideWords", "From Alder Street"), ("interpreterWords", "Portuguese")])
            expect(sent, 303, to: "/me/groups")
            expect(try await site.state(0), is: .seated)
            expect(
                await site.get("/me/groups", as: 0), 200,
                holds: [
                    TestSeats.title, "You have a seat on all dates.", "A ride, An interpreter",
                    "https://meet.example.org/room-7", "Garrison library", "Leave this group",
                ])
            expect(
                await site.get("/me/groups", as: 0, .es), 200,
                holds: ["Tienes un lugar en todas las fechas.", "Salir de este grupo"])
            expect(await site.get("/me/groups", as: 1), 200, holds: ["You are in no group yet"])
            expect(await site.get(join, as: 0), 303, to: "/me/groups")
        }
    }

    @Test(arguments: Backend.available)
    func `who comes after the last seat waits, and knows at which place`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            expect(try await site.join(0), is: .seated)
            expect(try await site.join(1), is: .seated)
            expect(try await site.join(2), is: .waiting(place: 1))
            expect(await site.get("\(site.path)/join", as: 3), 200, holds: ["Get in line"], lacks: ["Take a seat"])
            expect(await site.post("\(site.path)/join", as: 3), 303, to: "/me/groups")
            expect(await site.get("/me/groups", as: 3), 200, holds: ["You are number 2 in line"])
            expect(await site.get("/me/groups", as: 2), 200, lacks: ["meet.example.org"])
        }
    }

    @Test(arguments: Backend.available)
    func `a form that is sent twice takes one seat`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            for _ in 0..<2 {
                expect(await site.post("\(site.path)/join", on: "/me/groups", as: 0), 303, to: "/me/groups")
            }
            expect(await site.refusal { try await site.join(0) }, is: .alreadyIn)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 1)
            expect(try await site.join(1), is: .seated)
        }
    }

    @Test(arguments: Backend.available)
    func `an agreement is read in full and signed by version`(on backend: Backend) async throws {
        try await withSeats(on: backend, SeatTerms(agreement: "What is said here stays here.")) { site in
            let join = "\(site.path)/join"
            expect(await site.get(join, as: 0), 200, holds: ["What is said here stays here."])
            let unsigned = await site.post(join, as: 0, [("need", "ride"), ("rideWords", "From Alder Street")])
            expect(unsigned, 422, holds: ["From Alder Street", "id=\"agreed\""])
            expect(try await site.state(0), is: nil)
            let program = site.program.id
            let version = try await site.database.write {
                try ProgramStore.setAgreement([.en: "Telephones off."], of: program, in: $0)
            }
            expect(version, is: 2)
            // Signed what was on the page before: the form comes back with the new words.
            let old = await site.post(join, as: 0, [("agreed", "1"), ("needs", "")])
            expect(old, 422, holds: ["Telephones off."], lacks: ["What is said here stays here."])
            expect(await site.post(join, as: 0, [("agreed", "2")]), 303, to: "/me/groups")
            expect(try await site.own(0)?.agreedVersion, is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `a seat by referral is not taken without a card, and the page says how to get one`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend, SeatTerms(eligibility: .referral)) { site in
            expect(
                await site.get("\(site.path)/join", as: 0), 200, holds: ["tel:+16035550100"], lacks: ["name=\"need\""])
            expect(await site.refusal { try await site.join(0) }, is: .referralNeeded)
        }
    }

    @Test(arguments: Backend.available)
    func `closed, cancelled and over are said, and what is not there is not found`(
        on backend: Backend
    ) async throws {
        try await withSeats(on: backend, SeatTerms(allowsSingle: false)) { site in
            let one = SeatScope.date(site.date(0))
            expect(await site.refusal { try await site.join(0, one) }, is: .allDatesOnly)
            try await site.set(.closed)
            expect(await site.refusal { try await site.join(0) }, is: .closed)
            expect(await site.get("\(site.path)/join", as: 0), 200, holds: ["takes nobody new right now"])
            try await site.set(.open)
            site.clock.pass(.days(60))
            expect(await site.refusal { try await site.join(0) }, is: .over)
            expect(await site.get("/groups/nothing-here/join", as: 0), 404)
        }
    }

    @Test(arguments: Backend.available)
    func `a single date that is cancelled or over gives no seat`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            try await site.change(0) { $0.state = .cancelled }
            expect(await site.refusal { try await site.join(0, .date(site.date(0))) }, is: .cancelled)
            site.clock.pass(.days(18))
            expect(await site.refusal { try await site.join(0, .date(site.date(1))) }, is: .over)
            expect(try await site.join(0, .date(site.date(2))), is: .seated)
            expect(await site.get("/me/groups", as: 0), 200, holds: ["You have a seat on one date."])
        }
    }

    @Test(arguments: Backend.available)
    func `whoever looked in once and then takes a seat sits on one chair`(on backend: Backend) async throws {
        try await withSeats(on: backend) { site in
            let once = SeatScope.date(site.date(0))
            expect(try await site.join(0), is: .seated)
            expect(try await site.join(1, once), is: .seated)
            // The last chair of that evening is their own.
            expect(try await site.join(1), is: .seated)
            expect(try await site.state(1, once), is: nil)
            expect(await site.refusal { try await site.join(1, once) }, is: .alreadyIn)
            expect(try await site.join(2), is: .waiting(place: 1))
            // Where the seat on all is not free, the one that they have stays.
            try await site.leave(1)
            try await site.groups.accept(try #require(try await site.own(2)).id, as: site.viewer(2))
            expect(try await site.join(3, once), is: .waiting(place: 1))
        }
    }

    @Test func `words of danger in a need bring help, and the need is kept`() async throws {
        try await withSeats { site in
            let texts = site.groups.joiningTexts
            expect(Set(texts.map(\.field)), is: Set(AccessNeed.Kind.allCases.map(NeedFields.wordsField)))
            try await site.join(0)
            let id = try #require(try await site.own(0)).id
            let sent = await site.post("/me/groups/\(id)/needs", as: 0, [("otherWords", "A chair with arms")])
            expect(sent, 303, to: "/me/groups")
            expect(await site.get("/me/groups/\(id)/needs", as: 0), 200, holds: ["A chair with arms"])
            expect(await site.get("/me/groups/\(id)/needs", as: 1), 404)
            let long = String(repeating: "x", count: AccessNeed.mostWords + 1)
            expect(await site.post("/me/groups/\(id)/needs", as: 0, [("otherWords", long)]), 422, holds: [long])
        }
    }
}
