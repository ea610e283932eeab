/// What a person wrote themselves in a mail that answers another.
///
/// Only their own words: what they quote is there already, where it belongs to whoever wrote it and goes when they take it
/// back; a copy would stay. Words above, between and below what is quoted come together, with an empty line between.
package struct ReplyWords: Sendable, Equatable {
    /// In lines that end in LF, with one empty line between paragraphs at most, and none around it.
    package let text: String
    /// Whether the sender's name or address still stands in it, as their mail program shows it: people here go by another
    /// name, and may not have meant to give this one away.
    package let namesSender: Bool

    /// Nil where nothing of their own is left.
    init?(_ lines: [MailLine], senderName: String, from: MailAddress?, secrets: [String], _ phrases: MailPhrases) {
        let signature = Signature(phrases, senderName: senderName)
        let runs = QuotedOriginal.runs(besides: lines, phrases, secrets: secrets).map {
            Self.tidied(signature.removed(from: $0), phrases)
        }
        text = runs.filter { !$0.isEmpty }.joined(separator: "\n\n")
        guard !text.isEmpty else { return nil }
        let folded = Array(MailPhrases.folded(text).utf8)
        let name = MailPhrases.folded(senderName)
        // A first name alone is too many other words.
        let names = [name.utf8.contains(0x20) ? name : "", from?.text.lowercased() ?? ""].filter { !$0.isEmpty }
        namesSender = names.contains { folded.holds(Array($0.utf8)) }
    }

    private static func tidied(_ lines: [String], _ phrases: MailPhrases) -> String {
        var result: [Substring] = []
        for line in lines where !isPicture(line, phrases) {
            var text = Substring(line).utf8
            while let last = text.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
            if result.isEmpty { text = text.drop { $0 == 0x20 || $0 == 0x09 } }
            if text.isEmpty, result.last?.isEmpty ?? true { continue }
            result.append(Substring(text))
        }
        if result.last?.isEmpty == true { result.removeLast() }
        return result.joined(separator: "\n")
    }

    /// What programs write where a picture stood: `[image: IMG_0412.jpg]`, `[cid:part1.A0B1@example.org]`.
    private static func isPicture(_ line: String, _ phrases: MailPhrases) -> Bool {
        let text = MailPhrases.folded(line.utf8.count <= 300 ? line : "")
        return MailPhrases.begins(text, phrases.pictures) && text.utf8.last == UInt8(ascii: "]")
    }
}

/// It holds what people wrote, so nothing of it is printed.
extension ReplyWords: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "reply of \(text.utf8.count) bytes" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
