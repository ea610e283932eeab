package import Vocabulary

/// What became of each row of a file of reviews. The counts add up: read = stored + stored before + unmapped + rejected.
package struct ReviewReport: Sendable {
    /// Rows below the header.
    package internal(set) var read = 0
    /// Written now.
    package internal(set) var stored = 0
    /// Of an earlier import; left as they are.
    package internal(set) var storedBefore = 0
    /// By which step the treatment was recognised, of the mapped rows.
    package internal(set) var treatmentSteps: [MatchingStep: Int] = [:]
    /// By which step the condition was recognised, of the mapped rows.
    package internal(set) var conditionSteps: [MatchingStep: Int] = [:]
    /// Texts that mean nothing to the catalogue, with how many rows have them; the most frequent first.
    package internal(set) var unknownTreatments: [(text: String, rows: Int)] = []
    package internal(set) var unknownConditions: [(text: String, rows: Int)] = []
    /// Rows that miss a treatment, a condition or both.
    package internal(set) var unmapped: [UnmappedRow] = []
    package internal(set) var rejected: [RejectedRow] = []
    /// Of the rows stored now.
    package internal(set) var withAdvice = 0
    package internal(set) var sideEffectsNamed = 0

    /// A row that could not be mapped.
    package struct UnmappedRow: Sendable, Hashable {
        package let line: Int
        package let cells: [String]
        package let hasTreatment: Bool
        package let hasCondition: Bool
    }

    package var mapped: Int { stored + storedBefore }

    /// The rows that could not be mapped as a file of the same shape, to be mended and imported again.
    package var unmappedTSV: String {
        ([ReviewFile.columns] + unmapped.map(\.cells)).map { cells in
            cells.map(Self.quoted).joined(separator: "\t") + "\n"
        }.joined()
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { [9, 10, 13, 34].contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}

extension ReviewReport: CustomStringConvertible {
    /// The report as the command prints it.
    package var description: String {
        var lines = [
            "\(read) rows read = \(stored) stored + \(storedBefore) stored before + \(unmapped.count) unmapped + "
                + "\(rejected.count) rejected",
            "mapped: \(mapped) (\(Self.percent(mapped, of: read)))",
            "  treatment recognised by " + Self.steps(treatmentSteps),
            "  condition recognised by " + Self.steps(conditionSteps),
            "stored now: \(withAdvice) with a sentence of advice, \(sideEffectsNamed) side effects by name",
        ]
        lines += section("unmapped conditions", unknownConditions)
        lines += section("unmapped treatments", unknownTreatments)
        if !unmapped.isEmpty {
            let neither = unmapped.count { !$0.hasCondition && !$0.hasTreatment }
            let condition = unmapped.count { !$0.hasCondition } - neither
            let treatment = unmapped.count - condition - neither
            lines.append(
                "unmapped rows: \(condition) for their condition, \(treatment) for their treatment, \(neither) for both"
            )
        }
        lines += rejected.isEmpty ? [] : ["rejected:"] + rejected.map { "  line \($0.line): \($0.fault)" }
        if stored == 0, storedBefore > 0, rejected.isEmpty {
            lines.append("Nothing new: everything was here already.")
        }
        return lines.joined(separator: "\n")
    }

    private func section(_ title: String, _ texts: [(text: String, rows: Int)]) -> [String] {
        guard !texts.isEmpty else { return [] }
        let rows = texts.reduce(0) { $0 + $1.rows }
        let more = texts.count > 20 ? ["  … and \(texts.count - 20) more"] : []
        return ["\(title): \(texts.count) texts in \(rows) rows"]
            + texts.prefix(20).map { "  \($0.rows) × \($0.text.isEmpty ? "(empty)" : $0.text)" } + more
    }

    private static func steps(_ counts: [MatchingStep: Int]) -> String {
        let parts = MatchingStep.allCases.compactMap { step in counts[step].map { "\(step.rawValue) \($0)" } }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }

    private static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "0%" }
        let tenths = (part * 1_000 + whole / 2) / whole
        return "\(tenths / 10).\(tenths % 10)%"
    }
}
