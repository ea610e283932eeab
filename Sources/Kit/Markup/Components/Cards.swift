/// What a card is for; its ground says so.
package enum CardKind: String, Sendable, CaseIterable {
    /// The usual panel.
    case plain
    /// Lichen: only this member sees what is in it.
    case yours
    /// No frame, for what may be overlooked.
    case quiet
    /// Ember: needs attention.
    case notice
}

extension HTML {
    /// A panel. With a title it begins with a heading of the given level (2…4).
    package static func card(
        _ body: HTML, title: String? = nil, kind: CardKind = .plain, id: String? = nil, level: Int = 2
    ) -> HTML {
        """
        <section class="card card-\(kind.rawValue)"\(attribute: "id", id)>\
        \(HTML.with(title) { heading($0, level: level, kind: "card-title") })\(body)</section>
        """
    }

    /// A heading of a level from 1 to 4 with a class.
    static func heading(_ words: String, level: Int, kind: StaticString) -> HTML {
        let level = min(max(level, 1), 4)
        return "<h\(level) class=\"\(HTML(stringLiteral: kind))\">\(words)</h\(level)>"
    }
}
