import Foundation
import Safety

// What the words of danger make of sentences (class, handling, kind, sentence) that people type, by class, with ranges.
//
//     bench-safety FILE …            the table; exits with 1 where a goal is missed
//     bench-safety FILE … --show     and each that is wrong: for sentences of one's own, never for those that judge
//     bench-safety --alerts          reads texts, a line each with an id before it, and lists those that would call a person
//     bench-safety --features        reads sentences (code, kind, sentence) and prints what they are made of, for train.py

/// Misses of 60 that a crisis class may have, cards on safe texts, alerts on reviews, CPU a text of 300 letters.
let (mostMissed, mostFalse, mostAlerts, mostMicroseconds) = (3.0, 0.03, 0.002, 50.0)

if CommandLine.arguments.contains("--features") {
    while let line = readLine() {
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard cells.count >= 3 else { continue }
        let parts = TextFeatures(isSearch: cells[cells.count - 2] == "search").numbers(of: cells[cells.count - 1])
        print(
            cells[cells.count - 3], parts.words.map(String.init).joined(separator: " "),
            parts.pieces.map(String.init).joined(separator: " "), separator: "\t")
    }
    exit(0)
}

func close(_ figures: [String: Any], _ missed: [String]) throws -> Never {
    var figures = figures
    figures["missed"] = missed
    print(String(decoding: try JSONSerialization.data(withJSONObject: figures, options: .sortedKeys), as: UTF8.self))
    exit(missed.isEmpty ? 0 : 1)
}

let words = try CrisisReader().words
if CommandLine.arguments.contains("--alerts") {
    let counts = judgeAlerts(words)
    let share = Double(counts.alerts) / Double(max(counts.all, 1))
    print(
        "\(counts.all) review texts: \(counts.alerts) alerts (\((share * 10_000).rounded() / 100) %), \(counts.cards) cards"
    )
    try close(
        ["bench": "safety alerts", "texts": counts.all, "alerts": counts.alerts, "cards": counts.cards],
        share > mostAlerts ? ["alerts"] : [])
}

let medicines = try String(contentsOfFile: "Vocabulary/treatments.csv", encoding: .utf8).split(separator: "\n")
    .filter { $0.contains(",medicine,") }
let review = try ReviewRules(
    crisis: words,
    // Codes and addresses are no words that people say.
    medicines: medicines.flatMap { $0.split(whereSeparator: { ",;".contains($0) }).dropFirst().map(String.init) }
        .filter { !$0.hasPrefix("https:") && !$0.allSatisfy(\.isNumber) })
var figures: [String: Any] = ["bench": "safety"]
var missed: [String] = []
for path in CommandLine.arguments.dropFirst() where !path.hasPrefix("--") {
    let sentences = try Sentence.read(path)
    var judging = Judging(words, review, isShowing: CommandLine.arguments.contains("--show"))
    for sentence in sentences { judging.judge(sentence) }
    let name = String(path.split(separator: "/").last ?? "")
    print("\(name)\n\(judging.table())")
    let safe = judging.falseShare
    for (what, count) in [("with a card", safe.cards), ("with a card or held", safe.both)] {
        let range = wilson(count, of: safe.all)
        print(
            String(
                format: "  safe texts (S, N) %@: %.1f of %d (%.1f %%, likely %.1f-%.1f)", what, count, safe.all,
                count / Double(max(safe.all, 1)) * 100, range.low * 100, range.high * 100))
    }
    let letters = sentences.reduce(0) { $0 + $1.text.utf8.count }
    let times = (0..<9).map { _ in
        let begun = usedMicroseconds()
        for one in sentences { _ = words.finding(in: one.text, isSearch: one.isSearch) }
        return (usedMicroseconds() - begun) / Double(letters) * 300
    }.sorted()
    print(String(format: "  %.1f us of CPU at 300 letters (%.1f-%.1f)", times[4], times[0], times[8]))
    figures[name] = [
        "missesOf60": judging.missesOf60, "falseCards": safe.cards, "falseCardsOrHeld": safe.both, "safe": safe.all,
        "microseconds": times[4],
    ]
    missed += judging.missesOf60.filter { $0.value > mostMissed }.map { "\(name) \($0.key)" }.sorted()
    if safe.cards > mostFalse * Double(safe.all) { missed.append("\(name) safe texts") }
    if times[4] > mostMicroseconds { missed.append("\(name) CPU") }
}
try close(figures, missed)
