package import Storage
package import Vocabulary

/// How a treatment went for one person at one time.
package struct Evaluation: Sendable, Hashable {
    package let id: ID<Evaluation>
    package let course: ID<Course>
    package let evaluatedAt: Instant
    /// As the person remembered the time, when it was written down afterwards.
    package var remembered: PartialDate?
    package var answers: EvaluationAnswers
    /// The newest of its course: the one that counts.
    package var isCurrent: Bool
    /// Whether others may read the sentence of advice.
    package var adviceState: AdviceState
}

/// What the rules of review, or a moderator, say of a sentence of advice. Only what passed enters a release.
package enum AdviceState: String, Sendable, CaseIterable {
    /// Nobody has looked yet: it stood before there were rules, or comes from elsewhere.
    case unread
    case passed
    /// Something was found: its author may change it, or let a person look.
    case held
    /// A moderator is going to look.
    case waiting
    /// A moderator said no; or it comes from elsewhere and nobody can change it.
    case refused
}

/// What was answered. Only the first question must be.
package struct EvaluationAnswers: Sendable, Hashable {
    package var effectiveness: Effectiveness
    /// That it made things worse: then `effectiveness` is `notAtAll`. Nil where that was not offered, so that nobody knows.
    package var gotWorse: Bool?
    package var sideEffects: SideEffectSeverity?
    /// What was felt as a side effect, in the order of the catalogue.
    package var symptoms: [ID<Symptom>]
    package var adherence: Adherence?
    package var burden: Burden?
    package var cost: Cost?
    /// One sentence for the next person, at most `longestAdvice` scalars.
    package var advice: String?
    package var stopReason: StopReason?

    package init(
        effectiveness: Effectiveness, gotWorse: Bool? = nil, sideEffects: SideEffectSeverity? = nil,
        symptoms: [ID<Symptom>] = [], adherence: Adherence? = nil, burden: Burden? = nil, cost: Cost? = nil,
        advice: String? = nil, stopReason: StopReason? = nil
    ) {
        self.effectiveness = effectiveness
        self.gotWorse = gotWorse
        self.sideEffects = sideEffects
        self.symptoms = symptoms
        self.adherence = adherence
        self.burden = burden
        self.cost = cost
        self.advice = advice
        self.stopReason = stopReason
    }

    /// Unicode scalars in the sentence of advice.
    package static let longestAdvice = 280
    /// Symptoms one evaluation may name.
    static let mostSymptoms = 20
}

/// What cannot be true of an evaluation.
enum EvaluationFault: Sendable, Hashable, CaseIterable {
    /// Side effects named, and "none" chosen.
    case symptomsOfNone
    case tooManySymptoms
    case inFuture
    case beforeStart
}

extension EvaluationFault {
    static func all(
        of answers: EvaluationAnswers, remembered: PartialDate?, started: PartialDate?, today: PartialDate
    ) -> [EvaluationFault] {
        var faults: [EvaluationFault] = []
        if answers.sideEffects == SideEffectSeverity.none, !answers.symptoms.isEmpty { faults.append(.symptomsOfNone) }
        if answers.symptoms.count > EvaluationAnswers.mostSymptoms { faults.append(.tooManySymptoms) }
        if let remembered, today.isSurely(before: remembered) { faults.append(.inFuture) }
        if let remembered, let started, remembered.isSurely(before: started) { faults.append(.beforeStart) }
        return faults
    }
}

extension Evaluation {
    /// When an evaluation happened that a person remembers as `remembered`: noon UTC of its first day, so that the day
    /// is the same from Lima to Tokyo; never later than now.
    static func moment(of remembered: PartialDate?, now: Instant) -> Instant {
        guard let remembered else { return now }
        return min(remembered.start + .hours(12), now)
    }
}
