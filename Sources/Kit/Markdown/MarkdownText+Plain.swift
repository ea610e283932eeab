extension MarkdownText {
    /// Words that were typed without markup: paragraphs and lines, and every mark stands as it is. No address is followed.
    ///
    /// - Throws: `MarkdownFault.tooLong`.
    package init(plain source: String, limits: Limits = Limits()) throws(MarkdownFault) {
        guard source.utf8.count / 4 <= limits.scalars, source.unicodeScalars.count <= limits.scalars else {
            throw .tooLong(most: limits.scalars)
        }
        links = []
        let lines = ReadableText.bytes(of: source).split(
            separator: ReadableText.newline, omittingEmptySubsequences: false
        ).map { String(decoding: $0, as: UTF8.self) }
        var pieces: [Piece] = []
        for paragraph in lines.split(whereSeparator: { $0.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }) {
            pieces.append(.opens(.paragraph))
            for (number, line) in paragraph.enumerated() {
                if number > 0 { pieces.append(.lineBreak) }
                pieces.append(.words(line))
            }
            pieces.append(.closes(.paragraph))
        }
        self.pieces = pieces
    }
}
