import Foundation
import Safety

// Reads sentences (class, handling, kind, sentence) and prints what the crisis words make of them, by class.
// With `--show`, each that is wrong: for sentences of one's own, never for those that judge.

struct Sentence {
    let kind: String
    let handling: String
    let isSearch: Bool
    let text: String
}

struct Counts {
    var (all, right, nothing, soft, other, alert) = (0, 0, 0, 0, 0, 0)

    mutating func note(_ found: CrisisFinding?, isRight: Bool) {
        all += 1
        if isRight { right += 1 }
        if found == nil, !isRight { nothing += 1 }
        if found?.card == .soft, !isRight { soft += 1 }
        if let found, found.card != .soft, !isRight { other += 1 }
        if found?.isAlert == true { alert += 1 }
    }
}

func sentences(_ path: String) throws -> [Sentence] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap { line in
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard cells.count == 4 else { return nil }
        return Sentence(kind: cells[0], handling: cells[1], isSearch: cells[2] == "search", text: cells[3])
    }
}

let cards: [String: Set<String>] = [
    "C": ["selfHarm"], "C+T": ["selfHarm"], "E": ["overdose", "emergency"], "V": ["harmed"], "K": ["child", "harmed"],
    "F": ["other"],
]

func isRight(_ found: CrisisFinding?, _ handling: String) -> Bool {
    if let wanted = cards[handling] { return found.map { wanted.contains($0.card.rawValue) } ?? false }
    return found == nil || (handling == "S" && found?.card == .soft)
}

let words = try SafetyFeature().words
/// Misses of 60 that a crisis class may have (docs/decisions/0018-words-of-danger.md says how far from that we are).
let mostMissed = 3
var figures: [String: [String: Int]] = [:]
var missed: [String] = []
let isShowing = CommandLine.arguments.contains("--show")
for path in CommandLine.arguments.dropFirst() where !path.hasPrefix("--") {
    let all = try sentences(path)
    var counts: [String: Counts] = [:]
    for sentence in all {
        let found = words.finding(in: sentence.text, isSearch: sentence.isSearch)
        let key = "\(sentence.kind) \(sentence.handling)"
        let isRight = isRight(found, sentence.handling)
        counts[key, default: Counts()].note(found, isRight: isRight)
        if isShowing, !isRight {
            let card = found?.card.rawValue ?? "-"
            print("\(key)\t\(card)\t\(sentence.isSearch ? "search" : "text")\t\(sentence.text)")
        }
    }
    print(path)
    for (key, count) in counts.sorted(by: { $0.key < $1.key }) {
        figures[path, default: [:]][key] = count.right
        let isCrisis = ["C", "E", "V", "K", "F"].contains { key.hasSuffix(" \($0)") } && !key.hasPrefix("effect")
        if isCrisis, (count.all - count.right) * 60 > mostMissed * count.all { missed.append("\(path) \(key)") }
        print(
            "  \(key): \(count.right) of \(count.all) right, \(count.nothing) nothing, \(count.soft) soft, "
                + "\(count.other) another card, \(count.alert) alerts")
    }
    let letters = all.reduce(0) { $0 + $1.text.utf8.count } * 10
    let taken = ContinuousClock().measure {
        for _ in 0..<10 { for one in all { _ = words.finding(in: one.text, isSearch: one.isSearch) } }
    }
    print("  \((taken / .microseconds(1) / Double(letters) * 300).rounded()) µs at 300 letters")
}

let closing: [String: Any] = ["bench": "safety", "right": figures, "missed": missed]
print(String(decoding: try JSONSerialization.data(withJSONObject: closing, options: .sortedKeys), as: UTF8.self))
exit(missed.isEmpty ? 0 : 1)
