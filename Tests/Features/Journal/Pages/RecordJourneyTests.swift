import World
import Markup
import Storage
import Testing
import Vocabulary
import Web

@testable import Journal

/// A member records what they live with and take, and says how it goes.
@Suite struct RecordJourneyTests {
    @Test(arguments: Language.allCases) func `an empty record says what to do next`(language: Language) async throws {
        try await withJournal { world in
            let page = await world.get("/me", as: world.asAna, language)
            expect(page, 200, holds: ["href=\"/me/conditions\"", "href=\"/me/treatments/new\""], lacks: ["⟦", "{"])
        }
    }

    @Test func `whoever has not agreed to the keeping of health data is asked first, and comes back`() async throws {
        try await withJournal { world in
            expect(
                await world.get("/me/treatments/new?treatment=walking&purpose=back-pain", as: world.asCho), 303,
                to: "/consent?to=%2Fme%2Ftreatments%2Fnew%3Ftreatment%3Dwalking%26purpose%3Dback-pain")
            expect(await world.get("/me", as: world.asCho), 303, to: "/consent?to=%2Fme")
            let visitor = await world.get("/me")
            #expect(visitor.status == 303 && visitor.header("location")?.hasPrefix("/sign-in") == true)
        }
    }

    @Test func `a condition is found by ordinary words, added, dated and removed`() async throws {
        try await withJournal { world in
            let found = await world.get("/me/conditions?q=bad+back", as: world.asAna)
            expect(found, 200, holds: ["Add Back pain", "also called bad back"])
            let add = [("step", "add"), ("condition", "back-pain")]
            expect(await world.post("/me/conditions", as: world.asAna, add), 303, to: "/me/conditions")
            let condition = try #require(world.catalogue.condition(slug: "back-pain"))
            let field = ConditionsView.sinceField(condition.id)
            let since = [
                ("step", "since"), ("condition", "back-pain"), ("\(field)-year", "2019"), ("\(field)-month", "3"),
            ]
            expect(await world.post("/me/conditions", as: world.asAna, since), 303)
            let list = await world.get("/me/conditions", as: world.asAna)
            expect(list, 200, holds: ["since March 2019", "Remove Back pain from my list", "Continue"])
            expect(await world.get("/me", as: world.asAna), 200, holds: ["href=\"/conditions/back-pain\""])
            let remove = [("step", "remove"), ("condition", "back-pain")]
            expect(await world.post("/me/conditions", as: world.asAna, remove), 303)
            expect(await world.get("/me/conditions", as: world.asAna), 200, lacks: ["Back pain"])
        }
    }

    @Test func `a word that nobody knows is kept as one's own, for oneself`() async throws {
        try await withJournal { world in
            let asked = await world.get("/me/conditions?q=wobbly+knees", as: world.asAna)
            expect(asked, 200, holds: ["We do not know “wobbly knees” yet", "Keep “wobbly knees” as my own word"])
            let keep = [("step", "word"), ("word", "wobbly knees")]
            expect(await world.post("/me/conditions", as: world.asAna, keep), 303, to: "/me/conditions")
            expect(await world.get("/me", as: world.asAna), 200, holds: ["wobbly knees"])
            expect(await world.get("/me", as: world.asBen), 200, lacks: ["wobbly knees"])
            // And it can be a treatment's purpose.
            let form = await world.get("/me/treatments/new?treatment=walking", as: world.asAna)
            expect(form, 200, holds: ["wobbly knees"])
        }
    }

    @Test func `a number and one sentence are one form`() async throws {
        try await withJournal { world in
            let course = try await world.course(by: world.asAna)
            let path = "/me/treatments/\(course)/evaluate"
            let page = await world.get(path, as: world.asAna)
            expect(page, 200, holds: ["How much does it help with back pain?", "One sentence for the next person"])
            let sent = await world.post(path, as: world.asAna, [("help", "3"), ("advice", "Start slowly.")])
            expect(sent, 303, to: "/treatments/duloxetine/for/back-pain")
            let own = try await world.ownCourse(
                of: TestJournal.duloxetine, for: TestJournal.backPain, as: world.asAna)
            expect(
                own?.last?.answers,
                is: EvaluationAnswers(effectiveness: .aLot, gotWorse: false, advice: "Start slowly."))
            expect(await world.get("/me", as: world.asAna), 200, holds: ["A lot", "Start slowly."])
        }
    }

