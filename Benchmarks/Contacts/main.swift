import Foundation
import Safety

// Contact details that people hide from machines against texts about health that are full of digits, a line each: found, and
// falsely flagged. With `--show`, those that are wrong: for lines of one's own, never for those kept aside.
// `--rows FILE`: sentences with class and handling (Benchmarks/Safety/Training), of which H is to be held and N is not.

let arguments = Array(CommandLine.arguments.dropFirst())
let isShowing = arguments.contains("--show")
let files = arguments.filter { !$0.hasPrefix("--") }
let medicines = try lines("Vocabulary/treatments.csv").dropFirst().filter { $0.contains(",medicine,") }
let rules = try ReviewRules(
    crisis: try CrisisReader().words,
    // Codes and addresses are no words that people say.
    medicines: medicines.flatMap { $0.split(whereSeparator: { ",;".contains($0) }).dropFirst().map(String.init) }
        .filter { !$0.hasPrefix("https:") && !$0.allSatisfy(\.isNumber) })

func lines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
}

func kinds(_ text: String) -> Set<String> { Set(rules.findings(in: text).map(\.kind.rawValue)) }

/// What is found and the words that it is found in.
func marks(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return rules.findings(in: text).map { "\($0.kind.rawValue) <\(String(decoding: bytes[$0.place], as: UTF8.self))>" }
}

/// Lines in which a way to reach somebody is found.
func found(_ path: String, showing wanted: Bool) throws -> (found: Int, of: Int) {
    let all = try lines(path)
    var count = 0
    for line in all {
        let isFound = kinds(line).contains("contact")
        if isFound { count += 1 }
        if isShowing, isFound != wanted { print("  \(wanted ? "missed" : "false"): \(line)") }
    }
    return (count, all.count)
}

/// Prints what becomes of sentences by class; marks with another class than their own count as held.
func readRows(_ path: String) throws {
    var counts: [String: (held: Int, same: Int, all: Int)] = [:]
    for line in try lines(path) {
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard cells.count == 4, cells[1] == "H" || cells[1] == "N" || cells[1] == "S" else { continue }
        let kinds = kinds(cells[3])
        let isHeld = !kinds.isEmpty
        var count = counts["\(cells[0]) \(cells[1])"] ?? (0, 0, 0)
        count = (count.held + (isHeld ? 1 : 0), count.same + (kinds.contains(cells[0]) ? 1 : 0), count.all + 1)
        counts["\(cells[0]) \(cells[1])"] = count
        if isShowing, isHeld != (cells[1] == "H") { print("  \(cells[0]) \(marks(cells[3])): \(cells[3])") }
    }
    for (key, count) in counts.sorted(by: { $0.key < $1.key }) {
        print("\(key): \(count.held) of \(count.all) held, \(count.same) as that")
    }
}

if arguments.contains("--rows") {
    for file in files { try readRows(file) }
    exit(0)
}
let folder = "Benchmarks/Contacts"
let hidden = try found("\(folder)/hidden.txt", showing: true)
let health = try found("\(folder)/health.txt", showing: false)
var aside = 0
for line in try lines("\(folder)/aside.txt") where kinds(line).contains("contact") { aside += 1 }
let peers =
    files.first.flatMap { FileManager.default.contents(atPath: $0) }
    .flatMap { try? JSONSerialization.jsonObject(with: $0) as? [String: [String: Int]] } ?? [:]

print("                              hidden (of \(hidden.of))  kept aside (of 20)  false (of \(health.of))")
func row(_ name: String, _ found: Int, _ kept: Int, _ wrong: Int) {
    let numbers = [found, kept, wrong].map { String($0).padding(toLength: 18, withPad: " ", startingAt: 0) }
    print("\(name.padding(toLength: 30, withPad: " ", startingAt: 0))\(numbers.joined())")
}
row("rules of review", hidden.found, aside, health.found)
for (name, counts) in peers.sorted(by: { $0.key < $1.key }) {
    row(name, counts["hidden"] ?? 0, counts["aside"] ?? 0, counts["health"] ?? 0)
}
let all = try ["hidden", "aside", "health"].flatMap { try lines("\(folder)/\($0).txt") }
let letters = all.reduce(0) { $0 + $1.utf8.count } * 20
let began = clock()
for _ in 0..<20 { for line in all { _ = rules.findings(in: line) } }
let taken = Double(clock() - began) / Double(CLOCKS_PER_SEC) * 1_000_000
print("\((taken / Double(letters) * 300).rounded()) µs of processor time at 300 letters")

let leastFound = 45
let mostFalse = 3
let isReached = hidden.found >= leastFound && health.found <= mostFalse
let closing: [String: Any] = [
    "bench": "contacts", "hidden": hidden.found, "aside": aside, "false": health.found, "peers": peers,
    "reached": isReached,
]
print(String(decoding: try JSONSerialization.data(withJSONObject: closing, options: .sortedKeys), as: UTF8.self))
exit(isReached ? 0 : 1)
