import Databases
import Markup
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import Journal

/// A treatment can make things worse, and whoever was asked can say it.
@Suite struct WorseTests {
    private static let said: [(Language, offer: String, label: String, care: String)] = [
        (.en, "How much does it help with", "It made things worse", "Tell your care team that things got worse"),
        (.es, "¿Cuánto te ayuda con", "Empeoró las cosas", "Cuéntale a tu equipo médico que empeoraste"),
    ]

    @Test(arguments: Backend.available)
    func `the form offers it below the five steps, and it is read wherever the answer stands`(on backend: Backend)
        async throws
    {
        for (language, offer, label, care) in Self.said {
            try await withJournal(on: backend) { world in
                let course = try await world.course(by: world.asAna)
                let path = "/me/treatments/\(course)/evaluate"
                let form = await world.get(path, as: world.asAna, language)
                expect(form, 200, holds: [offer, label, "name=\"help\" value=\"worse\""], lacks: ["⟦"])
                let lowest = try #require(form.text.firstRange(of: "value=\"0\""))
                #expect(form.text[lowest.upperBound...].contains("value=\"worse\""))
                let saved = await world.post(path, as: world.asAna, [("help", "worse")], language)
                expect(saved, 200, holds: [care, "/treatments/duloxetine/for/back-pain"])
                let newest = try #require(try await world.history(of: course, as: world.asAna).first)
                expect(newest.answers, is: EvaluationAnswers(effectiveness: .notAtAll, gotWorse: true))
                let delete = "/me/treatments/\(course)/evaluations/\(newest.id)/delete"
                for page in ["/me", "/me/treatments/\(course)", delete] {
                    expect(await world.get(page, as: world.asAna, language), 200, holds: [label])
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `who chose a step was offered it, and the same form sent again mends it`(on backend: Backend) async throws {
        try await withJournal(on: backend) { world in
            let course = try await world.course(by: world.asAna)
            let path = "/me/treatments/\(course)/evaluate"
            let form = await world.hidden("form", on: path, as: world.asAna)
            for (help, step, gotWorse) in [
                ("0", Effectiveness.notAtAll, false), ("worse", .notAtAll, true), ("3", .aLot, false),
            ] {
                _ = await world.post(path, as: world.asAna, [("form", form), ("help", help)])
                let history = try await world.history(of: course, as: world.asAna)
                expect(history.map(\.answers), is: [EvaluationAnswers(effectiveness: step, gotWorse: gotWorse)])
            }
        }
    }

    @Test func `it is kept while a sentence is looked at, changed, or a side effect is looked for`() async throws {
        try await withJournal { world in
            let course = try await world.course(by: world.asAna)
            let path = "/me/treatments/\(course)/evaluate"
            let search = [("help", "worse"), ("other", "headache"), ("step", "find")]
            expect(
                await world.post(path, as: world.asAna, search), 200, holds: ["value=\"worse\" checked"],
                lacks: ["Tell your care team"])
            // What is missing is asked for; what can wait does not stand above it.
            let wrong = [("help", "worse"), ("severity", "0"), ("symptom", "nausea")]
            expect(await world.post(path, as: world.asAna, wrong), 422, lacks: ["Tell your care team"])
            let held = [("help", "worse"), ("advice", "Call me on 603 555 0123")]
            expect(
                await world.post(path, as: world.asAna, held), 200,
                holds: ["Tell your care team that things got worse", "others do not see it yet"])
            let newest = try #require(try await world.history(of: course, as: world.asAna).first)
            let advice = AdvicePage.link(course, newest.id)
            let changed = [("advice", "With breakfast it is easier.")]
            expect(await world.post("\(advice)", as: world.asAna, changed), 303)
            let answers = EvaluationAnswers(
                effectiveness: .notAtAll, gotWorse: true, advice: "With breakfast it is easier.")
            expect(try await world.history(of: course, as: world.asAna).map(\.answers), is: [answers])
        }
    }

    @Test func `the history draws it on a line below the five steps, and only where it was said`() async throws {
        try await withJournal { world in
            let course = try await world.course(by: world.asAna)
            let page = "/me/treatments/\(course)"
            for (step, gotWorse, labels) in [
                (Effectiveness.aLot, false, 0), (.notAtAll, false, 5), (.notAtAll, true, 6),
            ] {
                _ = try await world.evaluate(course, step, by: world.asAna) { $0.gotWorse = gotWorse }
                world.time.pass(.days(1))
                let text = await world.get(page, as: world.asAna).text
                expect(text.matches(of: /class="step"/).count, is: labels)
                expect(text.contains(">Worse</text>"), is: gotWorse)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `no step that helped has it, whoever writes`(on backend: Backend) async throws {
        try await withJournal(on: backend) { world in
            let course = try await world.course(by: world.asAna)
            await #expect(throws: StorageError.self) {
                try await world.evaluate(course, .aLittle, by: world.asAna) { $0.gotWorse = true }
            }
            expect(try await world.count(.evaluations), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `it stays with what stays of a member who leaves`(on backend: Backend) async throws {
        try await withJournal(on: backend) { world in
            for (number, gotWorse) in [true, false, nil].enumerated() {
                let course = try await world.course(
                    [TestJournal.duloxetine, TestJournal.walking, Treatment.id(slug: "stretching")][number],
                    by: world.asAna)
                _ = try await world.evaluate(course, .notAtAll, by: world.asAna) { $0.gotWorse = gotWorse }
            }
            let (ana, staying) = (world.ana, world.journal.stayingCourses)
            try await world.database.write { _ = try staying.cutTies(ana, 10, $0) }
            let kept = try await world.database.read { tx in
                try tx.rows(
                    """
                    SELECT e.got_worse FROM evaluations e JOIN courses c ON c.id = e.course_id
                    WHERE c.source_id IS NOT NULL ORDER BY e.treatment_id
                    """
                ) { try $0.get(0, as: Bool?.self) }
            }
            expect(kept.count, is: 3)
            expect(kept.filter { $0 == true }.count, is: 1)
            expect(kept.filter { $0 == nil }.count, is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `what was remembered is taken in once, also where one side could not say that it got worse`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let remembered = try #require(PartialDate("2026-05"))
            for (here, same) in [true: [true, nil], false: [false, nil], nil: [true, false, nil]] as [Bool?: [Bool?]] {
                let course = try await world.course(by: world.asAna)
                _ = try await world.evaluate(course, .notAtAll, remembered: "2026-05", by: world.asAna) {
                    $0.gotWorse = here
                }
                for sent in [true, false, nil] {
                    let answers = EvaluationAnswers(effectiveness: .notAtAll, gotWorse: sent)
                    let isHere = try await world.database.read {
                        try TakingInStore.has(answers, remembered, of: course, in: $0)
                    }
                    expect(isHere, is: same.contains(sent), "\(String(describing: here)), \(String(describing: sent))")
                }
                expect(try await world.remove(course, as: world.asAna), is: true)
            }
        }
    }

    @Test func `in the download it is read in words, in a table with the number of its step`() async throws {
        try await withJournal { world in
            let texts = try worldTexts(world.world.features)
            let course = Course(
                id: .new(at: world.now), treatment: TestJournal.duloxetine, purpose: TestJournal.backPain)
            let names = Names(catalogue: world.catalogue, language: .en, own: [])
            for (gotWorse, page, table) in [
                (true, "Empeoró las cosas", "0 Empeoró las cosas"), (false, "Nada", "0 Nada"), (nil, "Nada", "0 Nada"),
            ] {
                let evaluation = Evaluation(
                    id: .new(at: world.now), course: course.id, evaluatedAt: world.now, remembered: nil,
                    answers: EvaluationAnswers(effectiveness: .notAtAll, gotWorse: gotWorse), isCurrent: true,
                    adviceState: .passed)
                let record = JournalExport.EvaluationRecord(evaluation, of: course, isShown: true, names)
                for (isTable, words) in [(false, page), (true, table)] {
                    let lines = world.journal.evaluationWords.lines(
                        of: try RecordValue(of: record), RecordReader(texts[.es], siteName: "", isTable: isTable))
                    #expect(lines.map(\.said).contains(.lines([words])), "\(lines)")
                }
            }
        }
    }
}
