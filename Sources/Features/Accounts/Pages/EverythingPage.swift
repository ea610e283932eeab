import Markup
import Storage
import Web

/// All that is kept of a member, as a page to read or to print: written as it is read, in the memory of a hundred records.
struct EverythingPage: Sendable {
    let sets: [RecordSet]
    let reader: RecordReader
    let pages: RecordPages
    let name: String
    let now: Instant

    private var text: Text { reader.text }

    private typealias Part = (set: RecordSet, words: RecordWords, count: Int)

    /// Ends with a plain word where whoever reads may not any more: a page that only breaks off looks whole.
    func write(to writer: inout StreamWriter) async throws {
        var isInSection = false
        try await writer.write(("<div class=\"narrow stack everything\">" as HTML).bytes)
        do throws(any Error) {
            let kept = try await parts()
            try await writer.write(head(kept).bytes)
            for part in kept {
                isInSection = true
                try await write(part, to: &writer)
                isInSection = false
            }
            try await writer.write(foot(total: kept.reduce(0) { $0 + $1.count }).bytes)
        } catch is Problem {
            let cut: HTML =
                "\(HTML.when(isInSection, "</section>"))\(HTML.flash(text("accounts.everything.cut"), kind: .problem))"
            try await writer.write(cut.bytes)
        }
        try await writer.write(("</div>" as HTML).bytes)
    }

    /// The sets that hold anything. Of the others nothing is said: nobody needs to read that there is no notice of their death.
    private func parts() async throws -> [Part] {
        var kept: [Part] = []
        for set in sets {
            guard let words = set.words else { continue }
            let count = try await pages.count(set)
            if count > 0 { kept.append((set, words, count)) }
        }
        return kept
    }

    private func write(_ part: Part, to writer: inout StreamWriter) async throws {
        let heading: HTML = """
            <section class="card records" id="\(part.set.fileName)"><h2 class="card-title">\(text(part.words.title))</h2>\
            <p class="note">\(text(part.words.about))</p>
            """
        try await writer.write(heading.bytes)
        let (words, reader) = (part.words, reader)
        try await pages.write(part.set, to: &writer) { Self.record(words.lines(of: $0, reader)).bytes }
        try await writer.write(("</section>" as HTML).bytes)
    }

    private func head(_ kept: [Part]) -> HTML {
        let contents = HTML.each(kept) { set, words, count in
            """
            <li><a href="#\(set.fileName)">\(text(words.title))</a> <span class="count">\(text.number(count))</span></li>
            """
        }
        let lead = text(
            "accounts.everything.lead",
            [
                "name": .text(name), "site": .text(reader.siteName), "date": .text(text.dateAndTime(now)),
            ])
        return """
            \(HTML.pageHeader(
                text("accounts.everything.title"), lead: HTML(text: lead),
                breadcrumb: HTML.breadcrumb(
                    [(text("accounts.export.title"), "/me/account/export")], label: text("accounts.account.back"))))\
            <p class="screen-only">\(text("accounts.everything.print"))</p>\
            <nav class="card contents" aria-labelledby="contents"><h2 class="card-title" id="contents">\
            \(text("accounts.everything.contents"))</h2><ul>\(contents)</ul></nav>
            """
    }

    private func foot(total: Int) -> HTML {
        """
        <section class="card"><h2 class="card-title">\(text("accounts.everything.rest"))</h2>\
        \(ExportView.excepted(text))</section>\
        <p class="whole">\(text("accounts.everything.end", ["n": .count(total)]))</p>
        """
    }

    private static func record(_ lines: [RecordLine]) -> HTML {
        "<div class=\"record\">\(list(lines))</div>"
    }

    private static func list(_ lines: [RecordLine]) -> HTML {
        "<dl class=\"facts\">\(HTML.each(lines) { "<div><dt>\($0.label)</dt>\(said($0.said))</div>" })</dl>"
    }

    private static func said(_ said: RecordLine.Said) -> HTML {
        switch said {
        case .lines(let lines): HTML.each(lines) { "<dd>\($0)</dd>" }
        case .words(let lines): HTML.each(lines) { "<dd class=\"said\" dir=\"auto\">\($0)</dd>" }
        case .records(let records): HTML.each(records) { "<dd class=\"within\">\(list($0))</dd>" }
        }
    }
}
