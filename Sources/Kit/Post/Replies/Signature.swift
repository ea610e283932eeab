/// Takes what stands below a person's words and is none of them: a signature, what a program adds, and the name that a
/// program or a hand puts under every mail, for here people go by other names.
struct Signature {
    private let phrases: MailPhrases
    /// The words of the sender's name, folded.
    private let name: [String]

    init(_ phrases: MailPhrases, senderName: String) {
        self.phrases = phrases
        name = Self.words(senderName)
    }

    private static let most = (marked: 10, named: 8, footer: 3)

    /// The lines of one run without it.
    func removed(from run: [String]) -> [String] {
        var left = run[...]
        if let mark = mark(run) { left = left[..<mark] }
        dropBlank(&left)
        // Below the name may stand what the program added, and the other way round.
        for _ in 0..<2 {
            dropFooters(&left)
            if let at = nameLine(left) { left = left[..<at] }
            dropBlank(&left)
        }
        return Array(left)
    }

    /// `-- ` (RFC 3676, 4.3). Programs lose the blank, and people draw lines of that kind; so without it only few lines go.
    private func mark(_ run: [String]) -> Int? {
        run.indices.first { at in
            let text = run[at].utf8
            guard text.starts(with: "--".utf8), text.count <= 3, text.dropFirst(2).allSatisfy({ $0 == 0x20 }) else {
                return false
            }
            return text.count == 3 || run.count - at - 1 <= Self.most.marked
        }
    }

    private func dropBlank(_ run: inout ArraySlice<String>) {
        while let last = run.last, !last.utf8.contains(where: { $0 > 0x20 }) { run.removeLast() }
    }

    /// The last lines, from the one that a program begins so; it may have been broken over several.
    private func dropFooters(_ run: inout ArraySlice<String>) {
        while true {
            let paragraph = run.suffix(Self.most.footer).reversed().prefix { $0.utf8.contains { $0 > 0x20 } }
            guard
                let distance = paragraph.firstIndex(where: isFooter).map({
                    paragraph.distance(from: paragraph.startIndex, to: $0)
                })
            else { return }
            run = run.dropLast(distance + 1)
            dropBlank(&run)
        }
    }

    private func isFooter(_ line: String) -> Bool {
        guard line.utf8.count <= 200 else { return false }
        let folded = Self.words(line).joined(separator: " ")
        return phrases.footers.contains { folded.utf8.starts(with: $0.utf8) }
    }

    /// The line near the end that holds the sender's own name and nothing else; a first line is something they say.
    private func nameLine(_ run: ArraySlice<String>) -> Int? {
        guard !name.isEmpty else { return nil }
        return run.indices.dropFirst().suffix(Self.most.named).first { at in
            let text = run[at]
            guard text.utf8.count <= 80, let last = text.utf8.last, !",:?!".utf8.contains(last) else { return false }
            let words = Self.words(text)
            return words.contains(where: name.contains)
                && words.allSatisfy { word in
                    name.contains(word) || (word.utf8.count == 1 && name.contains { $0.utf8.first == word.utf8.first })
                }
        }
    }

    /// Folded, of letters and digits alone; the names of programs keep what joins their parts.
    private static func words(_ text: String) -> [String] {
        MailPhrases.folded(text).utf8.split { byte in
            byte < 0x80 && !byte.isLetterOrDigit && byte != UInt8(ascii: "-") && byte != UInt8(ascii: ":")
        }.map { String(Substring($0)) }.filter { $0 != "-" && $0 != "--" }
    }
}
