import Markup

/// A piece of a post, in the order of reading. Nothing else can stand in a post: what the parser knows and this does
/// not (tables, footnotes, HTML, pictures) is text.
enum Piece: Sendable, Hashable {
    /// Each `opens` has its `closes`, well nested.
    case opens(Element)
    case closes(Element)
    /// As typed, without markup.
    case words(String)
    /// In a line.
    case code(String)
    /// In lines of its own, each ended by a new line.
    case codeBlock(String)
    case lineBreak
    /// A line across.
    case rule
}

/// What holds other pieces.
enum Element: Sendable, Hashable {
    case paragraph
    /// A heading: a post has no part in the page's outline.
    case boldParagraph
    case quote
    case list
    /// Its first number: 0 to 999,999,999.
    case numberedList(from: Int)
    case item
    case emphasis, strong, strikethrough
    /// A page on another site; its host is told beside the words, unless the words are the address.
    case link(WebAddress, tellsHost: Bool)

    /// False for what stands within a line.
    var isBlock: Bool {
        switch self {
        case .paragraph, .boldParagraph, .quote, .list, .numberedList, .item: true
        case .emphasis, .strong, .strikethrough, .link: false
        }
    }
}
