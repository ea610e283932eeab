import Accounts
import Markup
import Safety
import Storage
import Web

/// The page of a correspondence.
struct CorrespondenceView {
    let read: CorrespondencePage.Read
    let errors: FormErrors
    /// What was sent names a way to reach somebody, offers or advises something: its author is asked whether they are sure.
    let isWarned: Bool
    let visit: Visit

    private var text: Text { visit.text }
    private var there: Correspondence { read.there }
    private var link: Link { CorrespondencePage.link(there.id) }
    private var name: String { there.name(text) }
    private var named: [String: TextValue] { ["name": .text(name)] }
    private var values: FormValues { FormValues(sent: visit.fields, draft: read.draft) }

    func html() -> HTML {
        HTML.narrow(
            """
            \(HTML.errorSummary(title: text("communities.problem"), errors.messages(text)))\
            \(HTML.pageHeader(
                name, lead: HTML(text: text("communities.letters.lead.\(there.standing.rawValue)", named)),
                breadcrumb: HTML.breadcrumb([(text("communities.letters.title"), LettersPage.path)])))\
            \(earlier)\(letters)\(read.isEarlier ? newest : whatToDo)
            """)
    }

    // MARK: - Letters

    private var earlier: HTML {
        guard read.hasEarlier, let first = read.letters.first else { return .empty }
        return
            "<p><a href=\"\(link.adding("before", String(first.number)))\">\(text("communities.letters.earlier"))</a></p>"
    }

    private var newest: HTML { "<p><a href=\"\(link)\">\(text("communities.letters.newest"))</a></p>" }

    private var letters: HTML {
        guard !read.letters.isEmpty else { return HTML.note(HTML(text: text("communities.letters.nothing"))) }
        let firstNew = there.newFrom.flatMap { from in
            read.letters.first { !$0.isMine && $0.number >= from }?.number
        }
        let mark: HTML = "<p class=\"new-since\"><span>\(text("communities.letters.new"))</span></p>"
        let each = HTML.each(read.letters) { one -> HTML in
            "\(HTML.when(one.number == firstNew, mark))\(letter(one))"
        }
        return
            "<section class=\"posts\"><h2 class=\"unseen\">\(text("communities.letters.title"))</h2>\(each)</section>"
    }

    private func letter(_ one: Letter) -> HTML {
        let by: HTML =
            one.isMine
            ? HTML(text: text("communities.letters.you"))
            : CommunitiesFeature.named(name, there.hasPage ? there.other : nil)
        return """
            <article class="post" id="l\(one.number)"><p class="post-by"><strong dir="auto">\(by)</strong> \
            <span class="note">\(text.date(one.writtenAt))</span></p>\
            \(one.state.said(text))\
            <div class="post-words">\(paragraphs(one.words))</div>\(links(one))</article>
            """
    }

    /// Plain text: each line a paragraph, in the direction in which it is written. No links are made of it.
    private func paragraphs(_ words: String) -> HTML {
        HTML.each(words.utf8.split(separator: UInt8(ascii: "\n"))) { line -> HTML in
            "<p dir=\"auto\">\(String(Substring(line)))</p>"
        }
    }

    private func links(_ one: Letter) -> HTML {
        let place = LetterPlace(there.id, one.number)
        guard one.isMine else {
            return SafetyFeature.reportLinks(CommunitiesFeature.subject(place), by: there.other, text)
        }
        let delete = LeaveCorrespondencePage.link(place)
        return "<p class=\"report-links\"><a href=\"\(delete)\">\(text("communities.delete"))</a></p>"
    }

    // MARK: - What can be done

    private var whatToDo: HTML {
        switch there.standing {
        case .asked: kept + HTML.card(asking, title: text("communities.letters.answer", named)) + blocking
        case .asking: kept + blocking
        case .open: isRead + writing + leaving + blocking
        case .closed: isRead + kept + leaving + blocking
        }
    }

    private var asking: HTML {
        HTML.form(
            action: "/me/letters/\(there.id)/answer", csrf: visit.csrf,
            """
            <p>\(text("communities.letters.answer.about", named))</p>\
            \(HTML.actions([
                HTML.button(text("communities.letters.answer.yes"), name: "answer", value: "yes"),
                HTML.button(text("communities.letters.answer.no"), kind: .secondary, name: "answer", value: "no"),
            ]))
            """)
    }

    /// What could not be sent, and what was begun where nobody can write any more: theirs to copy.
    private var kept: HTML {
        HTML.keptWords([values["words"] ?? ""], title: text("communities.letters.kept"))
    }

    private var isRead: HTML {
        guard there.newFrom != nil else { return .empty }
        return HTML.form(
            action: "/me/letters/\(there.id)/read", csrf: visit.csrf,
            HTML.actions([HTML.button(text("communities.letters.read"), kind: .secondary)]))
    }

    private var writing: HTML {
        // Words that are sent before that are lost on the way to the question.
        guard visit.hasHealthConsent else {
            let consent = visit.consentLink(backTo: link)
            return HTML.actions([HTML.buttonLink(text("communities.letters.write"), to: consent, kind: .secondary)])
        }
        let form = HTML.form(
            action: link, csrf: visit.csrf,
            LetterFields(errors: errors, isWarned: isWarned, values: values, visit: visit).html(
                label: text("communities.letters.words"), hint: text("communities.letters.hint", named)))
        return HTML.card(form, title: text("communities.letters.write"), id: "write")
    }

    private var leaving: HTML {
        let label = text(there.standing == .open ? "communities.letters.leave" : "communities.letters.take")
        return "<p><a href=\"\(LeaveCorrespondencePage.link(there.id))\">\(label)</a></p>"
    }

    /// Folded away: two steps, for it ends what was between the two.
    private var blocking: HTML {
        guard there.other != nil else { return .empty }
        return HTML.disclosure(
            text("communities.letters.block", named),
            """
            <p>\(text("communities.letters.block.about"))</p>\
            \(HTML.form(
                action: "/me/letters/\(there.id)/block", csrf: visit.csrf,
                HTML.actions([HTML.button(text("communities.letters.block.do", named), kind: .danger)])))
            """)
    }
}

/// The field of a letter, with its button.
struct LetterFields {
    let errors: FormErrors
    var isWarned = false
    let values: FormValues
    let visit: Visit

    func html(label: String, hint: String) -> HTML {
        let text = visit.text
        let id = visit.sentFormID(for: LetterInput.purpose) ?? ID<Letter>.random()
        let warning: HTML = """
            \(HTML.flash(text("communities.letters.sure"), kind: .notice))\(HTML.hidden(LetterInput.sure, "yes"))
            """
        return """
            \(HTML.when(isWarned, warning))\(PostFields.kept(values, text))\(HTML.hidden("form", visit.formID(id, for: LetterInput.purpose)))\
            \(HTML.textArea(
                TextField(
                    name: "words", label: label, hint: hint, value: values["words"] ?? "",
                    error: errors.message(for: "words", text), required: true), rows: 6))\
            \(PostFields.buttons(text(isWarned ? "communities.letters.sure.send" : "communities.letters.send"), text))
            """
    }
}
