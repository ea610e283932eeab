import Markup
import Web

/// The page on which a member takes everything along, and the list of tables behind the passphrase.
struct ExportView {
    let visit: Visit

    private var text: Text { visit.text }

    /// One passphrase, three ways.
    func choice(errors: FormErrors) -> Reply {
        visit.accountPage(
            text("accounts.export.title"), lead: text("accounts.export.lead"), errors: errors,
            HTML.form(
                action: "/me/account/export/page", csrf: visit.csrf,
                visit.confirmingField(errors)
                    + HTML.each([
                        way("page", to: "/me/account/export/page", .primary),
                        way("table", to: "/me/account/export/tables", .secondary),
                        way("program", to: "/me/account/export", .secondary),
                    ]) { $0 })
                + HTML.disclosure(text("accounts.export.in"), "<p>\(text("accounts.export.in.body"))</p>", open: true)
                + Self.excepted(text))
    }

    /// What one kind is for, and its button.
    private func way(_ kind: String, to action: Link, _ button: ButtonKind) -> HTML {
        """
        <div class="way"><h2>\(text("accounts.export.way.\(kind)"))</h2>\
        <p>\(text("accounts.export.way.\(kind).body"))</p>\
        <button type="submit" class="button button-\(button.rawValue)" formaction="\(action)">\
        \(text("accounts.export.way.\(kind).button"))</button></div>
        """
    }

    /// What is kept and not downloaded, and why.
    static func excepted(_ text: Text) -> HTML {
        HTML.disclosure(
            text("accounts.export.except"),
            HTML.prose(
                """
                <ul><li>\(text("accounts.export.except.secrets"))</li><li>\(text("accounts.export.except.reports"))</li>\
                <li>\(text("accounts.export.except.figures"))</li><li>\(text("accounts.export.except.log"))</li></ul>
                """), open: true)
    }

    /// The tables that hold anything, each with a link.
    /// - Parameters:
    ///   - right: opens them for so many minutes.
    func tables(_ counted: [(set: RecordSet, count: Int)], right: String, minutes: Int) -> Reply {
        let kept = counted.filter { $0.count > 0 }
        let links = HTML.each(kept) { set, count in
            let file = "\(set.fileName).csv"
            let link = Link("/me/account/export/\(file)").adding("right", right)
            return """
                <li><a href="\(link)" download="\(file)">\(text(set.words?.title ?? ""))</a> \
                <span class="note">\(text("accounts.export.rows", ["n": .count(count)]))</span></li>
                """
        }
        return visit.accountPage(
            text("accounts.export.tables"),
            lead: text("accounts.export.tables.lead", ["n": .count(minutes)]), errors: FormErrors(),
            "<ul class=\"tables\">\(links)</ul><p class=\"note\">\(text("accounts.export.tables.note"))</p>"
                + HTML.actions([
                    HTML.buttonLink(text("accounts.export.back"), to: "/me/account/export", kind: .quiet)
                ]))
    }
}
