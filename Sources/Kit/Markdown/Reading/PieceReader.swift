import CMarkGFM
import Foundation
import Markup

/// Turns the parser's tree into pieces, through a list of what is allowed.
struct PieceReader {
    private(set) var pieces: [Piece] = []
    private(set) var links: [WebAddress] = []

    /// What is open, from the outside in; nil for what leaves only its words.
    private var open: [Element?] = []
    private var depth = 0
    /// Where the link that is open begins.
    private var linkStart: Int?
    private let mostLinks: Int

    /// How many elements stand inside each other; what is deeper leaves its words.
    static let deepest = 20

    init(mostLinks: Int) {
        self.mostLinks = mostLinks
    }

    mutating func read(_ tree: borrowing ParsedTree) throws(MarkdownFault) {
        try tree.walk { (node, isEntered) throws(MarkdownFault) in
            try visit(node, isEntered: isEntered)
        }
    }

    private mutating func visit(_ node: OpaquePointer, isEntered: Bool) throws(MarkdownFault) {
        let type = cmark_node_get_type(node)
        guard isEntered else { return close() }
        switch type {
        case CMARK_NODE_DOCUMENT: open.append(nil)
        case CMARK_NODE_TEXT: take(words: Self.text(node))
        case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: pieces.append(.lineBreak)
        case CMARK_NODE_CODE: pieces.append(.code(Self.literal(node)))
        case CMARK_NODE_CODE_BLOCK: pieces.append(.codeBlock(Self.literal(node)))
        case CMARK_NODE_THEMATIC_BREAK: pieces.append(.rule)
        case CMARK_NODE_LINK, CMARK_NODE_IMAGE: try openLink(node)
        default:
            if cmark_node_get_literal(node) != nil {
                take(words: Self.literal(node))
            } else {
                open(element(node, type))
            }
        }
    }

    private mutating func take(words: String) {
        if !words.isEmpty { pieces.append(.words(words)) }
    }

    // MARK: - Elements

    private func element(_ node: OpaquePointer, _ type: cmark_node_type) -> Element? {
        switch type {
        case CMARK_NODE_PARAGRAPH: isTight(node) ? nil : .paragraph
        case CMARK_NODE_HEADING: .boldParagraph
        case CMARK_NODE_BLOCK_QUOTE: depth < Self.deepest ? .quote : nil
        case CMARK_NODE_LIST: depth + 1 < Self.deepest ? list(node) : nil
        // A list that was opened has room for its items.
        case CMARK_NODE_ITEM: isInList ? .item : nil
        case CMARK_NODE_EMPH: depth < Self.deepest ? .emphasis : nil
        case CMARK_NODE_STRONG: depth < Self.deepest ? .strong : nil
        default: depth < Self.deepest && Self.isStrikethrough(node) ? .strikethrough : nil
        }
    }

    private func list(_ node: OpaquePointer) -> Element {
        guard cmark_node_get_list_type(node) == CMARK_ORDERED_LIST else { return .list }
        return .numberedList(from: Int(cmark_node_get_list_start(node)))
    }

    private var isInList: Bool {
        switch open.last {
        case .list, .numberedList: true
        default: false
        }
    }

    /// The words of a short item stand in it without a paragraph, as CommonMark has it.
    private func isTight(_ paragraph: OpaquePointer) -> Bool {
        guard case .item = open.last, let list = cmark_node_parent(cmark_node_parent(paragraph)) else { return false }
        return cmark_node_get_list_tight(list) != 0
    }

    private mutating func open(_ element: Element?) {
        open.append(element)
        guard let element else { return }
        depth += 1
        pieces.append(.opens(element))
    }

    private mutating func close() {
        guard case .some(.some(let element)) = open.popLast() else { return }
        depth -= 1
        if case .link(let address, _) = element { return closeLink(address) }
        // What holds nothing is nothing; but a number that somebody typed is an answer.
        if pieces.last == .opens(element), element != .item {
            pieces.removeLast()
        } else {
            pieces.append(.closes(element))
        }
    }

    // MARK: - Links

    private mutating func openLink(_ node: OpaquePointer) throws(MarkdownFault) {
        guard linkStart == nil, let address = WebAddress(Self.bytes(cmark_node_get_url(node), GuardedSource.address))
        else {
            return open(nil)
        }
        guard links.count < mostLinks else { throw .tooManyLinks(most: mostLinks) }
        links.append(address)
        linkStart = pieces.count
        open(.link(address, tellsHost: true))
    }

    private mutating func closeLink(_ address: WebAddress) {
        guard let start = linkStart, pieces.indices.contains(start) else { return }
        linkStart = nil
        let words = pieces[start...].reduce(into: "") { words, piece in
            switch piece {
            case .words(let text), .code(let text): words += text
            default: break
            }
        }
        if !Self.canBeSeen(words) { pieces.append(.words(address.link.text)) }
        let link = Element.link(address, tellsHost: Self.canBeSeen(words) && !address.isSpelled(words))
        pieces[start] = .opens(link)
        pieces.append(.closes(link))
    }

    private static func canBeSeen(_ words: String) -> Bool {
        words.unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .spaceSeparator, .format, .control, .nonspacingMark, .enclosingMark, .unassigned, .privateUse: false
            default: true
            }
        }
    }

    // MARK: - What the parser holds

    private static func isStrikethrough(_ node: OpaquePointer) -> Bool {
        cmark_node_get_type_string(node).map { String(cString: $0) == "strikethrough" } ?? false
    }

    private static func literal(_ node: OpaquePointer) -> String {
        bytes(cmark_node_get_literal(node), GuardedSource.words)
    }

    /// The text of a node, without the sign that made a picture of the link behind it.
    private static func text(_ node: OpaquePointer) -> String {
        bytes(cmark_node_get_literal(node)) { found in
            let sign = [UInt8(ascii: "!")] + GuardedSource.guardMark
            let isPicture = found.suffix(sign.count).elementsEqual(sign) && isLink(cmark_node_next(node))
            return GuardedSource.words(UnsafeBufferPointer(rebasing: found.dropLast(isPicture ? sign.count : 0)))
        }
    }

    private static func isLink(_ node: OpaquePointer?) -> Bool {
        node.map { cmark_node_get_type($0) == CMARK_NODE_LINK } ?? false
    }

    private static func bytes(
        _ text: UnsafePointer<CChar>?, _ typed: (UnsafeBufferPointer<UInt8>) -> String
    ) -> String {
        guard let text else { return "" }
        let count = strlen(text)
        return text.withMemoryRebound(to: UInt8.self, capacity: count) { typed(.init(start: $0, count: count)) }
    }
}
