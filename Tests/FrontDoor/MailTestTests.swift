import Databases
import Foundation
import Post
import Synchronization
import Testing
import Vocabulary
import Web

@testable import wayfellow

/// Whoever sets mail up sends one to themselves, and reads what became of it.
@Suite struct MailTestTests {
    /// Answers every mail alike.
    private final class Answering: MailTransport {
        let answer: Result<Handover, MailError>
        let mails = Mutex<[Mail]>([])

        init(_ answer: Result<Handover, MailError>) { self.answer = answer }

        var width: Int { 1 }

        func handOver(_ mail: Mail, then: @escaping @Sendable (Result<Handover, MailError>) -> Void) {
            mails.withLock { $0.append(mail) }
            then(answer)
        }
    }

    private static func run(
        _ words: [String], answer: Result<Handover, MailError> = .success(.taken), isSet: Bool = true
    ) async throws -> (said: [String], mails: [Mail]) {
        let settings = try await Settings.read(
            data: "data",
            environment: isSet
                ? [
                    "WAYFELLOW_SMTP_HOST": "mail.example.org", "WAYFELLOW_MAIL_FROM": "post@example.org",
                    "WAYFELLOW_ADDRESS": "https://example.org", "WAYFELLOW_MAIL_NAME": "Amigos",
                ] : [:])
        let (transport, said) = (Answering(answer), Lines())
        let command = MailTest.command(settings.post, through: isSet ? transport : nil)
        try await command.run(words, Console(say: { said.add($0) }, ask: { _ in "" }))
        return (said.all, transport.mails.withLock { $0 })
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    @Test func `one neutral mail is sent, and that it was taken is said`() async throws {
        let (said, mails) = try await Self.run(["ana@example.net"])
        let mail = try #require(mails.first)
        #expect(mails.count == 1 && mail.to.text == "ana@example.net" && mail.fromName == "Amigos")
        #expect(said.count == 1 && said[0].hasPrefix("mail.example.org took the mail for ana@example.net."))
        try await WholeHouse.open { whole in
            let words = HealthWords(whole.house.rooms.vocabulary.catalogue)
            #expect(words.found(in: mail.subject + "\n" + mail.text).isEmpty)
        }
    }

    @Test(arguments: [
        (
            MailError.refused(permanent: false, code: 535, reason: "the mail server refused the password"),
            "The mail was not taken: the mail server refused the password (535)."
        ), (.unreachable, "no mail server answers"), (.brokenOff, "broke off"), (.uncertain, "may arrive or not"),
    ])
    func `a refusal is said in words`(fault: MailError, words: String) async throws {
        let error = await #expect(throws: CommandError.self) {
            try await Self.run(["ana@example.net"], answer: .failure(fault))
        }
        #expect(error?.description.contains(words) == true)
    }

    @Test func `without mail, or without an address, it is said what is missing`() async throws {
        for (words, isSet, part) in [
            (["ana@example.net"], false, "WAYFELLOW_SMTP_HOST"), (["ana"], true, "ana is no address"),
            ([], true, "<address>"),
        ] {
            let error = await #expect(throws: CommandError.self) { try await Self.run(words, isSet: isSet) }
            #expect(error?.description.contains(part) == true)
        }
    }

    @Test func `a running server has the command, and sends by its own way`() async throws {
        try await WholeHouse.open { whole in
            let house = await whole.house
            #expect(house.commands.contains { $0.name == "post test" })
            let described = try await RoomCommands.described()
            #expect(described.map(\.name) == house.commands.map(\.name))
        }
    }
}
