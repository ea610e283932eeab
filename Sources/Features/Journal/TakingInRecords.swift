import Foundation
import Markup
import Safety
import Storage
import Vocabulary
import Web

// A member's own records, taken in from their file. What the forms would refuse is refused here, too; what stands here
// already is left as it is.
extension JournalFeature {
    func check(_ record: JournalExport.ConditionRecord, _ visit: Visit) throws -> CheckedRecord {
        let since = try date(record.since, "since")
        if let since, PartialDate.latestToday(visit.now).isSurely(before: since) { throw RecordFault.value("since") }
        let notedAt = try moment(record.notedAt, "notedAt", visit)
        let named = NamedInFile(entry: record.conditionEntry, word: record.condition, field: "condition")
        try checkName(named)
        let viewer = visit.viewer
        return CheckedRecord(texts: [record.condition]) { tx in
            let id = try concept(.condition, named, visit, in: tx)
            let condition = MemberCondition(condition: ID(high: id.high, low: id.low), since: since)
            guard try !TakingInStore.has(condition.condition, as: viewer, in: tx) else { return false }
            try MemberConditionStore.add(condition, as: viewer, now: notedAt, in: tx)
            return true
        }
    }

    func check(_ record: JournalExport.CourseRecord, _ visit: Visit) throws -> CheckedRecord {
        let pair = try Pair(
            record.treatment, record.treatmentEntry, record.purpose, record.purposeEntry, record.purposeKind, self)
        let (started, ended) = (try date(record.started, "started"), try date(record.ended, "ended"))
        let (addedAt, changedAt) = (
            try moment(record.addedAt, "addedAt", visit), try moment(record.changedAt, "changedAt", visit)
        )
        let dose = try words(record.dose, "dose", longest: Course.longestDose)
        let reason = try stopReason(record.whyStopped)
        let faults = CourseFault.all(
            started: started, ended: ended, stopReason: reason, today: .latestToday(visit.now))
        guard faults.isEmpty else { throw RecordFault.value(faults == [.startedInFuture] ? "started" : "ended") }
        let viewer = visit.viewer
        return CheckedRecord(
            year: started?.year, texts: [dose, record.treatment, record.purpose].compactMap { $0 }
        ) { tx in
            let (treatment, purpose) = try pair.resolve(self, visit, in: tx)
            guard try CourseStore.course(of: treatment, for: purpose, as: viewer, in: tx) == nil else { return false }
            let course = Course(
                id: .new(at: addedAt), treatment: treatment, purpose: purpose, started: started, ended: ended,
                dose: dose, stopReason: reason)
            _ = try CourseStore.add(course, as: viewer, now: addedAt, in: tx)
            try TakingInStore.setChanged(changedAt, course.id, in: tx)
            return true
        }
    }

    func check(_ record: JournalExport.EvaluationRecord, _ visit: Visit) throws -> CheckedRecord {
        let pair = try Pair(
            record.treatment, record.treatmentEntry, record.purpose, record.purposeEntry, record.purposeKind, self)
        let (at, remembered) = (try moment(record.date, "date", visit), try date(record.remembered, "remembered"))
        let answers = try answers(record)
        let symptoms = zip(record.sideEffects, record.sideEffectEntries)
            .map { NamedInFile(entry: $1, word: $0, field: "sideEffects") }
        for symptom in symptoms { try checkName(symptom) }
        let viewer = visit.viewer
        return CheckedRecord(
            year: (remembered ?? PartialDate(at)).year, texts: [answers.advice].compactMap { $0 } + record.sideEffects
        ) { tx in
            let (treatment, purpose) = try pair.resolve(self, visit, in: tx)
            guard let course = try CourseStore.course(of: treatment, for: purpose, as: viewer, in: tx) else {
                throw RecordFault("journal.takeIn.noTreatment")
            }
            var answers = answers
            answers.symptoms = try symptoms.map { symptom in
                let id = try concept(.symptom, symptom, visit, in: tx)
                return ID(high: id.high, low: id.low)
            }
            let faults = EvaluationFault.all(
                of: answers, remembered: remembered, started: course.started, today: .latestToday(visit.now))
            // A start that was put right here since the file was made is no reason to lose the record.
            guard faults.allSatisfy({ $0 == .beforeStart }) else {
                throw RecordFault.value(faults.contains(.inFuture) ? "remembered" : "sideEffects")
            }
            return try add(answers, at, remembered, to: course, viewer, in: tx)
        }
    }

    /// Advice is looked at like that which is typed: what should not go out unseen stays held, and its author sees why; so do
    /// words that a moderator turned down or took out of sight, which an older file would bring back.
    private func add(
        _ answers: EvaluationAnswers, _ at: Instant, _ remembered: PartialDate?, to course: Course, _ viewer: Viewer,
        in tx: Transaction
    ) throws -> Bool {
        let isHere =
            try remembered.map { try TakingInStore.has(answers, $0, of: course.id, in: tx) }
            ?? TakingInStore.has(at, of: course.id, in: tx)
        guard !isHere else { return false }
        let isHeld = try answers.advice.map { try mustWait($0, viewer, in: tx) } ?? false
        let entry = EvaluationStore.Entry(
            id: .new(at: at), course: course.id, answers: answers, remembered: remembered, isOver: nil, ended: nil,
            adviceState: isHeld ? .held : .passed)
        let changedAt = try TakingInStore.changed(course.id, in: tx)
        _ = try EvaluationStore.save(entry, as: viewer, now: at, in: tx)
        try TakingInStore.setChanged(max(changedAt, at), course.id, in: tx)
        return true
    }

