import World
import Markup
import Web
import Storage
import Testing
import Vocabulary

@testable import Journal

/// What cannot be true of a course or an evaluation.
@Suite struct CourseRulesTests {
    static let today = PartialDate("2026-11-03")

    struct Case: Sendable, CustomTestStringConvertible {
        let started: String?
        let ended: String?
        var reason: StopReason?
        var isOver: Bool?
        let faults: [CourseFault]
        var testDescription: String { "\(started ?? "-") to \(ended ?? "-"), \(reason?.rawValue ?? "-")" }
    }

    static let cases = [
        Case(started: nil, ended: nil, faults: []),
        Case(started: "2020", ended: "2021", faults: []),
        Case(started: "2021", ended: "2020", faults: [.endedBeforeStarted]),
        // As partial as people remember: within one year or month nothing is surely wrong.
        Case(started: "2020-06", ended: "2020", faults: []),
        Case(started: "2020-06", ended: "2020-06", faults: []),
        Case(started: "2020-06", ended: "2020-05", faults: [.endedBeforeStarted]),
        Case(started: "2020-06-10", ended: "2020-06", faults: []),
        Case(started: "2020-06-10", ended: "2020-06-09", faults: [.endedBeforeStarted]),
        Case(started: "2020-06-10", ended: "2020-06-10", faults: []),
        Case(started: "2026", ended: nil, faults: []),
        Case(started: "2026-11-03", ended: nil, faults: []),
        Case(started: "2026-11-04", ended: nil, faults: [.startedInFuture]),
        Case(started: "2027", ended: nil, faults: [.startedInFuture]),
        Case(started: nil, ended: "2026-12", faults: [.endedInFuture]),
        Case(started: nil, ended: "2020", isOver: false, faults: [.endOfOngoing]),
        Case(started: nil, ended: nil, reason: .cost, isOver: false, faults: [.endOfOngoing]),
        Case(started: nil, ended: nil, reason: .cost, isOver: true, faults: []),
        Case(started: nil, ended: "2020", isOver: true, faults: [.overWithoutReason]),
        Case(started: nil, ended: "2020", isOver: nil, faults: []),
    ]

    @Test(arguments: cases) func `a course that cannot be is found out`(example: Case) throws {
        let faults = CourseFault.all(
            started: example.started.flatMap { PartialDate($0) }, ended: example.ended.flatMap { PartialDate($0) },
            stopReason: example.reason, isOver: example.isOver, today: try #require(Self.today))
        expect(faults, is: example.faults)
    }

    @Test func `a course is over with an end or a reason`() {
        let course = Course(id: .random(), treatment: TestJournal.walking, purpose: TestJournal.backPain)
        expect(course.isOngoing, is: true)
        for change in [{ (course: inout Course) in course.ended = PartialDate("2020") }, { $0.stopReason = .other }] {
            var changed = course
            change(&changed)
            expect(changed.isOngoing, is: false)
        }
    }

    @Test func `the latest today is that of the most eastern clocks`() {
        // 10:30 UTC is 00:30 of the next day at UTC+14.
        let now = Instant(year: 2026, month: 11, day: 3, hour: 10, minute: 30)
        expect(now.map { PartialDate.latestToday($0).text }, is: "2026-11-04")
    }

    @Test(arguments: [
        (SideEffectSeverity?.none, 1, [EvaluationFault]()), (.mild, 1, []), (SideEffectSeverity.none, 0, []),
        (SideEffectSeverity.none, 1, [.symptomsOfNone]), (.severe, 21, [.tooManySymptoms]),
    ]) func `side effects agree with their severity`(
        severity: SideEffectSeverity?, count: Int, wanted: [EvaluationFault]
    ) throws {
        let symptoms = (0..<count).map { _ in ID<Symptom>.random() }
        let answers = EvaluationAnswers(effectiveness: .aLot, sideEffects: severity, symptoms: symptoms)
        let faults = EvaluationFault.all(
            of: answers, remembered: nil, started: nil, today: try #require(Self.today))
        expect(faults, is: wanted)
    }

    @Test(
        arguments: [
            ("2026-12", nil, [EvaluationFault.inFuture]), ("2019", "2020", [.beforeStart]), ("2020", "2020-05", []),
            ("2020-04", "2020-05", [.beforeStart]), ("2021", "2020", []),
        ] as [(String, String?, [EvaluationFault])]) func `an earlier evaluation lies between the start and today`(
            remembered: String, started: String?, wanted: [EvaluationFault]
        ) throws
    {
        let faults = EvaluationFault.all(
            of: EvaluationAnswers(effectiveness: .aLot), remembered: PartialDate(remembered),
            started: started.flatMap { PartialDate($0) }, today: try #require(Self.today))
        expect(faults, is: wanted)
    }

    @Test func `a remembered time is noon of its first day and never later than now`() {
        let now = Instant(milliseconds: 1_793_664_000_000)
        expect(Evaluation.moment(of: nil, now: now), is: now)
        expect(Evaluation.moment(of: PartialDate("2025-02"), now: now).description, is: "2025-02-01T12:00:00.000Z")
        expect(Evaluation.moment(of: PartialDate("2026-11-04"), now: now), is: now)
    }

    @Test func `the two upper steps are helped a lot`() {
        expect(Effectiveness.allCases.map(\.isHelpedALot), is: [false, false, false, true, true])
        expect(Effectiveness.allCases.map(\.rawValue), is: [0, 1, 2, 3, 4])
    }
}
