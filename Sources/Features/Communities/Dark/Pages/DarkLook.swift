import Markup
import Safety
import Web

/// The second look: what could give its writer away, and what others will see. Nothing goes out before it.
struct DarkLook {
    let input: DarkInput
    let fields: DarkFields
    /// "Asked in the dark · Epilepsy".
    let line: String
    /// Whether gentler words can be put in by a press.
    var canSoften = true

    private var text: Text { fields.text }
    private var visit: Visit { fields.visit }

    /// What was looked at: what is sent must be that.
    static func mark(_ input: DarkInput, _ visit: Visit) -> String {
        let whole = visit.signer.sign(
            [input.title, input.words, input.warning ?? "", input.isToBeWorded ? "worded" : ""].joined(separator: "\n"),
            for: "dark look")
        return String(decoding: whole.utf8.suffix(32), as: UTF8.self)
    }

    /// Whether what was sent has been looked at as it is.
    static func isLooked(_ input: DarkInput, _ visit: Visit) -> Bool {
        visit.fields["looked"] == mark(input, visit)
    }

    func html(_ findings: [ReviewFinding] = []) -> HTML {
        "\(HTML.hidden("looked", Self.mark(input, visit)))\(giveaways)\(held(findings))\(seen)"
    }

    // MARK: - What could give away

    /// Where what gives away stands: a field and what was found in it.
    struct Found: Sendable {
        let field: String
        let giveaway: DarkGiveaway
        let words: String
    }

    static func found(_ visit: Visit, _ input: DarkInput) -> [Found] {
        let finder = DarkGiveaways(visit.text, pseudonym: visit.session?.pseudonym ?? "")
        return [("title", input.title), ("words", input.words)].flatMap { field, value in
            let bytes = Array(value.utf8)
            return finder.found(in: value).map {
                Found(field: field, giveaway: $0, words: String(decoding: bytes[$0.place], as: UTF8.self))
            }
        }
    }

    private var giveaways: HTML {
        let found = Self.found(visit, input)
        guard !found.isEmpty else { return HTML.note(HTML(text: text("communities.dark.given.none"))) }
        // The same words twice go together.
        var seen: Set<String> = []
        let lines = found.enumerated().filter { seen.insert($0.element.words).inserted }
        return """
            <section class="card given"><p><strong>\(text("communities.dark.given", ["n": .count(lines.count)]))</strong></p>\
            <ul class="points">\(HTML.each(lines) { "<li><mark>\($0.element.words)</mark> \(text("communities.dark.given.\($0.element.giveaway.kind.rawValue)"))</li>" })</ul>\
            <p>\(text("communities.dark.given.most"))</p>\
            \(HTML.when(canSoften, HTML.actions(lines.map { button($0.element, at: $0.offset) })))</section>
            """
    }

    private func button(_ found: Found, at index: Int) -> HTML {
        let words = Self.gentler(found, text)
        let label =
            words.isEmpty
            ? text("communities.dark.soften.out", ["words": .text(found.words)])
            : text("communities.dark.soften.say", ["words": .text(words)])
        return HTML.button(label, kind: .secondary, name: "go", value: "soften \(index)")
    }

    static func gentler(_ found: Found, _ text: Text) -> String {
        switch found.giveaway.gentler {
        case .child: text("communities.dark.softer.child")
        case .teenager: text("communities.dark.softer.teenager")
        case .decade(let decade): text("communities.dark.softer.decade", ["decade": .text(text.number(decade))])
        case .leftOut: ""
        }
    }

    /// What a moderator would have to look at first.
    private func held(_ findings: [ReviewFinding]) -> HTML {
        let kinds = ReviewFinding.Kind.allCases.filter { kind in findings.contains { $0.kind == kind } }
        guard !kinds.isEmpty else { return .empty }
        return HTML.card(
            """
            <ul class="points">\(HTML.each(kinds) { "<li>\(text("communities.dark.held.\($0.rawValue)"))</li>" })</ul>
            """, title: text("communities.dark.held"), level: 3)
    }

    // MARK: - What others will see

    private var seen: HTML {
        let window = DarkWindow(input.pace ?? .patient, from: visit.now)
        let days: [String: TextValue] = [
            "first": .text(text.date(window.first)), "last": .text(text.date(window.last)),
        ]
        return HTML.daylight(
            """
            <p class="note">\(HTML.icon(.night))\(line)</p>\
            \(HTML.when(!input.title.isEmpty, HTML.question(DarkStyle.level(input.title))))\
            <div class="post-words" dir="auto">\(Self.paragraphs(DarkStyle.level(input.words)))</div>\
            <p class="note">\(text("communities.dark.appears", days))</p>
            """, title: text("communities.dark.seen"))
            + HTML.when(input.isToBeWorded, HTML.note(HTML(text: text("communities.dark.worded.seen"))))
    }

    /// As it is typed: nothing in it is read as markup.
    static func paragraphs(_ words: String) -> HTML {
        HTML.each(words.split(separator: "\n", omittingEmptySubsequences: true)) { "<p>\(String($0))</p>" }
    }
}
