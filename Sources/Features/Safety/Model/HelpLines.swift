/// A line that answers, as `Words/help-lines.tsv` has it.
struct HelpLine: Sendable, Equatable {
    /// As it is written; a link takes the digits of it.
    let number: String
    /// Where a message goes; nil where none is read.
    let textNumber: String?
    /// What to send, by language tag.
    let words: [String: String]
    /// The day on which somebody last looked whether it stands, as 2026-11-28.
    let checkedOn: String
    /// Who dialled it; nil as long as nobody did.
    let checkedBy: String?
}

/// The lines by their keys.
struct HelpLines: Sendable {
    struct Fault: Error, CustomStringConvertible {
        let line: Int
        var description: String { "help-lines.tsv, line \(line): seven cells with tabs between are expected" }
    }

    let suicide: HelpLine
    let poison: HelpLine
    let violence: HelpLine
    let children: HelpLine

    /// Throws `Fault` where a line is not of that shape, or one is missing (line 0).
    init(_ text: String) throws(Fault) {
        var found: [String: HelpLine] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 7, !cells[1].isEmpty else { throw Fault(line: index + 1) }
            found[cells[0]] = HelpLine(
                number: cells[1], textNumber: cells[2].isEmpty ? nil : cells[2],
                words: Self.words(cells[3]), checkedOn: cells[4], checkedBy: cells[5].isEmpty ? nil : cells[5])
        }
        guard let suicide = found["suicide"], let poison = found["poison"], let violence = found["violence"],
            let children = found["children"]
        else { throw Fault(line: 0) }
        (self.suicide, self.poison, self.violence, self.children) = (suicide, poison, violence, children)
    }

    /// `en:hi es:AYUDA`
    private static func words(_ cell: String) -> [String: String] {
        let pairs = cell.split(separator: " ").map { $0.split(separator: ":", maxSplits: 1).map(String.init) }
        return Dictionary(
            pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    }
}