    private func mustWait(_ advice: String, _ viewer: Viewer, in tx: Transaction) throws -> Bool {
        if !safety.findings(in: advice).isEmpty { return true }
        return try viewer.personID.map { try safety.isTurnedDown(advice, of: Self.adviceKind, by: $0, tx) } ?? false
    }

    // MARK: - Values

    private func answers(_ record: JournalExport.EvaluationRecord) throws -> EvaluationAnswers {
        func step<Step: RawRepresentable<Int>>(_ value: Int?, _ field: String) throws -> Step? {
            guard let value else { return nil }
            guard let step = Step(rawValue: value) else { throw RecordFault.value(field) }
            return step
        }
        guard let effectiveness = Effectiveness(rawValue: record.effectiveness) else {
            throw RecordFault.value("effectiveness")
        }
        guard record.gotWorse != true || effectiveness == .notAtAll else { throw RecordFault.value("gotWorse") }
        guard record.sideEffects.count == record.sideEffectEntries.count,
            record.sideEffects.count <= EvaluationAnswers.mostSymptoms
        else { throw RecordFault.value("sideEffects") }
        return EvaluationAnswers(
            effectiveness: effectiveness, gotWorse: record.gotWorse,
            sideEffects: try step(record.sideEffectSeverity, "sideEffectSeverity"),
            adherence: try step(record.adherence, "adherence"), burden: try step(record.burden, "burden"),
            cost: try step(record.cost, "cost"),
            advice: try words(record.advice, "advice", longest: EvaluationAnswers.longestAdvice),
            stopReason: try stopReason(record.whyStopped))
    }

    private func stopReason(_ text: String?) throws -> StopReason? {
        guard let text else { return nil }
        guard let reason = StopReason(rawValue: text) else { throw RecordFault.value("whyStopped") }
        return reason
    }

    private func date(_ text: String?, _ field: String) throws -> PartialDate? {
        guard let text else { return nil }
        guard let date = PartialDate(text), (1900...2200).contains(date.year) else { throw RecordFault.value(field) }
        return date
    }

    /// Never later than now; a server whose clock is a little ahead is believed.
    private func moment(_ text: String, _ field: String, _ visit: Visit) throws -> Instant {
        guard let at = Instant(exported: text), at < visit.now + .days(1), at.milliseconds >= 0 else {
            throw RecordFault.value(field)
        }
        return min(at, visit.now)
    }

    private func words(_ text: String?, _ field: String, longest: Int) throws -> String? {
        guard let text else { return nil }
        var reader = FormReader(FormFields([field: text]))
        let read = reader.text(field, max: longest, multiline: true)
        guard reader.errors.isEmpty else { throw RecordFault.value(field) }
        return read.isEmpty ? nil : read
    }

    // MARK: - Names

    fileprivate func checkName(_ named: NamedInFile) throws {
        let length = named.word.unicodeScalars.count
        guard length > 0, length <= 200, named.entry?.utf8.count ?? 0 <= 200 else {
            throw RecordFault.value(named.field)
        }
    }

    /// The entry here, or the words as the member's own.
    fileprivate func concept(
        _ kind: ConceptKind, _ named: NamedInFile, _ visit: Visit, in tx: Transaction
    ) throws -> (high: UInt64, low: UInt64) {
        if let entry = named.entry, let concept = vocabulary.catalogue.concept(kind, slug: entry) {
            return concept.identifier
        }
        let proposal = try WordRefusal.asFault {
            try vocabulary.propose(
                named.word, kind: kind, language: visit.language, by: visit.viewer, atMost: ProposedWord.mostTakenIn,
                in: tx)
        }
        switch proposal {
        case .known(let concept): return concept.identifier
        case .proposed(let word): return (word.id.high, word.id.low)
        }
    }
}

/// An entry of the catalogue and, for what it does not know here, the words.
private struct NamedInFile: Sendable {
    let entry: String?
    let word: String
    /// What it is called in the file.
    let field: String
}

/// What a course is of, by the names in a file.
private struct Pair: Sendable {
    let treatment: NamedInFile
    let purpose: NamedInFile
    let kind: ConceptKind

    init(
        _ treatment: String, _ treatmentEntry: String?, _ purpose: String, _ purposeEntry: String?, _ kind: String,
        _ journal: JournalFeature
    ) throws {
        self.treatment = .init(entry: treatmentEntry, word: treatment, field: "treatment")
        self.purpose = .init(entry: purposeEntry, word: purpose, field: "purpose")
        guard let kind = ConceptKind(rawValue: kind), kind != .treatment else { throw RecordFault.value("purposeKind") }
        self.kind = kind
        try journal.checkName(self.treatment)
        try journal.checkName(self.purpose)
    }

    func resolve(_ journal: JournalFeature, _ visit: Visit, in tx: Transaction) throws -> (ID<Treatment>, Purpose) {
        let treatment = try journal.concept(.treatment, treatment, visit, in: tx)
        let purpose = try journal.concept(kind, purpose, visit, in: tx)
        guard let found = Purpose(id: ID(high: purpose.high, low: purpose.low), kind: kind.rawValue) else {
            throw RecordFault.value("purposeKind")
        }
        return (ID(high: treatment.high, low: treatment.low), found)
    }
}

extension Concept {
    /// The bits of its identifier, of whichever kind.
    fileprivate var identifier: (high: UInt64, low: UInt64) {
        switch self {
        case .condition(let condition): (condition.id.high, condition.id.low)
        case .treatment(let treatment): (treatment.id.high, treatment.id.low)
        case .symptom(let symptom): (symptom.id.high, symptom.id.low)
        }
    }
}
