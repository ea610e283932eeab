import Foundation
import Jobs
package import Markup
package import Post

/// How this site signs its mail; without it none is sent.
package struct MailTerms: Sendable {
    package let from: MailAddress
    /// What the mails call the site: a name that tells a stranger nothing.
    package let name: String
    /// Where the site is reached, without a slash at the end: `https://example.org`.
    package let address: String

    package init(from: MailAddress, name: String, address: String) {
        (self.from, self.name, self.address) = (from, name, address)
    }
}

/// Writes mails from templates, in the reader's language, with the way to end them and the crisis line.
package struct MailWriter: Sendable {
    private let texts: Texts
    private let settings: SiteSettings
    private let terms: MailTerms
    private let seal: MailSeal
    private let templates: [String: MailTemplate]

    /// Nil where the site sends no mail.
    package init?(_ templates: [MailTemplate], texts: Texts, settings: SiteSettings, seal: MailSeal) {
        guard let terms = settings.mail else { return nil }
        (self.texts, self.settings, self.terms, self.seal) = (texts, settings, terms, seal)
        self.templates = Dictionary(templates.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Throws `JobFailure` where there is no such template, and `MailFault` where it cannot be written.
    package func write(_ queued: QueuedMail, to recipient: Recipient) throws -> Mail {
        guard let template = templates[queued.template] else {
            throw JobFailure("there is no such mail template", retry: .never)
        }
        let text = texts[Language(rawValue: recipient.language)]
        var values = queued.numbers.mapValues { TextValue.count($0) }
        values["name"] = .text(terms.name)
        let content = MailSeal.Content(member: queued.member, addressSince: recipient.addressSince)
        let end = MailSeal.Content(member: queued.member, stamp: seal.mark(of: recipient.address))
        let stop = terms.address + Self.stopPage(try seal.token(end, for: .unsubscribe, of: queued.id)).text
        return try Mail(
            id: queued.id, from: terms.from, to: recipient.address, subject: text(template.subject, values),
            text: body(text, template, values, stop: stop), language: text.language.rawValue,
            // Mail programs press it for their reader, over HTTPS only.
            unsubscribe: stop.utf8.starts(with: "https:".utf8) ? URL(string: stop) : nil,
            token: try seal.token(content, for: .message, of: queued.id), written: queued.written)
    }

    /// The page that ends mail, and takes the `POST` that does.
    package static func stopPage(_ token: String) -> Link { "/mail/stop/\(token)" }

    private func body(_ text: Text, _ template: MailTemplate, _ values: [String: TextValue], stop: String) -> String {
        [
            text("web.mail.hello"), text(template.sentence, values), terms.address + template.link.text,
            text("web.mail.why"), stop,
            text(
                "web.mail.help",
                ["crisis": .text(settings.crisisNumber), "emergency": .text(settings.emergencyNumber)]),
        ].joined(separator: "\n\n") + "\n"
    }
}
