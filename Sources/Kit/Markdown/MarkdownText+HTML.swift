package import Markup

extension MarkdownText {
    /// A post as a page shows it, and whom and what it names.
    package struct Rendering: Sendable {
        /// Blocks, to stand in an element with `dir="auto"`.
        package let html: HTML
        /// Where the linked phrases lead, in order, each once: for instance the members that were spoken to.
        package let linked: [Link]
    }

    /// The blocks of the text. At most 26 bytes for one of the source, and 200 for each link to another site.
    package var html: HTML { rendered().html }

    /// The same with names and phrases as links: never in code, nor in a link.
    /// - Parameter phrases: what is looked for; where several fit, the one with most words.
    package func rendered(linking phrases: [LinkedPhrases] = []) -> Rendering {
        var writer = HTMLRenderer(finder: PhraseFinder(phrases))
        for piece in pieces { writer.write(piece) }
        return Rendering(html: writer.html, linked: writer.finder.linked)
    }
}

private struct HTMLRenderer {
    var html = HTML()
    var finder: PhraseFinder
    /// Inside of how many quotes and links.
    private var quotes = 0
    private var links = 0

    init(finder: PhraseFinder) {
        self.finder = finder
    }

    mutating func write(_ piece: Piece) {
        switch piece {
        case .opens(let element): open(element)
        case .closes(let element): close(element)
        case .words(let words):
            if finder.isEmpty || links > 0 { html += "\(words)" } else { write(words) }
        case .code(let code): html += "<code>\(code)</code>"
        case .codeBlock(let code): html += "<pre><code>\(code)</code></pre>"
        case .lineBreak: html += "<br>"
        case .rule: html += "<hr>"
        }
    }

    private mutating func write(_ words: String) {
        for part in finder.parts(of: words, isQuoted: quotes > 0) {
            if let link = part.link {
                html += "<a href=\"\(link)\">\(part.words)</a>"
            } else {
                html += "\(part.words)"
            }
        }
    }

    private mutating func open(_ element: Element) {
        switch element {
        case .paragraph: html += "<p>"
        case .boldParagraph: html += "<p><strong>"
        case .quote:
            quotes += 1
            html += "<blockquote>"
        case .list: html += "<ul>"
        case .numberedList(1): html += "<ol>"
        case .numberedList(let first): html += "<ol start=\"\(first)\">"
        case .item: html += "<li>"
        case .emphasis: html += "<em>"
        case .strong: html += "<strong>"
        case .strikethrough: html += "<del>"
        case .link(let address, _):
            links += 1
            html += "<a href=\"\(address.link)\" rel=\"nofollow noopener noreferrer ugc\">"
        }
    }

    private mutating func close(_ element: Element) {
        switch element {
        case .paragraph: html += "</p>"
        case .boldParagraph: html += "</strong></p>"
        case .quote:
            quotes -= 1
            html += "</blockquote>"
        case .list: html += "</ul>"
        case .numberedList: html += "</ol>"
        case .item: html += "</li>"
        case .emphasis: html += "</em>"
        case .strong: html += "</strong>"
        case .strikethrough: html += "</del>"
        case .link(let address, let tellsHost):
            links -= 1
            html += "</a>"
            if tellsHost { html += " <span class=\"host\">(\(address.host))</span>" }
        }
    }
}
