import Foundation
import Statistics

// Does shrinking make better predictions than the raw mean, and do the ranges hold what they promise?
//
//   bench-evidence [FILE] [HELD-OUT FILE] [--quick]
//
// 200 seeded splits of FILE, each into five parts by a new shuffle: four parts (80%) to learn from, K included, and the
// fifth (20%) to be judged by. With a second file, one more trial learns from all of the first and is judged by all of
// the second. What is covered: the mean of a treatment's held-out ratings, by the range that the training part predicts
// for a mean of so many ratings (its own uncertainty and theirs), each held-out treatment counted once, those never seen
// in training included.

let arguments = CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("--") }
let splits = CommandLine.arguments.contains("--quick") ? 40 : 200
let file = arguments.first ?? "../shared/data/reviews/druglib.tsv"

guard FileManager.default.fileExists(atPath: file) else {
    print("evidence: skipped, there is no file at \(file)")
    exit(0)
}

func number(_ value: Double, _ digits: Int = 3) -> String { String(format: "%.\(digits)f", value) }

func row(_ cells: [String]) {
    print(
        cells.enumerated().map { index, cell in
            let padding = String(repeating: " ", count: max((index == 0 ? 44 : 10) - cell.count, 0))
            return index == 0 ? cell + padding : padding + cell
        }.joined())
}

func mean(_ trials: [Trial], _ value: (Trial) -> Double) -> Double {
    trials.reduce(0) { $0 + value($1) } / Double(max(trials.count, 1))
}

/// The mean of all held-out ratings of the treatments that stood in a split's top 20.
func delivered(_ trials: [Trial], _ top: (Trial) -> Trial.Top) -> Double {
    trials.reduce(Moments()) { $0 + top($1).delivered }.mean ?? 0
}

/// Whether the bounds hold; prints the table and the closing line.
func report(_ reviews: Reviews, _ trials: [Trial], _ extra: Trial?) -> Bool {
    let betterThanRaw = mean(trials) { $0.rmse.shrunk < $0.rmse.raw ? 1 : 0 }
    let betterThanGlobal = mean(trials) { $0.rmse.shrunk < $0.rmse.global ? 1 : 0 }
    let inside = trials.reduce(0) { $0 + $1.covered.inside }
    let coverage = Double(inside) / Double(max(trials.reduce(0) { $0 + $1.covered.of }, 1))
    let rmse = (raw: mean(trials, \.rmse.raw), shrunk: mean(trials, \.rmse.shrunk), global: mean(trials, \.rmse.global))
    let promised = (raw: mean(trials, \.raw.promised), shrunk: mean(trials, \.shrunk.promised))
    let held = (raw: delivered(trials, \.raw), shrunk: delivered(trials, \.shrunk))
    let k = mean(trials, \.weight)
    let good = betterThanRaw >= 0.99 && (0.88...0.93).contains(coverage)

    print(
        "\(reviews.list.count) ratings of \(reviews.names.count) treatments, \(trials.count) splits, K about \(number(k, 1))\n"
    )
    row(["held-out rating (1 to 10)", "raw", "shrunk", "global"])
    row(["error (RMSE)", number(rmse.raw), number(rmse.shrunk), number(rmse.global)])
    row(["splits in which shrunk is better", number(betterThanRaw), "", number(betterThanGlobal)])
    row(["top 20: promised", number(promised.raw, 2), number(promised.shrunk, 2)])
    row(["top 20: delivered", number(held.raw, 2), number(held.shrunk, 2)])
    row(["90% range holds the held-out mean", "", number(coverage)])
    if let extra {
        let part = Double(extra.covered.inside) / Double(max(extra.covered.of, 1))
        print("\nlearned from all of it, judged by the second file")
        row(["error (RMSE)", number(extra.rmse.raw), number(extra.rmse.shrunk), number(extra.rmse.global)])
        row(["90% range holds the held-out mean", "", number(part), "of \(extra.covered.of)"])
    }
    print(
        "\nbounds: shrunk better than raw in at least 0.99 of splits, coverage 0.88 to 0.93: \(good ? "met" : "MISSED")"
    )
    let figures: [(String, Double)] = [
        ("k", k), ("rmse_raw", rmse.raw), ("rmse_shrunk", rmse.shrunk), ("rmse_global", rmse.global),
        ("better_than_raw", betterThanRaw), ("better_than_global", betterThanGlobal), ("coverage", coverage),
        ("top20_raw_promised", promised.raw), ("top20_raw_delivered", held.raw),
        ("top20_shrunk_promised", promised.shrunk), ("top20_shrunk_delivered", held.shrunk),
    ]
    let list = figures.map { "\"\($0.0)\": \(number($0.1, 4))" }.joined(separator: ", ")
    print(
        "{\"bench\": \"evidence\", \"ratings\": \(reviews.list.count), \"splits\": \(trials.count), \(list), \"ok\": \(good)}"
    )
    return good
}

do {
    let second = try arguments.dropFirst().first.map { try Reviews(path: $0) }
    let reviews = try Reviews(path: file, names: second?.names ?? [])
    let trials = (0..<splits).map { seed in
        var random = Seeded(state: UInt64(seed) &* 0x1234_5678_9ABC_DEF1 &+ 7)
        let shuffled = reviews.list.shuffled(using: &random)
        let held = shuffled.count / 5
        return Trial(
            training: Array(shuffled.dropFirst(held)), held: Array(shuffled.prefix(held)),
            treatments: reviews.names.count)
    }
    let extra = try arguments.dropFirst().first.map { path in
        let judged = try Reviews(path: path, names: reviews.names)
        return Trial(training: reviews.list, held: judged.list, treatments: reviews.names.count)
    }
    exit(report(reviews, trials, extra) ? 0 : 1)
} catch {
    print("evidence: \(error)")
    exit(1)
}
