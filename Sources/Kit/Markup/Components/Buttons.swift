/// How strongly a button asks to be pressed. One primary button a page.
package enum ButtonKind: String, Sendable, CaseIterable {
    case primary, secondary, quiet, danger
}

extension HTML {
    /// A button that sends the form it stands in.
    package static func button(
        _ label: String, kind: ButtonKind = .primary, name: String? = nil, value: String? = nil
    ) -> HTML {
        """
        <button type="submit" class="button button-\(kind.rawValue)"\(attribute: "name", name)\
        \(attribute: "value", value)>\(label)</button>
        """
    }

    /// A link that looks like a button: it leads somewhere and changes nothing.
    package static func buttonLink(_ label: String, to link: Link, kind: ButtonKind = .primary) -> HTML {
        "<a class=\"button button-\(kind.rawValue)\" href=\"\(link)\">\(label)</a>"
    }

    /// Buttons and links side by side; below each other on a phone.
    package static func actions(_ pieces: [HTML]) -> HTML {
        "<div class=\"actions\">\(pieces)</div>"
    }
}
