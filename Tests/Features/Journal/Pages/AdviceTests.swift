import Databases
import Markup
import Storage
import Testing
import Web
import World

@testable import Journal
@testable import Safety

/// A sentence for the next person is looked at before others read it.
@Suite struct AdviceTests {
    private static let contact = "Call me on 603 555 0123, I can help"
    private static let good = "With breakfast it is easier."

    @Test(arguments: Backend.available)
    func `a number in it is shown to its author and to nobody else, and the evaluation is saved`(on backend: Backend)
        async throws
    {
        try await withJournal(on: backend) { journal in
            let course = try await journal.course(by: journal.asAna)
            let sent = await journal.send(advice: Self.contact, course)
            let page = try #require(sent.header("location"))
            #expect(sent.status == 303 && page.hasSuffix("/advice"))
            expect(try await journal.count(.evaluations), is: 1)
            let shown = await journal.get(page, as: journal.asAna)
            expect(
                shown, 200,
                holds: [
                    "<mark>603 555 0123</mark>", "Ways to reach someone", "Let a person look", "Only this sentence",
                ])
            expect(
                await journal.get(page, as: journal.asAna, .es), 200,
                holds: ["Maneras de encontrar a alguien", "Que lo mire una persona"])
            expect(await journal.get(page, as: journal.asBen), 404)
            expect(await journal.post(page, on: "/me", as: journal.asBen, [("advice", "x")]), 404)
            expect(try await journal.adviceStates(), is: ["held"])
            expect(await journal.get("/me", as: journal.asAna), 200, holds: ["Others do not see this sentence yet"])
            let better = await journal.post(page, as: journal.asAna, [("advice", Self.good)])
            expect(better, 303, to: "/me/treatments/\(course)")
            expect(try await journal.adviceStates(), is: ["passed"])
            // It can still be taken back.
            expect(await journal.get(page, as: journal.asAna), 200, holds: [Self.good])
            expect(try await journal.openCases(), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a person looks when its author wishes, and says yes or no`(on backend: Backend) async throws {
        try await withJournal(on: backend) { journal in
            let course = try await journal.course(by: journal.asAna)
            let page = try #require(await journal.send(advice: Self.contact, course).header("location"))
            let asked = [("advice", Self.contact), ("person", "yes")]
            expect(await journal.post(page, as: journal.asAna, asked), 303, to: "/me/treatments/\(course)")
            expect(try await journal.adviceStates(), is: ["waiting"])
            expect(try await journal.openCases(), is: 1)
            expect(await journal.get(page, as: journal.asAna), 200, holds: ["A moderator is going to read it"])
            try await journal.decide(page, false)
            expect(try await journal.adviceStates(), is: ["refused"])
            expect(await journal.get(page, as: journal.asAna), 200, holds: ["A moderator read it and said no"])
            // Another look may find otherwise.
            try await journal.decide(page, true)
            expect(try await journal.adviceStates(), is: ["passed"])
            // The same words about the same treatment need no second look.
            let again = await journal.send(advice: Self.contact, course)
            #expect(again.header("location")?.hasSuffix("/advice") == false)
            expect(try await journal.adviceStates(), is: ["passed", "passed"])
        }
    }

    @Test(arguments: Backend.available)
    func `words of danger in its place need a second yes, and then a person looks`(on backend: Backend) async throws {
        try await withJournal(on: backend) { journal in
            let course = try await journal.course(by: journal.asAna)
            let page = try #require(await journal.send(advice: Self.contact, course).header("location"))
            let danger =
                "Tonight I just feel finished. I tidied up, fed the cat and wrote to my sister. I think its time."
            let shown = await journal.post(page, as: journal.asAna, [("advice", danger)])
            expect(shown, 200, holds: ["name=\"anyway\"", "fed the cat"])
            expect(try await journal.adviceStates(), is: ["held"])
            let twice = [("advice", danger), ("anyway", "yes")]
            // With a card the page that follows waits behind a button.
            #expect([200, 303].contains(await journal.post(page, as: journal.asAna, twice).status))
            expect(try await journal.adviceStates(), is: ["waiting"])
            expect(try await journal.openCases(), is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `from the third try of a day on a person looks, and other words take a case back`(on backend: Backend)
        async throws
    {
        try await withJournal(on: backend) { journal in
            let course = try await journal.course(by: journal.asAna)
            let page = try #require(await journal.send(advice: Self.contact, course).header("location"))
            let second = await journal.post(page, as: journal.asAna, [("advice", "Call 6O3 555 O123")])
            expect(second, 303, to: page)
            let third = await journal.post(
                page, as: journal.asAna, [("advice", "six oh three 555 oh one two three, call")])
            expect(third, 303, to: "/me/treatments/\(course)")
            expect(try await journal.adviceStates(), is: ["waiting"])
            expect(try await journal.openCases(), is: 1)
            expect(await journal.post(page, as: journal.asAna, [("advice", Self.good)]), 303)
            expect(try await journal.adviceStates(), is: ["passed"])
            expect(try await journal.openCases(), is: 0)
            // What a moderator says of words that are gone changes nothing.
            try await journal.decide(page, false)
            expect(try await journal.adviceStates(), is: ["passed"])
            // The next day counts anew.
            journal.time.pass(.days(1))
            expect(
                await journal.post(page, on: "/me", as: journal.asAna, [("advice", Self.contact)]), 303, to: page)
        }
    }

    @Test(arguments: Backend.available)
    func `two lines are one sentence all the same`(on backend: Backend) async throws {
        try await withJournal(on: backend) { journal in
            let course = try await journal.course(by: journal.asAna)
            let sent = await journal.send(advice: "With breakfast.\r\nNot at night.", course)
            #expect(sent.status == 303)
            expect(try await journal.adviceStates(), is: ["passed"])
            let page = try #require(await journal.send(advice: Self.contact, course).header("location"))
            let two = [("advice", "Slowly.\r\nIn small steps.")]
            expect(await journal.post(page, as: journal.asAna, two), 303, to: "/me/treatments/\(course)")
            let words = try await journal.database.read { tx in
                try tx.rows("SELECT advice FROM evaluations ORDER BY advice") { try $0.get(0, as: String.self) }
            }
            expect(words, is: ["Slowly.\nIn small steps.", "With breakfast.\nNot at night."])
        }
    }

    @Test(arguments: Backend.available)
    func `a sentence that is too long is told what is true of it: nobody reads what is only held`(on backend: Backend)
        async throws
    {
        try await withJournal(on: backend) { journal in
            let course = try await journal.course(by: journal.asAna)
            let page = try #require(await journal.send(advice: Self.contact, course).header("location"))
            let long = [("advice", String(repeating: "Slowly. ", count: 200))]
            expect(
                await journal.post(page, as: journal.asAna, long), 422, holds: ["Others do not see it yet"],
                lacks: ["A moderator is going to read it"])
            expect(await journal.post(page, as: journal.asAna, [("advice", Self.good)]), 303)
            expect(
                await journal.post(page, on: "/me", as: journal.asAna, long), 422,
                lacks: ["A moderator is going to read it", "Others do not see it yet"])
        }
    }

    @Test(arguments: Backend.available)
    func `what stood before, and what comes from elsewhere, is looked at once`(on backend: Backend) async throws {
        try await withJournal(on: backend) { journal in
            let now = journal.now
            for (number, advice) in [Self.good, Self.contact, "I quit smoking and it helped."].enumerated() {
                let course = try await journal.course(
                    number == 0 ? TestJournal.duloxetine : TestJournal.walking,
                    for: number == 2 ? TestJournal.depression : TestJournal.backPain, by: journal.asAna)
                let at = now + .seconds(number)
                _ = try await journal.evaluate(course, .aLot, id: .new(at: at), by: journal.asAna) {
                    $0.advice = advice
                }
                journal.time.pass(.seconds(1))
            }
            expect(try await journal.adviceStates(), is: ["unread", "unread", "unread"])
            try await journal.journal.readAdvice()
            expect(try await journal.adviceStates(), is: ["passed", "held", "passed"])
            try await journal.journal.readAdvice()
            expect(try await journal.adviceStates(), is: ["passed", "held", "passed"])
        }
    }
}
