import Post
import Storage
import Testing
import Web
import World

@testable import Accounts

/// Mail that comes back.
@Suite struct BounceTests {
    static func report(_ id: String, status: String) -> [UInt8] {
        let text = """
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mail.example

            Final-Recipient: rfc822; ana@example.org
            Action: failed
            Status: \(status)

            --b
            Content-Type: text/rfc822-headers

            Message-ID: <\(id)@wayfellow.test>

            --b--
            """
        return Array(text.utf8)
    }

    @Test(arguments: Backend.available)
    func `a report marks the address that the mail went to, and no other`(on backend: Backend) async throws {
        try await withAccounts(on: backend, mail: .ofTests) { world in
            let contact = Contact(email: MailAddress("ana@example.org"), wantsMail: true)
            let (ana, bo) = (
                try await world.member("Ana", contact: contact), try await world.member("Bo", contact: contact)
            )
            let mailbox = MailboxTransport()
            try await world.database.write { try world.accounts.tellOfNews(to: ana, in: $0) }
            try await world.world.runJobs(mailingThrough: mailbox)
            let token = String(try #require(mailbox.mails.first?.token))
            func bad() async throws -> Int {
                try await world.count("SELECT COUNT(*) FROM contacts WHERE takes_mail = FALSE")
            }
            for (status, id, outcome) in [
                ("4.2.2", token, BounceOutcome.notAboutAddress), ("5.7.1", token, .notAboutAddress),
                ("5.1.1", "x" + token, .notOurs), ("5.1.1", ID<Person>.random().description, .notOurs),
            ] {
                #expect(try await world.accounts.takeBounce(Self.report(id, status: status)) == outcome)
                #expect(try await bad() == 0)
            }
            #expect(try await world.accounts.takeBounce(Self.report(token, status: "5.1.1")) == .noted)
            #expect(try await bad() == 1)
            let book = world.accounts.addressBook
            #expect(try await book.recipient(ana) == nil)
            #expect(try await book.recipient(bo)?.address.text == "ana@example.org")
            // A report that comes late says nothing about what was saved since.
            world.time.pass(.minutes(1))
            let (seal, now) = (ColumnSeal(key: world.accounts.keys.contact), world.time.now)
            try await world.database.write { try ContactStore.set(contact, of: ana, seal: seal, at: now, in: $0) }
            #expect(try await world.accounts.takeBounce(Self.report(token, status: "5.1.1")) == .past)
            #expect(try await bad() == 0)
        }
    }

    @Test func `a mail service sends a report, signed, as often as it likes`() async throws {
        try await withAccounts(mail: .ofTests) { world in
            let ana = try await world.member(
                "Ana", contact: Contact(email: MailAddress("a@example.org"), wantsMail: true))
            let token = try world.accounts.mailSeal.token(
                .init(member: ana, addressSince: world.time.now), for: .message, of: .random())
            let (path, report) = ("/hooks/mail/bounces", Self.report(token, status: "5.1.1"))
            let secrets = world.site.settings.webhooks.secrets(of: "post", at: path)
            #expect(!secrets.isEmpty)
            for secrets in [[], secrets, secrets] {
                var headers = WebhookSignature.headers(id: "m1", at: world.time.now, report, secrets: secrets)
                headers["Content-Type"] = "message/rfc822"
                let answer = await world.site.respond("POST", path, headers: headers, bytes: report)
                #expect(answer.status == (secrets.isEmpty ? 403 : 200), "\(answer.text)")
                #expect(secrets.isEmpty || answer.text == "{\"outcome\":\"noted\"}", "\(answer.text)")
            }
            #expect(try await world.count("SELECT COUNT(*) FROM contacts WHERE takes_mail = FALSE") == 1)
        }
    }

    @Test func `a mail server hands a report to the command`() async throws {
        try await withAccounts(mail: .ofTests) { world in
            let contact = Contact(email: MailAddress("ana@example.org"), wantsMail: true)
            let ana = try await world.member("Ana", contact: contact)
            let since = world.time.now
            let token = try world.accounts.mailSeal.token(
                .init(member: ana, addressSince: since), for: .message, of: .random())
            #expect(
                try await world.run("post bounce") == [
                    "Nothing to note: this is no report about a mail of this server."
                ])
            let report = Self.report(token, status: "5.1.1")
            #expect(try await world.run("post bounce", reading: report) == ["Noted: the address takes no mail."])
        }
    }
}
