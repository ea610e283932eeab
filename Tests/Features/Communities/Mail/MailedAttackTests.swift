import Accounts
import Post
import Storage
import Testing
import Web
import World

@testable import Communities

/// Mails that somebody sends to do harm, with an address for answers in their hand: too large, with files, many.
@Suite struct MailedAttackTests {
    private let mailbox = MailboxTransport()

    @Test func `a mail of ten megabytes is refused by its length, and one of two says once a day that it is too large`()
        async throws
    {
        try await withTalk(mail: .ofTests) { site in
            let (thread, mail) = try await site.answerable(mailbox)
            let path = "/hooks/mail/replies"
            let secrets = site.world.site.settings.webhooks.secrets(of: "post", at: path)
            let message = try site.reply(to: mail, "It helped me.")
            var headers = WebhookSignature.headers(id: "m1", at: site.now, message, secrets: secrets)
            headers["Content-Type"] = "message/rfc822"
            headers["Content-Length"] = "\(10 * 1_048_576)"
            expect(await site.world.site.respond("POST", path, headers: headers, bytes: message).status, is: 413)
            for id in 1...3 {
                let long = try site.reply(to: mail, "It helped me.", id: "\(id)@mail.example")
                let padded = long + [UInt8](repeating: UInt8(ascii: "x"), count: 2 * MailedReplies.limit)
                expect(try await site.talk.takeReply(padded), is: .told)
            }
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 2, "the news, and one about the three")
            expect(try await site.words(of: thread).count, is: 2)
            expect(try await site.count("SELECT COUNT(*) FROM mailed_answers"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `of a mail with files its words are read, and no file is kept`(on backend: Backend) async throws {
        try await withTalk(on: backend, mail: .ofTests) { site in
            let (thread, mail) = try await site.answerable(mailbox)
            let parts = [
                "Content-Type: text/plain; charset=utf-8\r\n\r\nIt helped me.",
                """
                Content-Type: image/png; name="a.png"\r\nContent-Disposition: attachment; filename="a.png"\r\n\
                Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=
                """,
                """
                Content-Type: text/html; name="a.html"\r\nContent-Disposition: attachment; filename="a.html"\r\n\r\n\
                <script>hostile()</script>
                """,
            ]
            let body = parts.map { "--x\r\n\($0)\r\n" }.joined() + "--x--\r\n"
            let message = try site.reply(to: mail, body, type: "multipart/mixed; boundary=x")
            expect(try await site.talk.takeReply(message), is: .posted)
            expect(try await site.words(of: thread).last, is: "It helped me.")
            expect(try await site.count("SELECT COUNT(*) FROM files"), is: 0)
            expect(await site.get(site.path(thread), as: 1), 200, lacks: ["hostile", "iVBOR"])
        }
    }

    /// Whoever got hold of somebody's address for answers fills neither the thread nor their page.
    @Test(arguments: Backend.available)
    func `of a flood from elsewhere twenty wait for the member's yes, nothing stands in the thread, and mails are few`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend, mail: .ofTests) { site in
            let (thread, mail) = try await site.answerable(mailbox)
            for id in 0..<25 {
                let message = try site.reply(
                    to: mail, "It helped me, \(id) times.", from: "thief@elsewhere.example", id: "\(id)@mail.example")
                let wanted: MailedOutcome = id < MailedAnswer.most ? .held : .told
                expect(try await site.talk.takeReply(message), is: wanted)
            }
            expect(try await site.words(of: thread).count, is: 2)
            expect(try await site.count("SELECT COUNT(*) FROM mailed_answers"), is: MailedAnswer.most)
            let before = mailbox.mails.count
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count - before <= 2, is: true, "\(mailbox.mails.count - before) mails")
        }
    }
}
