import Accounts
import Foundation
import Logging
import Markup
import Post
import Storage
import Vocabulary
import Web

extension House {
    /// What sends the outbox; nil where this server sends no mail.
    func mailSender() throws -> MailSender? {
        guard let transport, let writer = try mailWriter() else { return nil }
        return MailSender(
            through: transport, to: rooms.accounts.addressBook, clock: dependencies.clock, logger: dependencies.logger
        ) { [clock = dependencies.clock] in try await writer.compose($0, to: $1, at: clock.now()) }
    }

    func mailWriter() throws -> MailWriter? {
        MailWriter(
            features.flatMap(\.mails), texts: try Self.texts(features), settings: dependencies.settings,
            seal: rooms.accounts.mailSeal)
    }

    static func transport(_ post: PostSettings?) throws -> (any MailTransport)? {
        switch post?.way {
        case .smtp(let server)?: SMTPTransport(server)
        case .folder(let folder)?: try DropTransport(folder)
        case .demonstration?: MailboxTransport()
        case nil: nil
        }
    }

    /// Mail carries the site's name past every eye: one that speaks of health is refused at start. Addresses cannot be
    /// chosen anew so easily, so what they tell is said in the log.
    func checkMailNames() throws {
        guard let post = settings.post else { return }
        let words = HealthWords(rooms.vocabulary.catalogue)
        if let word = words.found(in: post.name).first {
            throw SettingsError(
                description: """
                    Mails would tell whoever sees them of "\(word)", which is in the site's name. Set WAYFELLOW_MAIL_NAME to a \
                    name that tells a stranger nothing.
                    """)
        }
        for address in [post.address, post.from.text] where !words.found(in: address).isEmpty {
            dependencies.logger.warning("an address in every mail has a health word in it: consider a neutral one")
        }
    }
}
