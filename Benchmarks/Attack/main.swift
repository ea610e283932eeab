// Attackers who know every answer but one, and who came and went when, read all that is published and guess the last. Right
// guesses must stay at the bound 1/(1 + α) and its kin, and two controls must be broken: no noise, and a group drawn anew at a
// quarter's growth. Whatever goes wrong with a release, nothing is drawn twice (docs/decisions/0003-evidence.md).
import Foundation

let arguments = CommandLine.arguments
if arguments.dropFirst().first == "--release" {
    try await Killing.release(arguments[2], words: arguments[3], at: Int64(arguments[4]) ?? 0)
    exit(0)
}
let (folder, postgres, isQuick) = (arguments[1], arguments[2], arguments.contains("--quick"))
/// Parts to run, by name; all where none is named.
let only = arguments.dropFirst(3).filter { !$0.hasPrefix("--") }

/// Everything, on communities of their own.
func attack() async throws -> (table: Table, missed: [String]) {
    var attack = try Scenarios(folder: folder)
    func time(_ what: String, _ body: () async throws -> Void) async throws {
        guard only.isEmpty || only.contains(what) else { return }
        let began = ContinuousClock.now
        try await body()
        print("\(what): \((ContinuousClock.now - began).components.seconds) s")
        fflush(nil)
    }
    try await time("control") { try await attack.blocks(trials: 400, noise: .none) }
    try await time("blocks") { for _ in 0..<(isQuick ? 3 : 25) { try await attack.blocks(trials: 400) } }
    try await time("moving") { for _ in 0..<(isQuick ? 2 : 20) { try await attack.moving() } }
    try await time("nights") { for _ in 0..<(isQuick ? 1 : 10) { try await attack.nights(trials: 400) } }
    try await time("anew") { try await attack.nights(trials: isQuick ? 200 : 400, redraws: true) }
    try await time("mirrors") { for _ in 0..<(isQuick ? 1 : 3) { try await attack.mirrors() } }
    var missed: [String] = []
    try await time("twice") {
        for address in ["\(folder)/twice.sqlite", postgres.replacing(/\/postgres$/, with: "/attack")] {
            var trial = try await Twice(address, folder: folder)
            let twice = try await trial.run(kills: isQuick ? 8 : 16)
            missed += twice.faults
            print("nothing is drawn twice: \(twice.steps) troubles, \(twice.faults.count) faults")
        }
    }
    return (attack.table, missed)
}

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
}

func share(_ number: Double) -> String { String(format: "%.4f", number) }

let (table, twice) = try await attack()
var missed = twice
print("\n" + padded("", 46) + "trials  right   ± s.e.  bound   over by")
for line in table.lines {
    let over = line.isControl ? "must be broken" : String(format: "%+.1f s.e.", (line.right - line.bound) / line.error)
    print(
        padded(line.name, 46) + padded(String(line.trials), 8) + "\(share(line.right))  \(share(line.error))  "
            + "\(share(line.bound))  \(over)")
    if line.isMissed {
        missed.append(line.isControl ? "\(line.name): not broken" : "\(line.name): more than the bound")
    } else if line.isWeak {
        missed.append("\(line.name): the attack is weaker than it must be")
    }
}
for (what, times) in table.counts {
    print("\(padded(what, 70))\(times)")
    if times > 0 { missed.append("\(what): \(times)") }
}
for line in missed { print("MISSED  \(line)") }
let figures = String(decoding: try JSONEncoder().encode(table.lines), as: UTF8.self)
print("{\"bench\": \"attack\", \"lines\": \(figures), \"missed\": \(missed.count)}")
exit(missed.isEmpty ? 0 : 1)
