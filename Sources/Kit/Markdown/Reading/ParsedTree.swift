import CMarkGFM
import Synchronization

/// The tree that cmark-gfm makes of a text, for as long as somebody reads it.
struct ParsedTree: ~Copyable {
    /// Nil only where memory has run out.
    private let root: OpaquePointer?

    init(_ source: GuardedSource) {
        // As a number, for pointers do not pass a lock; nobody else has this one.
        root = OpaquePointer(bitPattern: Self.lock.withLock { _ in UInt(bitPattern: Self.parse(source.bytes)) })
    }

    deinit {
        if let root { cmark_node_free(root) }
    }

    /// One at a time: while it parses with an extension, cmark-gfm notes the extension's signs in a table that all
    /// threads share, and takes them out again when it is done (inlines.c, `cmark_inlines_add_special_character`).
    /// Without the lock two threads lost the strikethrough of one text in twenty.
    private static let lock = Mutex(())

    private static func parse(_ bytes: [UInt8]) -> OpaquePointer? {
        cmark_gfm_core_extensions_ensure_registered()
        // One tilde is "about" to those who write of doses: ~20 mg.
        guard let parser = cmark_parser_new(CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE) else { return nil }
        defer { cmark_parser_free(parser) }
        if let strikethrough = cmark_find_syntax_extension("strikethrough") {
            cmark_parser_attach_syntax_extension(parser, strikethrough)
        }
        bytes.withUnsafeBytes { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        return cmark_parser_finish(parser)
    }

    /// Walks the tree without recursion: each node that holds others twice, before and after them, each other once.
    func walk<Fault>(_ visit: (_ node: OpaquePointer, _ isEntered: Bool) throws(Fault) -> Void) throws(Fault) {
        guard let root, let walk = cmark_iter_new(root) else { return }
        defer { cmark_iter_free(walk) }
        while true {
            let event = cmark_iter_next(walk)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(walk) else { return }
            try visit(node, event == CMARK_EVENT_ENTER)
        }
    }
}
