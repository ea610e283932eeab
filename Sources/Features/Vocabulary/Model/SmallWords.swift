import Markup

/// Words that say nothing about which condition or treatment is meant, but something about the words around them
/// (`small-words.csv`).
package struct SmallWords: Sendable {
    /// What a word does.
    package enum Use: String, Sendable, CaseIterable {
        /// Search passes over it: "the", "de".
        case skip
        /// It stands between two things that a text names one after another: "and", "y".
        case join
        /// What comes behind it is not so: "no", "without".
        case deny
        /// Behind it a denial no longer holds: "but".
        case turn
    }

    private var words: [Use: Set<[UInt8]>] = [:]

    /// None.
    init() {}

    init(_ table: CatalogueTable, _ faults: inout [String]) {
        for row in table.rows {
            guard let use = Use(rawValue: row["use"]), let word = Folding.words(row["word"]).first else {
                faults.append("\(table.file), line \(row.line): no use of a word is called \(row["use"])")
                continue
            }
            words[use, default: []].insert(word)
        }
    }

    /// Whether a folded word is used so in one of the languages.
    package func has(_ word: [UInt8], for use: Use) -> Bool { words[use]?.contains(word) ?? false }

    func joins(_ word: String) -> Bool { has(Array(word.utf8), for: .join) }

    /// Without words to skip, unless there is nothing else. A single letter at the end stays: vitamin A, hepatitis A.
    package func removed(from words: [[UInt8]]) -> [[UInt8]] {
        let telling = words.indices.filter { at in
            !has(words[at], for: .skip) || (words[at].count == 1 && at > 0 && at == words.count - 1)
        }
        return telling.isEmpty ? words : telling.map { words[$0] }
    }
}
