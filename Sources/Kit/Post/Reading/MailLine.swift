/// A line of a mail's text.
struct MailLine: Equatable {
    /// How deep it is quoted: 0 for what stands there of the writer's own, 1 for what they answer, 2 for what that answered.
    let depth: Int
    let text: String

    /// What is deeper counts as that deep.
    static let deepest = 50
}

/// The lines of a part that is `text/plain`.
struct PlainText {
    /// `format=flowed`: a line that ends in a blank goes on in the next one (RFC 3676).
    let isFlowed: Bool
    /// `delsp=yes`: that blank is no part of the text.
    let dropsBlank: Bool

    init(_ parameters: [String: String] = [:]) {
        isFlowed = parameters["format"]?.lowercased() == "flowed"
        dropsBlank = parameters["delsp"]?.lowercased() == "yes"
    }

    /// `text` has lines that end in LF.
    func lines(_ text: String) -> [MailLine] {
        let raw = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        return isFlowed ? flowed(raw) : Self.fixed(raw)
    }

    private typealias Line = Substring.UTF8View
    private static let mark = UInt8(ascii: ">")

    /// RFC 3676, 4.
    private func flowed(_ raw: [Line]) -> [MailLine] {
        var (lines, open): ([MailLine], (depth: Int, text: String)?) = ([], nil)
        for line in raw {
            let marks = line.prefix { $0 == Self.mark }
            let depth = min(marks.count, MailLine.deepest)
            var rest = line[marks.endIndex...]
            if rest.first == 0x20 { rest = rest.dropFirst() }
            let isSignature = rest.elementsEqual("-- ".utf8)
            let goesOn = rest.last == 0x20 && !isSignature
            if goesOn, dropsBlank { rest = rest.dropLast() }
            // An empty line ends a paragraph, also where the line before says that it goes on.
            if let before = open, before.depth != depth || isSignature || rest.isEmpty {
                lines.append(MailLine(depth: before.depth, text: before.text))
                open = nil
            }
            open = (depth, (open?.text ?? "") + String(Substring(rest)))
            if !goesOn {
                lines.append(MailLine(depth: depth, text: open?.text ?? ""))
                open = nil
            }
        }
        if let open { lines.append(MailLine(depth: open.depth, text: open.text)) }
        return lines
    }

    /// `> > quoted twice`.
    private static func fixed(_ raw: [Line]) -> [MailLine] {
        raw.indices.map { at in
            let line = raw[at]
            let (depth, rest) = unquoted(line)
            guard depth > 0, !isFigure(line, rest, alone: [at - 1, at + 1].allSatisfy { !isQuoted(raw, $0) }) else {
                return MailLine(depth: 0, text: String(Substring(line)))
            }
            return MailLine(depth: depth, text: String(Substring(rest)))
        }
    }

    private static func isQuoted(_ raw: [Line], _ at: Int) -> Bool { raw.indices.contains(at) && raw[at].first == mark }

    /// `>10 mg made me dizzy` is no quotation.
    private static func isFigure(_ line: Line, _ rest: Line, alone: Bool) -> Bool {
        alone && line.dropFirst().startIndex == rest.startIndex
            && rest.first.map { (48...57).contains($0) || $0 == UInt8(ascii: "=") } ?? false
    }

    private static func unquoted(_ line: Line) -> (depth: Int, rest: Line) {
        var (depth, rest) = (0, line)
        while rest.first == mark {
            depth += 1
            rest = rest.dropFirst()
            if rest.first == 0x20 { rest = rest.dropFirst() }
        }
        return (min(depth, MailLine.deepest), rest)
    }
}
