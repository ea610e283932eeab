package import Markup
package import Web

/// The page on which an author sees which of their words others should not read unseen, and why. The words are whole; they
/// can be changed, or a person looks at them.
package struct ReviewedWords: Sendable {
    let visit: Visit
    let words: String
    let findings: [ReviewFinding]
    /// Where the form goes, its field, and what else was in it.
    let action: Link
    let field: String
    let hidden: HTML
    /// What is kept meanwhile, in a sentence.
    let kept: String
    /// Where to go on without.
    let leave: Link

    /// The field by which the author lets a person look.
    package static let person = "person"

    package init(
        _ words: String, _ findings: [ReviewFinding], of field: String, to action: Link, hidden: HTML = .empty,
        kept: String, leave: Link, _ visit: Visit
    ) {
        (self.words, self.findings, self.field, self.action) = (words, findings, field, action)
        (self.hidden, self.kept, self.leave, self.visit) = (hidden, kept, leave, visit)
    }

    /// Whether the author asked that a person looks.
    package static func asksPerson(_ visit: Visit) -> Bool { visit.fields[person] == "yes" }

    package func reply() -> Reply {
        let text = visit.text
        let title = text("safety.review.title")
        let kinds = ReviewFinding.Kind.allCases.filter { kind in findings.contains { $0.kind == kind } }
        return visit.page(
            title,
            HTML.narrow(
                """
                \(HTML.pageHeader(title, lead: HTML(text: text("safety.review.lead"))))\
                <figure class="quote"><blockquote dir="auto">\(marked)</blockquote></figure>\
                <ul>\(HTML.each(kinds) { "<li>\(text("safety.review.why.\($0.rawValue)"))</li>" })</ul>\
                \(HTML.form(
                    action: action, csrf: visit.csrf,
                    """
                    \(hidden)\(HTML.textArea(
                        TextField(name: field, label: text("safety.review.words"), value: words), rows: 4))\
                    \(HTML.actions([
                        HTML.button(text("safety.review.send")),
                        HTML.button(text("safety.review.person"), kind: .secondary, name: Self.person, value: "yes"),
                    ]))\
                    <p class="hint">\(text("safety.review.person.hint"))</p>\
                    <p>\(kept)</p><p><a href="\(leave)">\(text("safety.review.leave"))</a></p>
                    """))
                """))
    }

    /// The words, with what was found marked.
    var marked: HTML {
        let bytes = Array(words.utf8)
        func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        var (html, end): (HTML, Int) = (.empty, 0)
        // A finding of everything marks nothing: the sentence below says it.
        for finding in findings where finding.kind != .danger && finding.place.upperBound <= bytes.count {
            guard finding.place.upperBound > end else { continue }
            let start = max(end, finding.place.lowerBound)
            html = "\(html)\(part(end..<start))<mark>\(part(start..<finding.place.upperBound))</mark>"
            end = finding.place.upperBound
        }
        return "\(html)\(part(end..<bytes.count))"
    }
}