    @Test func `the same form sent twice yields one evaluation`() async throws {
        try await withJournal { world in
            let course = try await world.course(by: world.asAna)
            let path = "/me/treatments/\(course)/evaluate"
            let form = await world.hidden("form", on: path, as: world.asAna)
            for help in ["1", "4"] {
                expect(await world.post(path, as: world.asAna, [("form", form), ("help", help)]), 303)
            }
            expect(try await world.count(.evaluations), is: 1)
            let history = try await world.history(of: course, as: world.asAna)
            expect(history.first?.answers.effectiveness, is: .highly)
            // Somebody else's, or one that was made up, is no identifier at all, whether there is such a thing or not.
            let others = try await world.course(by: world.asBen)
            let path2 = "/me/treatments/\(others)/evaluate"
            let known = try #require(history.first).id
            for form in [form, "\(known)", "\(ID<Evaluation>.new(at: world.now))"] {
                expect(await world.post(path2, as: world.asBen, [("form", form), ("help", "0")]), 303)
                let newest = try #require(try await world.history(of: others, as: world.asBen).first)
                expect(form.contains("\(newest.id)"), is: false)
                world.time.pass(.minutes(1))
            }
            expect(try await world.count(.evaluations), is: 4)
        }
    }

    @Test func `everything may be answered, and a search keeps what was filled in`() async throws {
        try await withJournal { world in
            let course = try await world.course(by: world.asAna)
            let path = "/me/treatments/\(course)/evaluate"
            let typed = [
                ("help", "2"), ("advice", "A <b>word</b>"), ("severity", "1"), ("symptom", "nausea"),
                ("other", "headache"),
                ("adherence", "3"), ("burden", "0"), ("cost", "1"), ("still", "no"), ("reason", "cost"),
                ("ended-year", "2026"), ("when-year", "2026"), ("when-month", "5"),
            ]
            let searched = await world.post(path, as: world.asAna, typed + [("step", "find")])
            expect(searched, 200, holds: ["A &lt;b&gt;word&lt;/b&gt;", "value=\"headache\" checked", "2026"])
            expect(try await world.count(.evaluations), is: 0)
            let again = typed.filter { $0.0 != "other" } + [("symptom", "headache"), ("offered", "headache")]
            expect(await world.post(path, as: world.asAna, again), 303)
            let own = try await world.ownCourse(
                of: TestJournal.duloxetine, for: TestJournal.backPain, as: world.asAna)
            let answers = try #require(own?.last?.answers)
            expect(answers.symptoms.count, is: 2)
            expect([answers.adherence?.rawValue, answers.burden?.rawValue, answers.cost?.rawValue], is: [3, 0, 1])
            expect(own?.course.stopReason, is: .cost)
            expect(own?.last?.remembered?.text, is: "2026-05")
        }
    }

    @Test func `a course shows its history and can be mended and deleted`() async throws {
        try await withJournal { world in
            let course = try await world.course(by: world.asAna)
            _ = try await world.evaluate(course, .aLittle, by: world.asAna)
            world.time.pass(.days(40))
            _ = try await world.evaluate(course, .highly, by: world.asAna) { $0.advice = "Patience." }
            let page = await world.get("/me/treatments/\(course)", as: world.asAna)
            expect(page, 200, holds: ["history-chart", "Patience.", "since March 2026", "What others say"])
            let mended = [("started-year", "2025"), ("dose", "30 mg"), ("still", "no"), ("reason", "switched")]
            expect(
                await world.post("/me/treatments/\(course)", as: world.asAna, mended), 303,
                to: "/me/treatments/\(course)")
            expect(
                await world.get("/me/treatments/\(course)", as: world.asAna), 200,
                holds: ["30 mg", "I switched to something else"])
            let history = try await world.history(of: course, as: world.asAna)
            let newest = try #require(history.first)
            let remove = "/me/treatments/\(course)/evaluations/\(newest.id)/delete"
            expect(await world.get(remove, as: world.asAna), 200, holds: ["Delete what you said?"])
            expect(await world.post(remove, as: world.asAna, []), 303, to: "/me/treatments/\(course)")
            let all = "/me/treatments/\(course)/delete"
            expect(await world.get(all, as: world.asAna), 200, holds: ["what you said about it once"])
            expect(await world.post(all, as: world.asAna, []), 303, to: "/me")
            expect(try await world.count(.courses), is: 0)
        }
    }
}
