package import Storage
import Vocabulary

/// A past for a demonstration's own accounts, so that whoever signs in sees a record and not an empty page. Written the
/// way a person's own words are, only earlier.
struct DemoRecord {
    /// One treatment: begun so many months ago, evaluated so many months ago.
    struct Line {
        let treatment: String
        let purpose: String
        let begun: Int
        let dose: String?
        let evaluations: [(monthsAgo: Int, step: Effectiveness, severity: SideEffectSeverity?, advice: String?)]
        var stopped: StopReason?
    }

    let conditions: [String]
    let lines: [Line]

    /// A member with two troubles, a year in.
    static let member = DemoRecord(
        conditions: ["depression", "low-back-pain"],
        lines: [
            Line(
                treatment: "sertraline", purpose: "depression", begun: 14, dose: "50 mg in the morning",
                evaluations: [
                    (13, .aLittle, .moderate, nil), (11, .somewhat, .mild, nil), (6, .aLot, .mild, nil),
                    (2, .aLot, SideEffectSeverity.none, "Give it six weeks, and eat something with it."),
                ]),
            Line(
                treatment: "cognitive-behavioral-therapy", purpose: "depression", begun: 20, dose: "once a week",
                evaluations: [(17, .somewhat, nil, nil), (9, .aLot, nil, "The homework did more than the talking.")],
                stopped: .gotBetter),
            Line(
                treatment: "ibuprofen", purpose: "low-back-pain", begun: 8, dose: nil,
                evaluations: [(7, .aLittle, .mild, nil)], stopped: .sideEffects),
            Line(
                treatment: "yoga", purpose: "low-back-pain", begun: 5, dose: "twice a week",
                evaluations: [(3, .somewhat, nil, "Begin with the chair poses.")]),
        ])

    /// Somebody who has tried what many ask about.
    static let leader = DemoRecord(
        conditions: ["depression", "insomnia", "type-2-diabetes"],
        lines: [
            Line(
                treatment: "sertraline", purpose: "depression", begun: 30, dose: nil,
                evaluations: [(28, .somewhat, .mild, nil), (4, .aLot, .mild, nil)]),
            Line(
                treatment: "sleep-routine", purpose: "insomnia", begun: 12, dose: nil,
                evaluations: [(8, .aLot, nil, "Same hour to get up, also on Sundays.")]),
            Line(
                treatment: "metformin", purpose: "type-2-diabetes", begun: 26, dose: nil,
                evaluations: [(20, .aLot, .moderate, nil)]),
        ])
}

extension JournalFeature {
    /// Gives the member of a demonstration a past; once, on an empty record.
    package func demonstrateMember(_ person: ID<Person>) async throws { try await write(.member, of: person) }

    /// Gives the facilitator of a demonstration a past; once, on an empty record.
    package func demonstrateLeader(_ person: ID<Person>) async throws { try await write(.leader, of: person) }

    private func write(_ record: DemoRecord, of person: ID<Person>) async throws {
        let viewer = Viewer.person(person, roles: [])
        let (now, catalogue) = (clock.now(), vocabulary.catalogue)
        try await database.write { tx in
            for slug in record.conditions {
                guard let condition = catalogue.condition(slug: slug) else { continue }
                try MemberConditionStore.add(
                    MemberCondition(condition: condition.id, since: nil), as: viewer, now: now, in: tx)
            }
            for line in record.lines { try Self.write(line, catalogue, as: viewer, now: now, in: tx) }
        }
    }

    private static func write(
        _ line: DemoRecord.Line, _ catalogue: Catalogue, as viewer: Viewer, now: Instant, in tx: Transaction
    ) throws {
        guard let treatment = catalogue.treatment(slug: line.treatment),
            let purpose = catalogue.purpose(slug: line.purpose)?.purpose
        else { return }
        func monthsAgo(_ months: Int) -> Instant { now - .days(30 * months) }
        let begun = PartialDate(monthsAgo(line.begun))
        let course = Course(
            id: .new(at: monthsAgo(line.begun)), treatment: treatment.id, purpose: purpose,
            started: PartialDate(year: begun.year, month: begun.month), dose: line.dose)
        guard case .new(let id) = try CourseStore.add(course, as: viewer, now: monthsAgo(line.begun), in: tx) else {
            return
        }
        for (number, told) in line.evaluations.enumerated() {
            let isOver = number == line.evaluations.count - 1 && line.stopped != nil
            let entry = EvaluationStore.Entry(
                id: .new(at: monthsAgo(told.monthsAgo)), course: id,
                answers: EvaluationAnswers(
                    effectiveness: told.step, sideEffects: told.severity, advice: told.advice,
                    stopReason: isOver ? line.stopped : nil),
                remembered: nil, isOver: isOver, ended: isOver ? PartialDate(monthsAgo(told.monthsAgo)) : nil)
            _ = try EvaluationStore.save(entry, as: viewer, now: monthsAgo(told.monthsAgo), in: tx)
        }
    }
}
