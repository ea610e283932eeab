import Markup
import Storage
import Vocabulary
import Web

/// How a person reads what they recorded.
extension JournalFeature {
    var conditionWords: RecordWords {
        RecordWords(
            "journal.file.conditions", about: "journal.file.conditions.about",
            [
                named("condition", "journal.file.condition") { $0.condition(slug: $1).map(Concept.condition) },
                .day("since", "journal.file.since"), .moment("notedAt", "journal.file.noted"),
            ])
    }

    var treatmentWords: RecordWords {
        RecordWords(
            "journal.file.treatments", about: "journal.file.treatments.about",
            ofWhat + [
                .day("started", "journal.file.started"), .day("ended", "journal.file.ended"),
                .words("dose", "journal.file.dose"), whyStopped, .moment("addedAt", "journal.file.noted"),
                .moment("changedAt", "journal.file.changed"),
            ])
    }

    var evaluationWords: RecordWords {
        func steps(_ count: Int) -> [String] { (0..<count).map { String($0) } }
        return RecordWords(
            "journal.file.evaluations", about: "journal.file.evaluations.about",
            ofWhat + [
                .moment("date", "journal.file.said"), .day("remembered", "journal.file.remembered"),
                helped,
                .choice("sideEffectSeverity", "journal.file.severity", steps(5)) { "journal.severity.\($0)" },
                .named("sideEffects", entry: "sideEffectEntries", "journal.file.sideEffects") { slug, language in
                    vocabulary.catalogue.symptom(slug: slug)?.name(language)
                },
                .choice("adherence", "journal.file.adherence", steps(4)) { "journal.adherence.\($0)" },
                .choice("burden", "journal.file.burden", steps(4)) { "journal.burden.\($0)" },
                .choice("cost", "journal.file.cost", steps(4)) { "journal.cost.\($0)" },
                .words("advice", "journal.file.advice"),
                .choice(
                    "adviceState", "journal.file.adviceState",
                    AdviceState.allCases.map(\.rawValue) + [JournalExport.EvaluationRecord.withdrawn]
                ) {
                    "journal.file.advice.\($0)"
                },
                whyStopped,
            ])
    }

    /// The treatment, and what it is for.
    private var ofWhat: [RecordField] {
        [
            named("treatment", "journal.file.treatment") { $0.treatment(slug: $1).map(Concept.treatment) },
            named("purpose", "journal.file.purpose") { $0.purpose(slug: $1) }, .forPrograms("purposeKind"),
        ]
    }

    /// The step, or that it made things worse; in a table with the step's number, by which it is sorted.
    private var helped: RecordField {
        let (label, worse) = ("journal.file.helped", "journal.effectiveness.worse")
        let step = RecordField.choice(
            "effectiveness", label, Effectiveness.allCases.map { String($0.rawValue) }
        ) { "journal.effectiveness.\($0)" }
        return RecordField(["effectiveness", "gotWorse"], label, choices: step.choices) { record, reader in
            guard record["gotWorse"] == .truth(true) else { return step.say(record, reader) }
            return .lines([reader.isTable ? "0 \(reader.text(worse))" : reader.text(worse)])
        }
    }

    private var whyStopped: RecordField {
        .choice("whyStopped", "journal.file.whyStopped", StopReason.allCases.map(\.rawValue)) { "journal.stop.\($0)" }
    }

    private func named(
        _ name: String, _ label: String, _ find: @escaping @Sendable (Catalogue, String) -> Concept?
    ) -> RecordField {
        .named(name, entry: "\(name)Entry", label) { slug, language in
            find(vocabulary.catalogue, slug)?.name(language)
        }
    }
}
