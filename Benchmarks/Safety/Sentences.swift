import Foundation

/// A sentence that people type, and what should be done.
struct Sentence {
    /// now, passive, idiom …
    let kind: String
    /// C a card, E emergency first, V, K, F another's card, S a soft line, H held, T the care team, N nothing.
    let handling: String
    let isSearch: Bool
    let text: String

    static let cards: [String: Set<String>] = [
        "C": ["selfHarm"], "C+T": ["selfHarm"], "E": ["overdose", "emergency"], "V": ["harmed"],
        "K": ["child", "harmed"],
        "F": ["other"],
    ]

    /// Asks for nothing, or for a line.
    var isSafe: Bool { handling == "S" || handling == "N" }

    static func read(_ path: String) throws -> [Sentence] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 4 else { return nil }
            return Sentence(kind: cells[0], handling: cells[1], isSearch: cells[2] == "search", text: cells[3])
        }
    }

    /// As it was written, and as others would have typed it: without accents and signs, with a slip, with a curly mark and a
    /// picture. The four share one vote.
    var spellings: [String] {
        [text, text.folding(options: .diacriticInsensitive, locale: nil).lowercased(), slipped, decorated]
    }

    /// Two neighbouring letters of the longest word change places, and one letter of another is left out: always the same.
    private var slipped: String {
        var words = text.split(separator: " ").map(Array.init)
        let order = words.indices.sorted { (words[$0].count, $1) > (words[$1].count, $0) }
        if let longest = order.first, words[longest].count > 4 {
            words[longest].swapAt(words[longest].count / 2, words[longest].count / 2 + 1)
        }
        if order.count > 3, words[order[1]].count > 5 { words[order[1]].remove(at: words[order[1]].count / 2) }
        return words.map { String($0) }.joined(separator: " ")
    }

    private var decorated: String { text.replacing("'", with: "\u{2019}") + " \u{1F614}\u{FE0F}" }
}

/// The range that a share is likely in (95 %), for so many of so many: Wilson's, which stays within 0 and 1.
func wilson(_ count: Double, of all: Int) -> (low: Double, high: Double) {
    guard all > 0 else { return (0, 1) }
    let (n, z) = (Double(all), 1.96)
    let share = count / n
    let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
    return (max(middle - half, 0), min(middle + half, 1))
}

/// CPU of this process, in microseconds.
func usedMicroseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}
