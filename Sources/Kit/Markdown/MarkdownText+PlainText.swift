import Markup

extension MarkdownText {
    /// The words alone, for search, review and mails: no marks, each block and each line on a line of its own, and
    /// behind a link's words its host in brackets, as on the page.
    package var plainText: String {
        var text = ""
        var isLineOpen = false
        func endLine() {
            if isLineOpen { text += "\n" }
            isLineOpen = false
        }
        func write(_ words: String) {
            guard !words.isEmpty else { return }
            text += words
            isLineOpen = true
        }
        for piece in pieces {
            switch piece {
            case .opens(let element): if element.isBlock { endLine() }
            case .closes(.link(let address, tellsHost: true)): write(" (\(address.host))")
            case .closes(let element): if element.isBlock { endLine() }
            case .words(let words), .code(let words): write(words)
            case .codeBlock(let code):
                endLine()
                write(code)
                isLineOpen = code.utf8.last != ReadableText.newline
                endLine()
            case .lineBreak, .rule: endLine()
            }
        }
        return text.utf8.last == ReadableText.newline ? String(text.unicodeScalars.dropLast()) : text
    }

    /// The beginning of the words, on one line: whole words as far as there are any, and "…" where more follows.
    /// - Parameter most: Unicode scalars at most, with the "…"; below 1 there is nothing.
    package func excerpt(scalars most: Int) -> String {
        guard most > 0 else { return "" }
        let line = Self.onOneLine(plainText, upTo: most)
        guard line.count > most else { return Self.text(line) }
        let beginning = line.prefix(most - 1)
        // A space right behind the beginning ends its last word, too.
        if let space = line.prefix(most).lastIndex(of: " "), space > 0 {
            return Self.text(line[..<space]) + "…"
        }
        return Self.text(Self.whole(beginning, of: line)) + "…"
    }

    /// The first scalars with single spaces between words, and one more where there are more.
    private static func onOneLine(_ text: String, upTo most: Int) -> [Unicode.Scalar] {
        var line: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            // A space at the end may go again.
            if line.count > most, line.last != " " { break }
            if scalar.value < 0x80 ? scalar.value > 0x20 : !scalar.properties.isWhitespace {
                line.append(scalar)
            } else if line.last != " ", !line.isEmpty {
                line.append(" ")
            }
        }
        if line.last == " " { line.removeLast() }
        return line
    }

    /// Without a last letter whose marks, or an emoji whose other half, would be cut off.
    private static func whole(
        _ beginning: ArraySlice<Unicode.Scalar>, of line: [Unicode.Scalar]
    ) -> ArraySlice<Unicode.Scalar> {
        var beginning = beginning
        while beginning.endIndex < line.endIndex, let last = beginning.last,
            line[beginning.endIndex].continues || last == joiner
        {
            beginning = beginning.dropLast()
        }
        return beginning
    }

    private static let joiner: Unicode.Scalar = "\u{200D}"

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}

extension Unicode.Scalar {
    /// True for a scalar that is shown with the one before it.
    fileprivate var continues: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: properties.isEmojiModifier || value == 0x200D
        }
    }
}
