/// Finds in a mail what its writer answers, which their program put there: everything that is marked as quoted, the line
/// that says who wrote it, and whatever stands below the head of the other mail.
struct QuotedOriginal {
    private let lines: [MailLine]
    private let phrases: MailPhrases
    /// Of what is not quoted and not long; empty for all other lines.
    private let folded: [String]
    /// The places of lines that say who wrote what is quoted below them.
    private var attributions: Set<Int> = []
    /// Where the other mail begins, unmarked, and goes on to the end.
    private var end: Int

    /// Lines beyond that many bytes are none that a program writes.
    private static let longest = 400
    private static let attributionLines = 4
    /// Lines that are looked at closely; nobody writes more of that kind above what they answer.
    private static let mostLooks = 1_000

    /// The runs of lines that are the writer's own: what stands before, between and below what is quoted.
    ///
    /// `secrets` stand in no line of theirs, for only what they answer has them: from the first one on everything is quoted.
    static func runs(
        besides lines: [MailLine], _ phrases: MailPhrases, secrets: [String]
    ) -> [[String]] {
        var original = QuotedOriginal(lines, phrases)
        original.look()
        original.look(for: secrets)
        return original.runs
    }

    private init(_ lines: [MailLine], _ phrases: MailPhrases) {
        (self.lines, self.phrases, end) = (lines, phrases, lines.count)
        folded = lines.map {
            $0.depth == 0 && $0.text.utf8.count <= Self.longest ? MailPhrases.folded($0.text) : ""
        }
    }

    private var runs: [[String]] {
        var runs: [[String]] = [[]]
        for at in 0..<end {
            if lines[at].depth > 0 || attributions.contains(at) {
                if runs.last?.isEmpty == false { runs.append([]) }
            } else {
                runs[runs.count - 1].append(lines[at].text)
            }
        }
        return runs
    }

    private mutating func look() {
        for at in folded.indices.lazy.filter(mayBeProgram).prefix(Self.mostLooks) {
            if isDivider(at) || isHead(at) {
                end = beforeRule(at)
                return
            }
            guard let (start, isSure) = attribution(endingAt: at) else { continue }
            if isQuoted(after: at) {
                attributions.formUnion(start...at)
            } else if isSure {
                end = start
                return
            }
        }
    }

