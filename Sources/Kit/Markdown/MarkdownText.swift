package import Markup

/// What a member wrote, in CommonMark (spec.commonmark.org/0.29) with `~~strikethrough~~`, read once and kept as pieces
/// that can only become safe HTML or plain words.
///
/// Beyond the grammar: a new line is a new line, as people on phones expect. A heading is a bold paragraph. HTML is
/// shown as typed. A picture is a link. Only `http` and `https` addresses on other sites become links, each with its
/// host beside the words; all others leave their words. There are no reference definitions.
package struct MarkdownText: Sendable, Hashable {
    /// The addresses that can be followed, in order, with repetitions. Each has its `host`.
    package let links: [WebAddress]

    let pieces: [Piece]

    /// How much is read. Work and memory are linear in both.
    package struct Limits: Sendable {
        /// Unicode scalars of the source.
        package var scalars = 20_000
        /// Links to other sites.
        package var links = 200

        package init() {}
    }

    /// - Throws: `MarkdownFault` where there is more than the limits allow; every other text can be read.
    package init(_ source: String, limits: Limits = Limits()) throws(MarkdownFault) {
        // Scalars of a long text are not counted: a scalar has at most four bytes.
        guard source.utf8.count / 4 <= limits.scalars, source.unicodeScalars.count <= limits.scalars else {
            throw .tooLong(most: limits.scalars)
        }
        var reader = PieceReader(mostLinks: limits.links)
        try reader.read(ParsedTree(GuardedSource(source)))
        pieces = reader.pieces
        links = reader.links
    }
}

/// Why a text is not taken.
package enum MarkdownFault: Error, Hashable {
    /// It has more Unicode scalars than `most`.
    case tooLong(most: Int)
    /// It has more links to other sites than `most`.
    case tooManyLinks(most: Int)
}
