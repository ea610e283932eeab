import Markup
import Storage
import Web

/// What the pages about files of reviews show.
struct ImportView: Sendable {
    let visit: Visit

    private var text: Text { visit.text }

    /// The form and what was sent before.
    func form(_ all: [SentReviews], _ errors: FormErrors) -> HTML {
        HTML.narrow(
            """
            \(HTML.errorSummary(title: text("journal.form.errors"), errors.messages(text)))\
            \(HTML.pageHeader(
                text("journal.import.title"), lead: HTML(text: text("journal.import.lead")),
                breadcrumb: HTML.breadcrumb([(text("journal.import.admin"), "/admin")])))\
            \(HTML.card(fields(errors)))\
            \(HTML.card(all.isEmpty ? "<p>\(text("journal.import.none"))</p>" : table(all), title: text("journal.import.before")))
            """)
    }

    private func fields(_ errors: FormErrors) -> HTML {
        HTML.form(
            action: "/admin/reviews", csrf: visit.csrf, sendsFile: true,
            """
            \(HTML.fileField(
                FileField(
                    name: "file", label: text("journal.import.file"), hint: text("journal.import.file.hint"),
                    error: errors.message(for: "file", text), types: [".tsv", "text/tab-separated-values", "text/plain"],
                    mostBytes: ImportPage.mostBytes, tooLarge: text("journal.import.file.large"),
                    sending: text("journal.import.sending"))))\
            \(HTML.actions([HTML.button(text("journal.import.send"))]))
            """)
    }

    private func table(_ all: [SentReviews]) -> HTML {
        HTML.table(
            Table(
                caption: text("journal.import.before"), isCaptionHidden: true,
                columns: [
                    Column(text("journal.import.sent")), Column(text("journal.import.state")),
                    Column(text("journal.import.rows"), numeric: true),
                    Column(text("journal.import.stored"), numeric: true),
                ],
                rows: all.map { sent in
                    [
                        "<a href=\"\(link(sent))\">\(text.dateAndTime(sent.startedAt, withSeconds: true))</a>",
                        HTML(text: text("journal.import.state.\(sent.state.rawValue)")),
                        HTML(text: sent.rows.map { text.number($0) } ?? "–"), HTML(text: text.number(sent.stored)),
                    ]
                }))
    }

    private func link(_ sent: SentReviews) -> Link { "/admin/reviews/\(sent.id.description)" }

    /// One file: how far it has come, or what became of it.
    func page(of sent: SentReviews) -> HTML {
        HTML.narrow(
            """
            \(HTML.pageHeader(
                text("journal.import.state.\(sent.state.rawValue)"),
                // What moves on stands beside its bar only.
                lead: sent.isUnderWay ? nil : HTML(text: words(sent)),
                breadcrumb: HTML.breadcrumb(
                    [(text("journal.import.admin"), "/admin"), (text("journal.import.title"), "/admin/reviews")])))\
            \(sent.isUnderWay ? progress(sent) : result(sent))
            """)
    }

    private func progress(_ sent: SentReviews) -> HTML {
        HTML.card(
            """
            \(HTML.progress(
                Progress(
                    done: sent.rowsDone, of: sent.rows, words: words(sent), events: "/admin/reviews/\(sent.id.description)/events")))\
            <p>\(text("journal.import.leave"))</p>\
            \(HTML.actions([HTML.buttonLink(text("journal.import.again"), to: link(sent), kind: .secondary)]))
            """)
    }

    private func result(_ sent: SentReviews) -> HTML {
        var pieces: [HTML] = []
        if sent.rows != nil {
            let counts = [
                ("rows", sent.rows ?? 0), ("stored", sent.stored), ("storedBefore", sent.storedBefore),
                ("unmapped", sent.unmapped), ("rejected", sent.rejected),
            ]
            pieces.append(
                HTML.card(
                    HTML.facts(counts.map { (text("journal.import.\($0.0)"), HTML(text: text.number($0.1))) }),
                    title: text("journal.import.counts")))
        }
        if let words = sent.words {
            pieces.append(
                sent.state == .refused
                    ? HTML.card(why(words), title: text("journal.import.why"), kind: .notice)
                    : HTML.card(report(words), title: text("journal.import.report")))
        }
        pieces.append(
            HTML.actions([HTML.buttonLink(text("journal.import.another"), to: "/admin/reviews", kind: .secondary)]))
        return HTML.joined(pieces, by: "")
    }

    /// Why it was refused; what an earlier version wrote down of it is one sentence in the default language.
    private func why(_ words: String) -> HTML {
        ReviewFileError(stored: words).map { "<p>\($0.words(text))</p>" } ?? report(words)
    }

    /// As the command says it, in its language.
    private func report(_ words: String) -> HTML {
        "<pre class=\"report\" lang=\"\(text.languages.standard.rawValue)\" tabindex=\"0\">\(words)</pre>"
    }

    /// Where it stands, in a sentence.
    func words(_ sent: SentReviews) -> String {
        let numbers: [String: TextValue] = [
            "done": .text(text.number(sent.rowsDone)), "rows": .text(text.number(sent.rows ?? 0)),
            "n": .count(sent.bytes / 1_048_576),
        ]
        let isSent = sent.state != .interrupted || sent.rows != nil
        return text("journal.import.words.\(isSent ? sent.state.rawValue : "cutOff")", numbers)
    }

    /// The same for the script of an open page: numbers in the first line, words in the second.
    func event(of sent: SentReviews) -> Events.Event {
        Events.Event("progress", "\(sent.rowsDone) \(sent.rows ?? 0)\n\(words(sent))")
    }
}
