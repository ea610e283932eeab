import Markup
import Storage
import Vocabulary

/// One made-up person's records, drawn from random numbers of their own.
struct SimulatedMember {
    private let id: ID<Person>
    private let joined: Instant
    private let language: Language
    private let community: SimulatedCommunity
    private var random: RandomNumbers
    /// Identifiers handed out, which keeps them in order.
    private var count: UInt64 = 0

    init(_ id: ID<Person>, _ community: SimulatedCommunity) {
        self.id = id
        self.community = community
        // The identifier holds the time of joining (UUIDv7).
        joined = Instant(milliseconds: Int64(id.high >> 16))
        random = RandomNumbers(seed: community.seed, stream: id.low)
        language = community.advice.language(&random)
    }

    /// Draws everything and adds it to the rows.
    mutating func write(into rows: inout SimulatedRows) {
        let wanted = 1 + random.weighted([0.42, 0.28, 0.17, 0.09, 0.04])
        var seen: Set<Int> = []
        for _ in 0..<(3 * wanted) where seen.count < wanted {
            seen.insert(community.conditionDraw.position(&random))
        }
        for number in seen.sorted() where community.conditions.indices.contains(number) {
            let treated = community.conditions[number]
            addCondition(treated.purpose, &rows)
            addCourses(treated, &rows)
        }
        if random.chance(0.12), !community.symptoms.isEmpty {
            addCourses(community.symptoms[community.symptomDraw.position(&random)], &rows)
        }
    }

    private mutating func addCondition(_ purpose: Purpose, _ rows: inout SimulatedRows) {
        guard case .condition(let condition) = purpose else { return }
        let since = random.chance(0.7) ? remembered(joined - .days(60 + random.below(5_000))) : nil
        rows.conditions.append([id.sqlValue, condition.sqlValue, since.sqlValue, joined.sqlValue])
    }

    /// How many different things somebody takes for a purpose: 0 to 4.
    static let wantedWeights = [0.14, 0.4, 0.27, 0.13, 0.06]

    private mutating func addCourses(_ treated: SimulatedCommunity.TreatedPurpose, _ rows: inout SimulatedRows) {
        let severity = random.normal()
        let wanted = min(random.weighted(Self.wantedWeights), treated.options.count)
        // Who is worse off takes the stronger things.
        let draw = WeightedDraw(treated.options.map { $0.popularity * Self.leaning(severity, to: $0.strength) })
        var taken: Set<Int> = []
        for _ in 0..<(3 * wanted) where taken.count < wanted { taken.insert(draw.position(&random)) }
        for number in taken.sorted() {
            var course = SimulatedCourse(
                treated.options[number], treated.purpose, severity: severity, joined: joined, community.end, &random)
            addCourse(&course, &rows)
        }
    }

    /// e^(0.5 × severity × strength) to the first three terms and never below 0.2: smooth, and quick enough for
    /// hundreds of millions of calls.
    static func leaning(_ severity: Double, to strength: Double) -> Double {
        let x = 0.5 * severity * strength
        return max(1 + x + x * x / 2, 0.2)
    }

    private mutating func addCourse(_ course: inout SimulatedCourse, _ rows: inout SimulatedRows) {
        let id: ID<Course> = nextID()
        let started = random.chance(0.85) ? remembered(course.started) : nil
        let ended = course.ended.flatMap { end in random.chance(0.8) ? remembered(end, notBefore: started) : nil }
        rows.courses.append([
            id.sqlValue, self.id.sqlValue, course.option.treatment.id.sqlValue, course.purpose.id.sqlValue,
            .text(course.purpose.kind.rawValue), started.sqlValue, ended.sqlValue,
            (course.stopReason?.rawValue).sqlValue, course.recorded.sqlValue, course.lastSeen.sqlValue,
        ])
        for (index, time) in course.times.enumerated() {
            addEvaluation(&course, id, at: time, isLast: index == course.times.count - 1, &rows)
        }
    }

    private mutating func addEvaluation(
        _ course: inout SimulatedCourse, _ courseID: ID<Course>, at time: Instant, isLast: Bool,
        _ rows: inout SimulatedRows
    ) {
        let id: ID<Evaluation> = nextID()
        let treatment = course.option.treatment
        let answers = course.answers(isLast: isLast, &random)
        let advice =
            random.chance(isLast ? 0.45 : 0.1)
            ? community.advice.sentence(treatment.kind, answers.effectiveness, language, &random) : nil
        rows.evaluations.append([
            id.sqlValue, courseID.sqlValue, treatment.id.sqlValue, course.purpose.id.sqlValue, time.sqlValue,
            answers.effectiveness.rawValue.sqlValue, answers.gotWorse.sqlValue,
            (answers.sideEffects?.rawValue).sqlValue,
            (answers.adherence?.rawValue).sqlValue, (answers.burden?.rawValue).sqlValue,
            (answers.cost?.rawValue).sqlValue, advice.sqlValue, .text(AdviceState.passed.rawValue),
            (answers.stopReason?.rawValue).sqlValue,
            .boolean(isLast),
        ])
        for symptom in answers.symptoms { rows.sideEffects.append([id.sqlValue, symptom.sqlValue]) }
    }

    /// As people remember: mostly the month, sometimes the day, sometimes only the year.
    private mutating func remembered(_ time: Instant, notBefore earliest: PartialDate? = nil) -> PartialDate? {
        let day = PartialDate(time)
        let precision = random.weighted([0.2, 0.55, 0.25])
        let date = PartialDate(
            year: day.year, month: precision > 0 ? day.month : nil, day: precision > 1 ? day.day : nil)
        if let date, let earliest, date.isSurely(before: earliest) { return earliest }
        return date
    }

    /// A UUIDv7 (RFC 9562, 5.7) of the time of joining, in order within a person, its other bits from the seed.
    private mutating func nextID<Subject>() -> ID<Subject> {
        count += 1
        let time = UInt64(clamping: joined.milliseconds) & 0xFFFF_FFFF_FFFF
        return ID(
            high: time << 16 | 0x7000 | count & 0xFFF, low: 0x8000_0000_0000_0000 | random.next() >> 2)
    }
}

/// Rows for the tables, in the order of `SimulationStore`'s columns.
struct SimulatedRows: Sendable {
    var conditions: [[SQLValue]] = []
    var courses: [[SQLValue]] = []
    var evaluations: [[SQLValue]] = []
    var sideEffects: [[SQLValue]] = []
}
