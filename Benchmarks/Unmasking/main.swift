// Looks for who asked in the dark, with every copy and every log, among visits as people make them. Controls that betray on
// purpose must be found, readers must be no easier to find than by a blind guess, and posters by no more than their posts
// (docs/decisions/0033-ask-in-the-dark.md). With --model only the linker is tried, on traces that are made up: that says
// nothing of the product.
import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
let isQuick = arguments.contains("--quick")
let began = ContinuousClock.now
let verdict: Verdict
if arguments.contains("--model") {
    verdict = checkLinker(isQuick: isQuick)
} else {
    let named = arguments.filter { !$0.hasPrefix("--") }
    guard let folder = named.first else { fatalError("a folder for the databases is needed") }
    let postgres = named.dropFirst().first.flatMap { $0.hasPrefix("postgres") ? $0 : nil }
    let only = named.dropFirst(postgres == nil ? 1 : 2)
    verdict = try await runSites(
        Worlds(folder: folder, postgres: postgres, content: "Vocabulary"), isQuick: isQuick, only: Array(only))
}
for line in verdict.missed { print("MISSED  \(line)") }
print("\((ContinuousClock.now - began).components.seconds) s")
let figures = String(decoding: try JSONEncoder().encode(verdict.lines), as: UTF8.self)
print("{\"bench\": \"unmasking\", \"lines\": \(figures), \"missed\": \(verdict.missed.count)}")
exit(verdict.missed.isEmpty ? 0 : 1)
