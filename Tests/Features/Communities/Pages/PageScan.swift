/// What stands on a page, read strictly and without the code that wrote it: whatever begins with `<` must be a tag of
/// those that pages are made of, with attributes of theirs in double quotes.
struct PageScan {
    /// What is wrong, in words; empty where all is well.
    private(set) var faults: [String] = []

    private static let tags: Set<String> = [
        "a", "article", "b", "bdi", "blockquote", "br", "button", "code", "dd", "del", "details", "div", "dl", "dt",
        "em",
        "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "hr", "input", "label", "legend", "li", "main",
        "mark", "nav", "ol", "option", "p", "path", "pre", "section", "select", "span", "strong", "summary", "svg",
        "textarea", "time", "ul",
    ]
    private static let attributes: Set<String> = [
        "action", "aria-current", "aria-describedby", "aria-hidden", "aria-invalid", "aria-label", "aria-labelledby",
        "aria-pressed", "aria-required", "autocomplete", "checked", "class", "d", "data-draft", "data-draft-failing",
        "data-once", "data-similar", "datetime", "dir", "focusable", "for", "form", "height", "href", "id", "lang",
        "maxlength",
        "method", "name", "novalidate", "open", "rel", "required", "role", "rows", "start", "tabindex", "target",
        "type", "value",
        "viewBox", "width",
    ]

    // A literal where it is used is compiled each time, which was a third of what these suites did.
    nonisolated(unsafe) private static let tag = /([a-z0-9]+)((?: [A-Za-z-]+(?:="[^"<>]*")?)*) ?\/?/
    nonisolated(unsafe) private static let attribute = #/ ([A-Za-z-]+)(?:="([^"]*)")?/#

    init(main page: String) {
        guard let start = page.firstRange(of: "<main"), let end = page.firstRange(of: "</main>") else {
            faults = ["no main part"]
            return
        }
        var rest = page[start.lowerBound..<end.lowerBound].utf8[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[open...]
            guard let tag = rest.firstIndex(of: UInt8(ascii: ">")) else {
                faults.append("a tag without an end")
                return
            }
            check(String(Substring(rest[rest.index(after: open)..<tag])))
            rest = rest[rest.index(after: tag)...]
        }
    }

    private mutating func check(_ inside: String) {
        if inside.hasPrefix("/") {
            if !Self.tags.contains(String(inside.dropFirst())) { faults.append("</\(inside.dropFirst())>") }
            return
        }
        guard let found = inside.wholeMatch(of: Self.tag),
            Self.tags.contains(String(found.1))
        else {
            faults.append("<\(inside)>")
            return
        }
        for attribute in found.2.matches(of: Self.attribute) {
            let (name, value) = (String(attribute.1), String(attribute.2 ?? ""))
            if !Self.attributes.contains(name) { faults.append("\(name) of <\(found.1)>") }
            if ["href", "action"].contains(name), !leadsSomewhereSafe(value) { faults.append("\(name)=\(value)") }
        }
    }

    private func leadsSomewhereSafe(_ address: String) -> Bool {
        ["#", "?", "https://", "http://", "tel:", "sms:"].contains { address.hasPrefix($0) }
            || address.hasPrefix("/") && !address.hasPrefix("//") && !address.hasPrefix("/\\")
    }
}
