import Foundation
import Storage
import Vocabulary

/// One made-up course: when it was, how it went, and who stopped telling.
struct SimulatedCourse {
    let option: SimulatedCommunity.Option
    let purpose: Purpose
    let started: Instant
    /// When the person wrote it down.
    let recorded: Instant
    let ended: Instant?
    let stopReason: StopReason?
    let lastSeen: Instant
    /// When it was evaluated, in order; empty for those who never did.
    let times: [Instant]
    /// How well it works for this person on an ordinary day.
    private let latent: Double
    private let harm: SideEffectSeverity

    init(
        _ option: SimulatedCommunity.Option, _ purpose: Purpose, severity: Double, joined: Instant, _ now: Instant,
        _ random: inout RandomNumbers
    ) {
        self.option = option
        self.purpose = purpose
        let latent =
            option.effect - TrueEffects.severityWeight * severity + TrueEffects.responseWeight * random.normal()
        let harm =
            random.chance(option.harm)
            ? SideEffectSeverity(rawValue: 1 + random.weighted([0.5, 0.3, 0.15, 0.05])) ?? .mild : .none
        self.latent = latent
        self.harm = harm

        let since = random.unit()
        recorded = Self.between(joined, now, since * since)
        started = recorded - Int64(-log(1 - random.unit()) * 300 * 86_400_000)
        // The less it helps and the more it harms, the sooner one stops, and the likelier one falls silent.
        let stops = 0.22 - 0.12 * latent + 0.09 * Double(harm.rawValue)
        let isOver = random.chance(min(max(stops, 0.04), 0.9))
        ended = isOver ? Self.between(recorded, now, random.unit()) : nil
        stopReason = isOver ? Self.reason(latent, harm, &random) : nil
        let isSilent = random.chance(latent < -0.5 ? 0.3 : 0.18)
        let until = isSilent ? Self.between(recorded, ended ?? now, random.unit()) : ended ?? now
        times = Self.times(from: recorded, to: until, &random)
        lastSeen = isSilent ? until : max(until, now - .days(random.below(35)))
    }

    /// What the person says on one occasion.
    func answers(isLast: Bool, _ random: inout RandomNumbers) -> EvaluationAnswers {
        let kind = option.treatment.kind
        let severity = random.chance(0.8) ? harm : nil
        var symptoms: [ID<Symptom>] = []
        if let severity, severity > .none, !option.symptoms.isEmpty {
            for _ in 0..<(1 + random.weighted([0.5, 0.3, 0.2])) {
                let symptom = option.symptoms[option.symptomDraw.position(&random)]
                if !symptoms.contains(symptom) { symptoms.append(symptom) }
            }
        }
        let help = latent + TrueEffects.dayWeight * random.normal()
        return EvaluationAnswers(
            effectiveness: TrueEffects.step(help), gotWorse: TrueEffects.isWorse(help), sideEffects: severity,
            symptoms: symptoms, adherence: Adherence(rawValue: answer([0.06, 0.16, 0.43, 0.35], &random)),
            burden: Burden(rawValue: answer(kind.burdenWeights, &random)),
            cost: Cost(rawValue: answer(kind.costWeights, &random)), stopReason: isLast ? stopReason : nil)
    }

    /// A step, or -1, which is none: optional questions are skipped by one in three.
    private func answer(_ weights: [Double], _ random: inout RandomNumbers) -> Int {
        random.chance(0.67) ? random.weighted(weights) : -1
    }

    private static func times(from start: Instant, to end: Instant, _ random: inout RandomNumbers) -> [Instant] {
        guard !random.chance(0.1) else { return [] }
        var count = 1
        while count < 8, random.chance(0.43) { count += 1 }
        return (0..<count).map { _ in between(start, end, random.unit()) }.sorted()
    }

    private static func reason(
        _ latent: Double, _ harm: SideEffectSeverity, _ random: inout RandomNumbers
    ) -> StopReason {
        let reasons: [(StopReason, Double)] = [
            (.notEnoughHelp, max(0.6 - 0.5 * latent, 0.05)), (.sideEffects, 0.35 * Double(harm.rawValue)),
            (.cost, 0.12), (.gotBetter, max(0.3 * latent, 0.02)), (.doctorAdvised, 0.15), (.hardToKeepUp, 0.16),
            (.switched, 0.15), (.other, 0.06),
        ]
        return reasons[random.weighted(reasons.map(\.1))].0
    }

    private static func between(_ start: Instant, _ end: Instant, _ share: Double) -> Instant {
        start + Int64(Double(max(end.milliseconds - start.milliseconds, 0)) * share)
    }
}
