import Markup
import Storage
import Vocabulary
import Web

/// How a person reads their questions and answers.
extension EvidenceFeature {
    var preferenceWords: RecordWords {
        RecordWords(
            "evidence.file.preference", about: "evidence.file.preference.about",
            [.yesNo("mayBeAsked", "evidence.file.mayBeAsked"), .moment("changedAt", "evidence.file.changed")])
    }

    /// A treatment and a purpose.
    private var pair: [RecordField] {
        [
            .named("treatment", entry: "treatmentEntry", "evidence.file.treatment") { slug, language in
                vocabulary.catalogue.treatment(slug: slug)?.name(language)
            },
            .named("purpose", entry: "purposeEntry", "evidence.file.purpose") { slug, language in
                vocabulary.catalogue.purpose(slug: slug)?.name(language)
            },
        ]
    }

    var countedWords: RecordWords {
        RecordWords(
            "evidence.file.counted", about: "evidence.file.counted.about",
            pair + [.moment("countedAt", "evidence.file.countedAt"), .number("times", "evidence.file.times")])
    }

    var askedWords: RecordWords {
        RecordWords(
            "evidence.file.asked", about: "evidence.file.asked.about",
            pair + [
                .words("question", "evidence.file.question"), .moment("askedAt", "evidence.file.when"),
                .choice("state", "evidence.file.state", Ask.State.allCases.map(\.rawValue)) {
                    "evidence.file.ask.\($0)"
                },
                .records(
                    "replies", "evidence.file.replies",
                    [
                        .words("by", "evidence.file.by"), .words("text", "evidence.file.wrote"),
                        .moment("at", "evidence.file.when"),
                    ]),
            ])
    }

    var receivedWords: RecordWords {
        RecordWords(
            "evidence.file.received", about: "evidence.file.received.about",
            [
                .words("question", "evidence.file.question"), .words("by", "evidence.file.askedBy"),
                .moment("receivedAt", "evidence.file.came"),
                .choice("state", "evidence.file.state", AskExport.offerStates) { "evidence.file.offer.\($0)" },
                .words("answer", "evidence.file.answer"), .moment("decidedAt", "evidence.file.decided"),
            ])
    }

    var heldQuestionWords: RecordWords {
        RecordWords("evidence.file.heldQuestions", about: "evidence.file.heldQuestions.about", held)
    }

    var heldAnswerWords: RecordWords {
        RecordWords("evidence.file.heldAnswers", about: "evidence.file.heldAnswers.about", held)
    }

    private var held: [RecordField] {
        [
            .words("text", "evidence.file.words"), .moment("at", "evidence.file.when"),
            .yesNo("isRefused", "evidence.file.refused"),
        ]
    }
}
