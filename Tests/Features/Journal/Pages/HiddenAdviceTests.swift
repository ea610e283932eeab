import Databases
import Markup
import Storage
import Testing
import Web
import World

@testable import Journal
@testable import Safety

/// A sentence that a moderator hid does not come back by another door.
@Suite struct HiddenAdviceTests {
    private static let contact = "Call me on 603 555 0123, I can help"
    private static let good = "With breakfast it is easier."

    @Test(arguments: Backend.available)
    func `other words in the place of hidden ones wait for a moderator, who brings them back`(on backend: Backend)
        async throws
    {
        try await withJournal(on: backend) { journal in
            let course = try await journal.course(by: journal.asAna)
            expect(await journal.send(advice: Self.good, course), 303)
            func hidden() async throws -> [Bool] {
                try await journal.database.read { tx in
                    try tx.rows("SELECT advice_hidden FROM evaluations ORDER BY id") { try $0.get(0) }
                }
            }
            let id = try #require(
                try await journal.database.read { tx in
                    try tx.first("SELECT id FROM evaluations") { try $0.get(0, as: ID<Evaluation>.self) }
                })
            let page = AdvicePage.link(course, id).text
            func change(_ advice: String) async {
                let sent = await journal.post(page, on: "/me", as: journal.asAna, [("advice", advice)])
                expect(sent, 303, to: "/me/treatments/\(course)")
            }
            try await journal.database.write { try JournalFeature.setAdviceHidden(true, of: "\(id)", in: $0) }
            await change(Self.good)
            expect(try await journal.adviceStates(), is: ["passed"], "the same words stay hidden")
            expect(try await hidden(), is: [true])
            // However often they are sent, also when they went through nothing in between.
            for advice in ["", "Take it with milk, that helped me.", "Take it with milk, that helped me."] {
                await change(advice)
            }
            expect(try await journal.adviceStates(), is: ["waiting"])
            expect(try await journal.openCases(), is: 1)
            // Where they stand in no hidden one's place, they are words like others.
            journal.time.pass(.minutes(1))
            expect(await journal.send(advice: "Take it with milk, that helped me.", course), 303)
            expect(try await journal.adviceStates(), is: ["waiting", "passed"])
            expect(try await hidden(), is: [true, false])
            try await journal.decide(page, true)
            expect(try await journal.adviceStates(), is: ["passed", "passed"])
            expect(try await hidden(), is: [false, false])
        }
    }

    @Test(arguments: Backend.available)
    func `a no to words in the place of hidden ones brings nothing back`(on backend: Backend) async throws {
        try await withJournal(on: backend) { journal in
            let course = try await journal.course(by: journal.asAna)
            let page = try #require(await journal.send(advice: Self.contact, course).header("location"))
            expect(await journal.post(page, as: journal.asAna, [("advice", Self.good)]), 303)
            let record = page.split(separator: "/").dropLast().last.map(String.init) ?? ""
            try await journal.database.write { try JournalFeature.setAdviceHidden(true, of: record, in: $0) }
            expect(await journal.post(page, on: "/me", as: journal.asAna, [("advice", "With milk.")]), 303)
            try await journal.decide(page, false)
            expect(try await journal.adviceStates(), is: ["refused"])
            // And the first words again are no way around.
            expect(await journal.post(page, on: "/me", as: journal.asAna, [("advice", Self.good)]), 303)
            expect(try await journal.adviceStates(), is: ["waiting"])
        }
    }

    @Test(arguments: Backend.available)
    func `words that were hidden do not come back once others were let through in their place`(on backend: Backend)
        async throws
    {
        try await withJournal(on: backend) { journal in
            let course = try await journal.course(by: journal.asAna)
            expect(await journal.send(advice: Self.good, course), 303)
            let id = try #require(
                try await journal.database.read { tx in
                    try tx.first("SELECT id FROM evaluations") { try $0.get(0, as: ID<Evaluation>.self) }
                })
            let page = AdvicePage.link(course, id).text
            let (safety, now, ana) = (journal.journal.safety, journal.now, journal.asAna.personID)
            try await journal.database.write { tx in
                var one = try safety.newCase(
                    .reported, JournalFeature.subject(id), words: Self.good, by: ana, in: .site, .other, at: now)
                (one.state, one.isHidden) = (.decided, true)
                try CaseStore.add(one, in: tx)
                try JournalFeature.setAdviceHidden(true, of: "\(id)", in: tx)
            }
            journal.time.pass(.minutes(1))
            func change(_ advice: String) async {
                expect(await journal.post(page, on: "/me", as: journal.asAna, [("advice", advice)]), 303)
            }
            await change("Take it with milk.")
            try await journal.decide(page, true)
            expect(try await journal.adviceStates(), is: ["passed"])
            await change(Self.good)
            expect(try await journal.adviceStates(), is: ["waiting"])
            // Nor in another evaluation, nor about another treatment.
            journal.time.pass(.minutes(1))
            expect(await journal.send(advice: Self.good, course), 303)
            let other = try await journal.course(TestJournal.walking, for: TestJournal.backPain, by: journal.asAna)
            journal.time.pass(.minutes(1))
            expect(await journal.send(advice: Self.good, other), 303)
            expect(try await journal.adviceStates(), is: ["waiting", "waiting", "waiting"])
            await change("With bread.")
            expect(try await journal.adviceStates(), is: ["passed", "waiting", "waiting"], "other words are free")
        }
    }
}

extension TestJournal {
    /// What has become of each sentence, in the order of the evaluations.
    func adviceStates() async throws -> [String] {
        try await database.read { tx in
            try tx.rows("SELECT advice_state FROM evaluations WHERE advice IS NOT NULL ORDER BY evaluated_at, id") {
                try $0.get(0)
            }
        }
    }

    func openCases() async throws -> Int {
        try await database.read { tx in
            try tx.first("SELECT COUNT(*) FROM safety_cases WHERE state = 'open'") { try $0.get(0) } ?? 0
        }
    }

    /// Ana says how a course went, with a sentence.
    func send(advice: String, _ course: ID<Course>) async -> Exchange {
        let page = "/me/treatments/\(course)/evaluate"
        return await post(page, on: page, as: asAna, [("help", "3"), ("advice", advice)])
    }

    /// A moderator's yes or no to the sentence that has this page.
    func decide(_ page: String, _ isAllowed: Bool) async throws {
        let record = page.split(separator: "/").dropLast().last.map(String.init) ?? ""
        let text = try #require(journal.feature.safetyTexts.first { $0.kind == "journal.advice" })
        let now = now
        _ = try await database.write { try text.decideHeld?(record, isAllowed, now, $0) }
    }
}
