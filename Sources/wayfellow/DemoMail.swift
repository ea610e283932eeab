import Markup
import Post
import Web

/// `/demo/mail`: the mails of a demonstration, whose people are made up, for everybody to read.
struct DemoMail: Sendable {
    let mailbox: MailboxTransport
    /// Links that begin with it are of this site.
    let address: String

    var routes: [Route] { [.get("/demo/mail", .development) { show($0) }] }

    var menu: [MenuEntry] { [MenuEntry(.account, "web.demoMail.title", to: "/demo/mail")] }

    private func show(_ visit: Visit) -> Reply {
        let (text, mails) = (visit.text, mailbox.mails)
        let title = text("web.demoMail.title")
        let body =
            mails.isEmpty
            ? HTML.emptyState(title: text("web.demoMail.none"), body: text("web.demoMail.none.next"))
            : HTML.stack(mails.map { card($0, text) })
        return visit.page(
            title, HTML.narrow(HTML.pageHeader(title, lead: HTML(text: text("web.demoMail.lead"))) + body))
    }

    private func card(_ mail: Mail, _ text: Text) -> HTML {
        HTML.card(
            "<div lang=\"\(mail.language)\">\(HTML.prose("\(HTML.each(paragraphs(mail)) { "<p>\($0)</p>" })"))</div>"
                + HTML.facts([
                    (text("web.demoMail.to"), HTML(text: mail.to.text)),
                    (text("web.demoMail.when"), HTML(text: text.date(mail.written))),
                ]),
            title: mail.subject)
    }

    /// The text as a mail program shows it: what stands between empty lines, and links where it has addresses.
    private func paragraphs(_ mail: Mail) -> [HTML] {
        mail.text.split(separator: "\n").map { line in
            guard line.utf8.starts(with: "\(address)/".utf8),
                let link = Link(local: String(line.dropFirst(address.count)))
            else { return HTML(text: String(line)) }
            return "<a href=\"\(link)\">\(line)</a>"
        }
    }
}
