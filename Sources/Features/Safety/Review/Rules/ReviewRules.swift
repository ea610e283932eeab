/// Finds what waits for a second look before others read it: contact details, selling, urging to stop a medicine, another's
/// doses, cures, danger. Experience in the first person stays free. Both languages always.
///
/// It reads words and their order, and understands nothing: what it finds is held for a person, never punished; what it
/// does not find can be reported. Sources: research of 2026-11 in docs/decisions/0021-review-before-others-read.md.
package struct ReviewRules: Sendable {
    let crisis: CrisisWords
    let words: ReviewWords
    private let model: HeldModel
    /// Numbers that anybody may name: digits only.
    private let helpLines: Set<String>

    /// Its files, read once however often the catalogue's medicines change.
    private static let files = Result {
        (
            words: try ReviewWords(
                files: try WordFiles.named("review-", ".txt").map { (name: $0, text: try WordFiles.text($0)) }),
            model: try HeldModel(try WordFiles.data("held-weights.bin")),
            helpLines: try readHelpLines()
        )
    }

    private static func readHelpLines() throws -> Set<String> {
        let lines = try WordFiles.text("help-lines.tsv").split(separator: "\n").filter { !$0.hasPrefix("#") }
        let shown = lines.flatMap { $0.split(separator: "\t", omittingEmptySubsequences: false)[1...].prefix(2) }
        let named = try WordFiles.text("known-lines.txt").split(separator: "\n").filter { !$0.hasPrefix("#") }
        return Set((shown + named).map { $0.filter("0123456789".contains) }.filter { !$0.isEmpty })
    }

    /// - Parameter medicines: the catalogue's names of medicines, in any language, beside the usual ones that the files have.
    ///   Names of several words are left out, for each of them may be an ordinary one.
    /// - Throws: where a file of words cannot be read.
    package init(crisis: CrisisWords, medicines: some Sequence<String> = []) throws {
        self.crisis = crisis
        let files = try Self.files.get()
        var words = files.words
        words.know(medicines: medicines)
        (self.words, model, helpLines) = (words, files.model, files.helpLines)
    }

    /// What is found, by place in the text, a place and kind once.
    package func findings(in text: String) -> [ReviewFinding] {
        let folded = SetText(FoldedText(text, limit: .max), words.book.table)
        var found = rules(in: text, folded)
        if found.isEmpty, let likely = model.finding(in: text) { found.append(likely) }
        if crisis.isPlain(in: text) {
            found.append(ReviewFinding(.danger, at: 0..<text.utf8.count))
        }
        return Self.joined(found)
    }

    /// What the patterns find by themselves.
    func findings(byPatterns text: String) -> [ReviewFinding] {
        rules(in: text, SetText(FoldedText(text), words.book.table))
    }

    private func rules(in text: String, _ folded: SetText) -> [ReviewFinding] {
        let tokens = ContactTokens(text, words.book.table, words.numbers)
        let contacts = ContactDetails(text: tokens, words: folded, sets: words.contactSets, allowed: helpLines)
        return words.findings(in: folded, of: text) + contacts.places().map { ReviewFinding(.contact, at: $0) }
    }

    /// Findings of a kind that overlap are one.
    private static func joined(_ findings: [ReviewFinding]) -> [ReviewFinding] {
        var joined: [ReviewFinding] = []
        for finding in findings.sorted(by: { ($0.kind, $0.place.lowerBound) < ($1.kind, $1.place.lowerBound) }) {
            if let last = joined.last, last.kind == finding.kind, last.place.upperBound >= finding.place.lowerBound {
                let end = max(last.place.upperBound, finding.place.upperBound)
                joined[joined.count - 1] = ReviewFinding(last.kind, at: last.place.lowerBound..<end)
            } else {
                joined.append(finding)
            }
        }
        return joined.sorted { ($0.place.lowerBound, $0.kind) < ($1.place.lowerBound, $1.kind) }
    }
}

extension CrisisWords {
    /// Whether danger is said so plainly that a pattern is sure, or that patterns and the model agree. A card may be wrong
    /// often; a text that is held costs its author and a moderator time.
    func isPlain(in text: String) -> Bool {
        let folded = FoldedText(text)
        guard let pattern = patternFinding(in: folded, isSearch: false), pattern.card != .soft else { return false }
        return pattern.isSure || scores(of: folded).danger > Self.leastLikely
    }
}
