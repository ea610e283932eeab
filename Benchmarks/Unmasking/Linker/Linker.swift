import Foundation

/// Looks for askers by everything that there is, each half of the questions with what was learnt from the other half.
struct Linker: Sendable {
    /// What it found out, by how many replies followed a question.
    struct Finding: Sendable {
        /// By Bayes alone, over all dated rows, and by all signs with weights that were learnt.
        var bayes: [Int: Tally] = [:]
        var ranked: [Int: Tally] = [:]
        /// The signs that weigh most, with their weights.
        var signs: [(name: String, weight: Double)] = []

        var all: Tally { ranked.values.reduce(Tally(), +) }
        var allByBayes: Tally { bayes.values.reduce(Tally(), +) }
    }

    let trace: Trace

    func find(seed: UInt64) -> Finding {
        let signs = Signs(trace)
        var (random, finding) = (Seeded(seed), Finding())
        let sheets = trace.acts.indices.map { question in
            Sheet(rows: signs.rows(question), asker: trace.askers[question], replies: trace.planned[question])
        }.shuffled(using: &random)
        let count = signs.names.count
        for half in 0..<2 {
            let learnt = sheets.enumerated().filter { $0.offset % 2 != half }.map(\.element)
            let ranker = Ranker(learnt, signs: count, using: &random)
            for (place, sheet) in sheets.enumerated() where place % 2 == half {
                let bayes = (0..<trace.crowd.count).map { Double(sheet.rows[$0 * count]) }
                finding.ranked[sheet.replies, default: Tally()].add(ranker.scores(sheet), asker: sheet.asker)
                finding.bayes[sheet.replies, default: Tally()].add(bayes, asker: sheet.asker)
            }
            finding.signs += zip(signs.names, ranker.weights).map { (name: $0, weight: $1) }
        }
        finding.signs = Array(finding.signs.sorted { abs($0.weight) > abs($1.weight) }.prefix(8))
        return finding
    }
}
