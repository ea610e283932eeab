import Foundation
import Jobs
package import Markup
package import Post
package import Storage

/// How this site signs its mail; without it none is sent.
package struct MailTerms: Sendable {
    package let from: MailAddress
    /// What the mails call the site, also beside `from`: a name that tells a stranger nothing.
    package let name: String
    /// Where the site is reached, without a slash at the end: `https://example.org`.
    package let address: String
    /// The time zone of members who have not said theirs, by its IANA name.
    package var zone = "UTC"
    /// The address under which replies come in (`MailedReplies`); nil: none do.
    package var replies: MailAddress?

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

    /// The mail as it is now; nil where there is nothing to tell any more. Throws `JobFailure` in quiet hours, which the mail
    /// waits out, and where there is no such template.
    package func compose(_ queued: QueuedMail, to recipient: Recipient, at now: Instant) async throws -> Mail? {
        let template = try template(queued)
        if let until = recipient.quietUntil, !template.isAnswer {
            throw JobFailure("its reader has quiet hours", retry: .after(until - now))
        }
        guard let look = template.more else { return try write(queued, to: recipient) }
        let text = texts[Language(rawValue: recipient.language)]
        return try await look(queued, recipient, text).map { try write(queued, to: recipient, with: $0) }
    }

    private func template(_ queued: QueuedMail) throws -> MailTemplate {
        guard let template = templates[queued.template] else {
            throw JobFailure("there is no such mail template", retry: .never)
        }
        return template
    }

    /// Throws `JobFailure` where there is no such template, and `MailFault` where it cannot be written.
    package func write(
        _ queued: QueuedMail, to recipient: Recipient, with more: MailMore = MailMore()
    ) throws -> Mail {
        let template = try template(queued)
        let text = texts[Language(rawValue: recipient.language)]
        var values = queued.numbers.merging(more.numbers) { $1 }.mapValues { TextValue.count($0) }
        values["name"] = .text(terms.name)
        let content = MailSeal.Content(member: queued.member, addressSince: recipient.addressSince)
        let end = MailSeal.Content(member: queued.member, stamp: seal.mark(of: recipient.address))
        let stop = terms.address + Self.stopPage(try seal.token(end, for: .unsubscribe, of: queued.id)).text
        return try Mail(
            id: queued.id, from: terms.from, named: terms.name, to: recipient.address,
            replyTo: more.replyTo, subject: text(template.subject, values),
            text: body(text, template, values, more.paragraphs, stop: stop), language: text.language.rawValue,
            // Mail programs press it for their reader, over HTTPS only.
            unsubscribe: stop.utf8.starts(with: "https:".utf8) ? URL(string: stop) : nil,
            token: try seal.token(content, for: .message, of: queued.id), written: queued.written)
    }

    /// The page that ends mail, and takes the `POST` that does.
    package static func stopPage(_ token: String) -> Link { "/mail/stop/\(token)" }

    private func body(
        _ text: Text, _ template: MailTemplate, _ values: [String: TextValue], _ more: [MailMore.Paragraph],
        stop: String
    ) -> String {
        let help: [String: TextValue] = [
            "crisis": .text(settings.crisisNumber), "emergency": .text(settings.emergencyNumber),
        ]
        let paragraphs = more.map { paragraph in
            switch paragraph {
            case .words(let words): words
            case .link(let link): terms.address + link.text
            }
        }
        let parts =
            [text("web.mail.hello"), text(template.sentence, values), terms.address + template.link.text] + paragraphs
            + [text("web.mail.why"), stop, text("web.mail.help", help)]
        return parts.joined(separator: "\n\n") + "\n"
    }
}
