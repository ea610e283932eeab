package import Markup
package import Post

/// A mail that a room may have sent: sentences by key and one page to open. Neutral in every word: it tells no health word,
/// nobody's name, and nothing of what waits; a test reads all of them in every language.
package struct MailTemplate: Sendable {
    /// As it stands in rows of the outbox; never changed once released.
    package let name: String
    /// Text keys. Each sentence may name the site (`{name}`) and the numbers of its row.
    package let subject: String
    package let sentence: String
    /// The page that the mail leads to.
    package let link: Link
    /// It answers what its reader just sent, so no quiet hours hold it up.
    package var isAnswer = false
    /// What the mail has besides, looked up when it is sent; nil where there is nothing to tell any more.
    package var more: (@Sendable (QueuedMail, Recipient, Text) async throws -> MailMore?)?

    package init(_ name: String, subject: String, sentence: String, link: Link) {
        (self.name, self.subject, self.sentence, self.link) = (name, subject, sentence, link)
    }
}
