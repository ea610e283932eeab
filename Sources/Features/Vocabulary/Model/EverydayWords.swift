import Markup

/// Names that are also everyday words (`everyday-words.csv`): whoever says "rest" or "iron" in a talk seldom speaks of a
/// treatment. Search finds them all the same.
struct EverydayWords: Sendable {
    /// When such a name counts as a mention after all.
    enum Exception: String, Sendable {
        case never = ""
        /// Written in capitals: "ADD", but not "add".
        case capitals
    }

    private var words: [Language: [String: Exception]] = [:]

    /// None.
    init() {}

    init(_ table: CatalogueTable, _ faults: inout [String]) {
        for row in table.rows {
            let key = Folding.key(row["words"])
            guard !key.isEmpty, let exception = Exception(rawValue: row["unless"]) else {
                faults.append("\(table.file), line \(row.line): needs words, and “capitals” or nothing behind them")
                continue
            }
            words[Language(rawValue: row["language"]), default: [:]][key] = exception
        }
    }

    /// What is said of folded words in a language; nil where they are no everyday words.
    func exception(of words: [[UInt8]], in language: Language) -> Exception? {
        self.words[language]?[Folding.joined(words[...])]
    }
}
