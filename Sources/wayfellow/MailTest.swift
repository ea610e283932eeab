import ArgumentParser
import Foundation
import Markup
import Post
import Storage
import Web

/// `wayfellow post test ADDRESS`: one mail, now, past the outbox, so that whoever sets mail up reads at once what its
/// server says.
enum MailTest {
    struct Arguments: ParsableArguments {
        @Argument(help: "Who gets the mail.") var address: String
    }

    /// - Parameter transport: what a running server sends by; nil: one is made for the settings.
    static func command(_ post: PostSettings?, through transport: (any MailTransport)?) -> Command {
        Command("post test", "Sends one test mail now, and says what the mail server answers.", Arguments.self) {
            arguments, console in
            guard let post, let transport = try transport ?? House.transport(post) else {
                throw CommandError("No mail is sent from here: set WAYFELLOW_SMTP_HOST (docs/configuration.md, Mail).")
            }
            guard let to = MailAddress(arguments.address) else {
                throw CommandError("\(arguments.address) is no address of the kind ana@example.org.")
            }
            do {
                try await transport.handOver(try mail(to: to, post))
            } catch let error as MailError {
                throw CommandError(words(error))
            }
            console.say(taken(by: post.way, to: arguments.address))
        }
    }

    /// Says no more than that it is one: the mail passes the same eyes as any other.
    private static func mail(to: MailAddress, _ post: PostSettings) throws -> Mail {
        try Mail(
            id: .random(), from: post.from, named: post.name, to: to, subject: "A test",
            text: "This is a test of the mail of \(post.name). Nothing needs to be done.\n",
            language: try Languages.shipped().standard.rawValue,
            written: Clock.system.now())
    }

    private static func taken(by way: PostSettings.Way, to address: String) -> String {
        switch way {
        case .smtp(let server):
            "\(server.host) took the mail for \(address). Look whether it arrives, also among what is thought unwanted."
        case .folder(let folder):
            "The mail for \(address) is a file in \(folder.path(percentEncoded: false)); nothing leaves this machine."
        case .demonstration: "The mail for \(address) is at /demo/mail; nothing leaves this machine."
        }
    }

    /// What there is to say of a failure, and what to do about it.
    static func words(_ error: MailError) -> String {
        switch error {
        case .refused(_, let code, let reason, let status):
            let codes = [code > 0 ? "\(code)" : nil, status.map { "\($0)" }].compactMap { $0 }
            return "The mail was not taken: \(reason)\(codes.isEmpty ? "" : " (\(codes.joined(separator: " ")))")."
        case .unreachable:
            return "The mail was not taken: no mail server answers. Look at WAYFELLOW_SMTP_HOST, _PORT and _ENCRYPTION."
        case .brokenOff: return "The mail was not taken: the mail server broke off before it had the mail."
        case .uncertain: return "The mail server broke off without an answer: the mail may arrive or not."
        }
    }
}
