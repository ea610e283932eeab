/// The words of a part that is `text/html`: its lines and how deep they are quoted. Markup is thrown away here; nothing of
/// it is ever shown, followed or loaded.
///
/// One walk over the bytes from first to last: whatever is not closed ends with the text.
struct MarkupText {
    private let bytes: [UInt8]
    private var at = 0
    private var lines: [MailLine] = []
    private var line: [UInt8] = []
    private var depth = 0
    /// Whether the next words stand apart from those before.
    private var isApart = false
    /// Inside `pre` lines are as they stand there.
    private var verbatim = 0

    static func lines(_ markup: String) -> [MailLine] {
        var text = MarkupText(markup)
        text.read()
        return text.lines
    }

    private init(_ markup: String) { bytes = Array(markup.utf8) }

    private mutating func read() {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "<"): takeTag()
            case UInt8(ascii: "&"): takeReference()
            case 0x0A where verbatim > 0:
                endLine(even: true)
                at += 1
            case let byte:
                line.append(byte == 0x0A || byte == 0x09 ? 0x20 : byte)
                at += 1
            }
        }
        endLine()
    }

    // MARK: - Lines

    /// Ends the line if it has words; an empty one only where it was asked for.
    private mutating func endLine(even empty: Bool = false) {
        let text = verbatim > 0 ? Self.trimmed(line) : Self.run(line)
        line = []
        guard !text.isEmpty || empty else { return }
        if isApart, !text.isEmpty, let last = lines.last, !last.text.isEmpty {
            // Between a quotation and one in it stands a line of the outer one.
            lines.append(MailLine(depth: min(depth, last.depth), text: ""))
        }
        isApart = isApart && text.isEmpty
        lines.append(MailLine(depth: min(depth, MailLine.deepest), text: text))
    }

    /// Words with one blank between them.
    private static func run(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        let words = text.unicodeScalars.split { $0 == " " || $0 == "\u{A0}" }
        return words.map { String($0) }.joined(separator: " ")
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        var left = bytes[...]
        while left.last == 0x20 { left.removeLast() }
        return String(decoding: left, as: UTF8.self)
    }

    // MARK: - Tags

    private mutating func takeTag() {
        let next = at + 1 < bytes.count ? bytes[at + 1] : 0
        if bytes[at...].starts(with: "<!--".utf8) {
            at = Self.end(of: "-->", in: bytes, from: at + 4)
        } else if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
            at = Self.end(of: ">", in: bytes, from: at + 1)
        } else if next == UInt8(ascii: "/") || Self.isLetter(next) {
            let closes = next == UInt8(ascii: "/")
            at += closes ? 2 : 1
            let name = takeName()
            skipAttributes()
            if closes { close(name) } else { open(name) }
        } else {
            line.append(bytes[at])
            at += 1
        }
    }

    /// In lower case.
    private mutating func takeName() -> String {
        let start = at
        while at < bytes.count, bytes[at].isLetterOrDigit { at += 1 }
        return String(decoding: bytes[start..<at].prefix(20), as: UTF8.self).lowercased()
    }

    /// To behind the `>` that ends the tag; one between quotation marks does not.
    private mutating func skipAttributes() {
        var quote: UInt8?
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return
            }
        }
    }

    private static let hidden: Set<String> = [
        "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes",
    ]
    private static let blocks: Set<String> = [
        "address", "article", "aside", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "section", "table", "tr", "ul",
    ]
    private static let apart: Set<String> = ["blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre"]

    private mutating func open(_ name: String) {
        breakBlock(name)
        switch name {
        case "br": endLine(even: true)
        case "td", "th": line.append(0x20)
        case "li": line += Array("- ".utf8)
        case "blockquote": depth += 1
        case "pre": verbatim += 1
        case _ where Self.hidden.contains(name): skipHidden(name)
        default: break
        }
    }

    private mutating func close(_ name: String) {
        breakBlock(name)
        if name == "blockquote" { depth = max(0, depth - 1) }
        if name == "pre" { verbatim = max(0, verbatim - 1) }
    }

    private mutating func breakBlock(_ name: String) {
        guard Self.blocks.contains(name) || Self.apart.contains(name) else { return }
        endLine()
        if Self.apart.contains(name) { isApart = true }
    }

    /// To the end tag of what shows no words.
    private mutating func skipHidden(_ name: String) {
        let end = Array("</\(name)".utf8)
        while at < bytes.count {
            let piece = bytes[at...].prefix(end.count)
            if piece.first == UInt8(ascii: "<"), piece.map({ (65...90).contains($0) ? $0 | 0x20 : $0 }) == end {
                at += end.count
                return skipAttributes()
            }
            at += 1
        }
    }

    /// The place behind the next such bytes; the end where there are none.
    private static func end(of mark: String, in bytes: [UInt8], from start: Int) -> Int {
        let mark = Array(mark.utf8)
        var at = start
        while at < bytes.count {
            if bytes[at] == mark.first, bytes[at...].starts(with: mark) { return at + mark.count }
            at += 1
        }
        return bytes.count
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }

    // MARK: - References

    private mutating func takeReference() {
        let longest = 10
        let rest = bytes[(at + 1)...].prefix(longest)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")),
            let scalar = CharacterReference.scalar(rest[..<end])
        else {
            line.append(bytes[at])
            at += 1
            return
        }
        line += Array(String(scalar).utf8)
        at = end + 1
    }
}
