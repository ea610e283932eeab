import Storage
import Web

/// What the queue keeps of a member, for the file they download.
enum QueueExport {
    struct Reported: Encodable, Sendable {
        let what: String
        let reason: String
        let words: String?
        let madeAt: String
        let isWithdrawn: Bool
    }

    /// A sealed copy of the member's own words. Not who asked for it, nor why.
    struct Kept: Encodable, Sendable {
        let what: String
        let words: String?
        /// A day.
        let keptSince: String
        let decisions: [Told]
        let appeal: String?
    }

    struct Told: Encodable, Sendable {
        let at: String
        let outcome: String
        let measure: String
        let suspendedUntil: String?
        let explanation: String
    }

    /// What a moderator decided, with what they wrote to whoever it was about; not who that was.
    struct Decided: Encodable, Sendable {
        let at: String
        let what: String
        let outcome: String
        let measure: String
        let explanation: String
    }

    /// How often a member was told on a day that their words wait.
    struct Tries: Encodable, Sendable {
        let day: String
        let tries: Int
    }

    /// What a moderator did with a case, and what they noted.
    struct Step: Encodable, Sendable {
        let at: String
        let what: String
        let words: String?
    }

    /// - Parameter eraseCases: takes a member out of a few of the cases about what they wrote.
    static func records(
        _ seal: CaseSeal, _ eraseCases: @escaping @Sendable (ID<Person>, Int, Transaction) throws -> Bool
    ) -> [RecordSet] {
        ofReporters(seal) + ofModerators(seal) + ofAuthors(seal, eraseCases)
    }

    private static func ofAuthors(
        _ seal: CaseSeal, _ eraseCases: @escaping @Sendable (ID<Person>, Int, Transaction) throws -> Bool
    ) -> [RecordSet] {
        let cases = RecordSet.Table(
            "safety_cases", of: ["author_id", "owner_id", "subject_record"], words: ["words"],
            codes: ["origin", "subject_kind", "space", "found", "state"],
            except: [
                "case_key": "opens the words, for the server alone",
                "words_mark": "tells only whether words are the same",
            ])
        return [
            .list(
                "safety/kept", cases, .init("safety_appeals", words: ["words"]), erased: .pieces(eraseCases),
                count: { try CaseStore.count(about: $0, in: $1) }
            ) { member, after, limit, tx in
                try CaseStore.page(about: member, after: after, limit: limit, in: tx)
                    .map { ($0.id, try kept($0, seal, tx)) }
            }.read(as: .kept),
            .few("safety/review-tries", .init("safety_review_tries", of: ["member_id"], codes: ["day"])) { member, tx in
                try ReviewTryStore.tries(of: member, in: tx).map { Tries(day: $0.day.text, tries: $0.count) }
            }.read(as: .tries),
        ]
    }

    private static func kept(_ one: SafetyCase, _ seal: CaseSeal, _ tx: Transaction) throws -> Kept {
        let key = seal.key(one.key, of: one.id)
        return Kept(
            what: one.subject.kind, words: key?.open(one.words), keptSince: PartialDate(one.openedAt).description,
            decisions: try DecisionStore.all(of: one.id, in: tx).filter(\.isTold).map { told($0, of: one) },
            appeal: try DecisionStore.appeal(of: one.id, in: tx).flatMap { key?.open($0.words) })
    }

    private static func ofReporters(_ seal: CaseSeal) -> [RecordSet] {
        [
            .list(
                "safety/reports", .init("safety_reports", of: ["reporter_id"], words: ["words"], codes: ["reason"]),
                erased: .pieces(ReportStore.erase),
                count: { try ReportStore.count(of: $0, in: $1) }
            ) { member, after, limit, tx in
                try ReportStore.page(of: member, after: after, limit: limit, in: tx)
                    .map { ($0.id, try reported($0, seal, tx)) }
            }.read(as: .reports),
            .list(
                "safety/worries", .init("safety_worries", of: ["worried_id"]), erased: .pieces(WorryStore.erase),
                count: { try WorryStore.count(of: $0, in: $1) }
            ) { member, after, limit, tx in
                try WorryStore.page(of: member, after: after, limit: limit, in: tx)
                    .map { ($0.id, ["what": $0.what, "at": $0.at.description]) }
            }.read(as: .worries),
            // A day: a moment would tell who was worried to whoever remembers a visit.
            .one("safety/card", .init("safety_cards", of: ["member_id"])) { member, tx in
                try WorryStore.cardLaid(for: member, in: tx).map { ["laidOn": PartialDate($0).description] }
            }.read(as: .card),
        ]
    }

    private static func reported(_ report: Report, _ seal: CaseSeal, _ tx: Transaction) throws -> Reported {
        let one = try CaseStore.find(report.safetyCase, in: tx)
        let key = one.flatMap { seal.key($0.key, of: $0.id) }
        return Reported(
            what: one?.subject.kind ?? "", reason: report.reason.rawValue, words: key?.open(report.words),
            madeAt: report.madeAt.description, isWithdrawn: report.isWithdrawn)
    }

    private static func ofModerators(_ seal: CaseSeal) -> [RecordSet] {
        [
            .list(
                "safety/decided",
                .init(
                    "safety_decisions", of: ["decided_by"], words: ["explanation"],
                    codes: ["outcome", "measure", "category"]),
                erased: .pieces(DecisionStore.eraseModerator), count: { try DecisionStore.countDecided(by: $0, in: $1) }
            ) { member, after, limit, tx in
                try DecisionStore.decided(by: member, after: after, limit: limit, in: tx).map { one, what in
                    let decided = Decided(
                        at: one.at.description, what: what, outcome: one.outcome.rawValue,
                        measure: one.measure.rawValue, explanation: one.explanation)
                    return (one.id, decided)
                }
            }.read(as: .decided),
            .list(
                "safety/steps",
                .init("safety_steps", of: ["moderator_id"], words: ["words"], codes: ["step"]),
                erased: .pieces(DecisionStore.eraseSteps), count: { try DecisionStore.countSteps(by: $0, in: $1) }
            ) { member, after, limit, tx in
                try DecisionStore.steps(by: member, after: after, limit: limit, in: tx).map { row in
                    let words = seal.key(row.key, of: row.safetyCase)?.open(row.words)
                    return (row.id, Step(at: row.at.description, what: row.step, words: words))
                }
            }.read(as: .steps),
        ]
    }

    /// A yes to words that had nowhere to go any more let nothing go on.
    private static func told(_ decision: Decision, of one: SafetyCase) -> Told {
        let isInVain = one.isHidden && decision.outcome == .allowed
        return Told(
            at: decision.at.description, outcome: isInVain ? "allowedInVain" : decision.outcome.rawValue,
            measure: decision.measure.rawValue,
            suspendedUntil: decision.suspendedUntil?.description, explanation: decision.explanation)
    }
}
