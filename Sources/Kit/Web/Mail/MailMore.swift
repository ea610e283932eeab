package import Markup
package import Post

/// What a mail has besides its template's sentence, as it is when the mail is sent.
package struct MailMore: Sendable {
    /// For places of the template's texts.
    package var numbers: [String: Int]
    /// What stands below the template's link. Words of people only where their reader has asked for them.
    package var paragraphs: [Paragraph]
    /// Where an answer goes; nil: to the site's own address.
    package var replyTo: MailAddress?

    package enum Paragraph: Sendable, Equatable {
        case words(String)
        /// A page of the site.
        case link(Link)
    }

    package init(numbers: [String: Int] = [:], paragraphs: [Paragraph] = [], replyTo: MailAddress? = nil) {
        (self.numbers, self.paragraphs, self.replyTo) = (numbers, paragraphs, replyTo)
    }
}