    /// All that a program writes there has a colon in it or begins with a rule.
    private func mayBeProgram(_ at: Int) -> Bool {
        let text = folded[at].utf8
        return text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "_") || text.contains(UInt8(ascii: ":"))
    }

    private mutating func look(for secrets: [String]) {
        let secrets = secrets.map { Array($0.lowercased().utf8) }.filter { !$0.isEmpty }
        let found = lines.indices.prefix(end).first { at in
            guard lines[at].depth == 0, !attributions.contains(at) else { return false }
            let text = Array(lines[at].text.lowercased().utf8)
            return secrets.contains { text.holds($0) }
        }
        if let found { end = paragraph(of: found, most: lines.count) }
    }

    /// Where the paragraph of a line begins, at most so many lines up.
    private func paragraph(of place: Int, most: Int) -> Int {
        var start = place
        while start > max(0, place - most), lines[start - 1].depth == 0, !isBlank(start - 1) { start -= 1 }
        return start
    }

    private func isBlank(_ at: Int) -> Bool { lines[at].text.utf8.allSatisfy { $0 <= 0x20 } }

    private func isQuoted(after place: Int) -> Bool {
        lines[(place + 1)...].first { $0.depth > 0 || $0.text.utf8.contains { $0 > 0x20 } }?.depth ?? 0 > 0
    }

    // MARK: - Heads and dividers

    private static let rules = Set("-_=* ".utf8)

    private static func unruled(_ text: String) -> Substring.UTF8View {
        var left = Substring(text).utf8
        while let first = left.first, rules.contains(first) { left = left.dropFirst() }
        while let last = left.last, rules.contains(last) || last == UInt8(ascii: ":") { left = left.dropLast() }
        return left
    }

    /// `-----Original Message-----`, `Begin forwarded message:`
    private func isDivider(_ at: Int) -> Bool {
        let text = folded[at].utf8
        guard text.starts(with: "--".utf8) || text.starts(with: "__".utf8) || text.last == UInt8(ascii: ":") else {
            return false
        }
        let words = Self.unruled(folded[at])
        return phrases.originals.contains { words.elementsEqual($0.utf8) }
    }

    /// `From:`, with at least two more fields right below.
    private func isHead(_ at: Int) -> Bool {
        guard let name = field(at), phrases.senders.contains(name) else { return false }
        let others = Set(folded.indices.dropFirst(at + 1).prefix(12).compactMap(field))
        return others.intersection(phrases.fields).count >= 2
    }

    /// `*Sent:* Saturday` has the name `sent`.
    private func field(_ at: Int) -> String? {
        guard let colon = folded[at].utf8.prefix(24).firstIndex(of: UInt8(ascii: ":")) else { return nil }
        return String(Substring(Self.unruled(String(folded[at][..<colon]))))
    }

    /// A rule above what begins there belongs to it.
    private func beforeRule(_ place: Int) -> Int {
        var start = place
        while start > 0, lines[start - 1].depth == 0,
            lines[start - 1].text.utf8.allSatisfy({ Self.rules.contains($0) || $0 == 0x09 })
        {
            start -= 1
        }
        return start
    }

    // MARK: - Who wrote it

    /// Where the words begin that end in this line and say who wrote what is quoted; and whether they could hardly be a
    /// person's. Programs break them over as many as four lines.
    private func attribution(endingAt at: Int) -> (start: Int, isSure: Bool)? {
        guard
            folded[at].utf8.last == UInt8(ascii: ":") || folded[at].utf8.elementsEqual("----".utf8)
                || folded[at].utf8.reversed().starts(with: " ----".utf8.reversed())
        else { return nil }
        let windows = (paragraph(of: at, most: Self.attributionLines - 1)...at).reversed().map {
            ($0, Attribution(folded[$0...at].joined(separator: " "), phrases))
        }
        // The nearest line that begins as they do; else the whole paragraph, in whatever language, that has an address.
        if let (start, words) = windows.first(where: { $0.1.opens && $0.1.saysWrote && $0.1.hasDigit }) {
            return (start, words.hasAddress || words.hasTime)
        }
        if let (start, words) = windows.last, words.hasAddress, words.saysWrote || words.hasDigit {
            return (start, true)
        }
        return windows.first?.1.saysWrote == true ? (at, false) : nil
    }
}

/// What is told by the words that may say who wrote what is quoted.
private struct Attribution {
    let opens, saysWrote, hasAddress, hasDigit, hasTime: Bool

    init(_ text: String, _ phrases: MailPhrases) {
        let bytes = Array(text.utf8)
        let start = bytes.drop { $0 == UInt8(ascii: "-") || $0 == 0x20 }
        opens = phrases.opens.contains { start.starts(with: $0.utf8) }
        saysWrote = phrases.wrote.contains { bytes.holds(Array($0.utf8)) }
        let bracket = bytes.firstIndex(of: UInt8(ascii: "<"))
        hasAddress = bracket.map { bytes[$0...].contains(UInt8(ascii: "@")) } ?? false
        // A name or an address may have digits of its own.
        let outside = bytes[..<(bracket ?? bytes.endIndex)]
        let numbers = outside.split { !Self.isDigit($0) }
        hasDigit = !numbers.isEmpty
        let hours = outside.split(separator: UInt8(ascii: ":"))
        hasTime =
            numbers.contains { $0.count == 4 }
            && zip(hours, hours.dropFirst()).contains { Self.isDigit($0.last) && Self.isDigit($1.first) }
    }

    private static func isDigit(_ byte: UInt8?) -> Bool { byte.map { (48...57).contains($0) } ?? false }
}
