import Web

extension RecordWords {
    /// Words that the member said, as the member reads them.
    static let said = RecordWords(
        "vocabulary.file.words", about: "vocabulary.file.words.about",
        [
            .words("word", "vocabulary.file.word"),
            .choice("kind", "vocabulary.file.kind", ["condition", "treatment", "symptom"]) {
                "vocabulary.word.kind.\($0)"
            },
            .language("language", "vocabulary.file.language"),
            .choice("status", "vocabulary.file.status", ProposedWord.Status.allCases.map(\.rawValue)) {
                "vocabulary.file.status.\($0)"
            },
            .moment("proposedAt", "vocabulary.file.said"),
        ])
}
