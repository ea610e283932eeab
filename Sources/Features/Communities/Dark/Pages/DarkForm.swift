import Markup
import Storage
import Web

/// What a form of the dark brings. It is kept nowhere before it is sent: it comes back in its page.
struct DarkInput: Sendable {
    let title: String
    let words: String
    let warning: String?
    let visibility: ThreadVisibility?
    let pace: DarkPace?
    let isToBeWorded: Bool

    /// Bytes of title, words and warning together: what fits into a cell of the pool.
    static let mostBytes = 3_600

    enum Part: Sendable {
        case question
        /// Other words for a question, whose readers and wording stay as they are.
        case retold
        case answer
    }

    /// - Parameters:
    ///   - paces: that can be chosen; where there is one, it is that.
    ///   - isSent: it goes out with this, if nothing is wrong: its writer agrees first.
    init(_ reader: inout FormReader, _ part: Part, paces: [DarkPace], isSent: Bool) {
        let isQuestion = part == .question
        title =
            part != .answer
            ? reader.text("title", max: NewThread.longestTitle, required: "communities.title.empty.question") : ""
        words = reader.text("words", max: Self.mostBytes, required: "communities.post.empty", multiline: true)
        let warning = reader.text("warning", max: Post.longestWarning)
        self.warning = warning.isEmpty ? nil : warning
        visibility =
            isQuestion
            ? reader.choice(
                "readers", among: ThreadVisibility.allCases.map(\.rawValue), required: "communities.readers.required"
            ).flatMap { ThreadVisibility(rawValue: $0) } : nil
        let chosen = reader.choice(
            "pace", among: paces.map(\.rawValue), required: paces.count > 1 ? "communities.dark.pace.required" : nil)
        pace = chosen.flatMap { DarkPace(rawValue: $0) } ?? (paces.count == 1 ? paces.first : nil)
        isToBeWorded = isQuestion && reader.isOn("worded")
        if isSent, !reader.isOn("consent") { reader.errors.add(field: "consent", "communities.dark.consent.required") }
        if said.utf8.count > Self.mostBytes { reader.errors.add(field: "words", "communities.dark.tooLong") }
    }

    /// All of it that others read.
    var said: String { [title, words, warning ?? ""].filter { !$0.isEmpty }.joined(separator: "\n") }
}

/// The fields of a form of the dark, alike for a question, for an answer of its asker and for other words.
struct DarkFields {
    /// What stands in them.
    let sent: FormFields
    let errors: FormErrors
    let band: DarkBand
    let visit: Visit

    var text: Text { visit.text }
    func value(_ name: String) -> String { sent[name] ?? "" }
    func error(_ name: String) -> String? { errors.message(for: name, text) }
    private func isOn(_ name: String) -> Bool { !value(name).isEmpty }

    var summary: HTML { HTML.errorSummary(title: text("communities.problem"), errors.messages(text)) }

    var title: HTML {
        HTML.field(
            TextField(
                name: "title", label: text("communities.dark.title"), hint: text("communities.dark.title.hint"),
                value: value("title"), error: error("title"), autocomplete: "off", required: true))
    }

    func words(_ label: String, hint: String? = nil, rows: Int = 7) -> HTML {
        HTML.textArea(
            TextField(
                name: "words", label: label, hint: hint, value: value("words"), error: error("words"),
                autocomplete: "off", required: true), rows: rows)
    }

    var warning: HTML { PostFields.warning(FormValues(sent: sent, draft: nil), errors, text) }

    var readers: HTML {
        HTML.radios(
            Choices(
                name: "readers", legend: text("communities.readers"),
                options: ThreadVisibility.allCases.reversed().map {
                    Choice(
                        $0.rawValue, text("communities.readers.\($0.rawValue)"),
                        hint: text("communities.readers.\($0.rawValue).who")
                            + ($0 == .community ? " " + text("communities.dark.readers.community") : ""))
                }, selected: sent["readers"], error: error("readers")))
    }

    /// How long it waits, with what each choice costs. Where few could have asked there is no choice, and it is said.
    var pace: HTML {
        guard band.paces.count > 1 else {
            return HTML.hidden("pace", DarkPace.patient.rawValue)
                + HTML.note(HTML(text: text("communities.dark.pace.only") + " " + cost(.patient)))
        }
        return HTML.radios(
            Choices(
                name: "pace", legend: text("communities.dark.pace"), hint: text("communities.dark.pace.hint"),
                options: band.paces.reversed().map {
                    Choice($0.rawValue, text("communities.dark.pace.\($0.rawValue)"), hint: cost($0))
                }, selected: sent["pace"], error: error("pace")))
    }

    private func cost(_ pace: DarkPace) -> String {
        guard let named = band.named(at: pace) else { return "" }
        return text(
            "communities.dark.cost",
            ["question": .text(text.number(named.question)), "replies": .text(text.number(named.replies))])
    }

    var worded: HTML {
        HTML.checkbox(
            name: "worded", label: text("communities.dark.worded"), hint: text("communities.dark.worded.hint"),
            checked: isOn("worded"))
    }

    /// In the form, and kept nowhere else: a consent that is given in order to ask would be a dated line in its asker's name.
    var consent: HTML {
        HTML.checkbox(
            name: "consent", label: text("communities.dark.consent"), hint: text("communities.dark.consent.hint"),
            checked: isOn("consent"), error: error("consent"))
    }

    /// Fields of a form to come along unseen.
    static func hidden(_ names: [String], _ visit: Visit) -> HTML {
        HTML.each(names) { name in HTML.with(visit.fields[name]) { HTML.hidden(name, $0) } }
    }

    /// All that a form of the dark may hold, besides what says where it belongs.
    static let names = ["title", "words", "warning", "readers", "pace", "worded", "consent"]
}
