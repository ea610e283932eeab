import Foundation
import Jobs
import Markup
import Post
import Storage
import Testing
import Web
import World

@testable import Accounts

/// Mail about news: who wishes it, who gets it, and how it ends.
@Suite struct MailTests {
    private let mailbox = MailboxTransport()

    private func tell(_ world: TestAccounts, _ member: ID<Person>) async throws {
        try await world.database.write { try world.accounts.tellOfNews(to: member, in: $0) }
    }

    private func send(_ world: TestAccounts) async throws {
        try await world.world.runJobs(mailingThrough: mailbox)
    }

    private func wishing(_ world: TestAccounts, _ name: String, language: Language = .en) async throws -> ID<Person> {
        let address = MailAddress("\(name.lowercased())@example.org")
        return try await world.member(name, language: language, contact: Contact(email: address, wantsMail: true))
    }

    private func contact(_ world: TestAccounts, _ member: ID<Person>) async throws -> Contact {
        let seal = ColumnSeal(key: world.accounts.keys.contact)
        return try await world.database.read {
            try ContactStore.own(as: .person(member, roles: []), seal: seal, in: $0)
        }
    }

    @Test(arguments: Language.allCases)
    func `who wishes for mail is told in their language, once in 24 hours`(language: Language) async throws {
        try await withAccounts(mail: .ofTests) { world in
            let (ana, bo) = (
                try await wishing(world, "Ana", language: language),
                try await world.member("Bo", contact: Contact(email: MailAddress("bo@example.org")))
            )
            for _ in 0..<3 { for member in [ana, bo] { try await tell(world, member) } }
            try await send(world)
            try await tell(world, ana)
            try await send(world)
            let mail = try #require(mailbox.mails.first)
            #expect(mailbox.mails.count == 1 && mail.to.text == "ana@example.org")
            #expect(mail.language == language.rawValue && !(mail.subject + mail.text).contains("⟦"))
            #expect(
                mail.fromName == "Wayfellow" && mail.subject.contains("Wayfellow") && mail.text.contains("988")
                    && mail.text.contains("911"))
            #expect(!mail.text.contains("Ana"))
            #expect(mail.paths.count == 2 && mail.paths[0] == "/me" && mail.paths[1].hasPrefix("/mail/stop/"))
            #expect(mail.unsubscribe?.absoluteString == "https://wayfellow.test" + mail.paths[1])
            world.time.pass(.hours(24))
            try await tell(world, ana)
            try await send(world)
            #expect(mailbox.mails.count == 2)
        }
    }

    @Test(arguments: Backend.available)
    func `what changed since it was put down holds`(on backend: Backend) async throws {
        try await withAccounts(on: backend, mail: .ofTests) { world in
            var members: [ID<Person>] = []
            for name in ["Kept", "Moved", "Erased", "Ended", "Held", "Without"] {
                members.append(try await wishing(world, name))
            }
            for member in members { try await tell(world, member) }
            #expect(try await world.count("SELECT COUNT(*) FROM jobs WHERE kind = 'post.mail'") == 6)
            let (seal, now) = (ColumnSeal(key: world.accounts.keys.contact), world.time.now)
            let (moved, without) = (members[1], members[5])
            try await world.database.write { tx in
                let new = Contact(email: MailAddress("new@example.org"), wantsMail: true)
                try ContactStore.set(new, of: moved, seal: seal, at: now, in: tx)
                try ContactStore.set(Contact(wantsMail: true), of: without, seal: seal, at: now, in: tx)
            }
            let house = world.world.features
            _ = try await world.accounts.erase(members[2], by: .person(members[2], roles: []), house, at: now)
            #expect(try await world.count("SELECT COUNT(*) FROM jobs WHERE kind = 'post.mail'") == 5)
            let ended = try #require(MailAddress("ended@example.org"))
            let token = try world.accounts.mailSeal.token(
                .init(member: members[3], stamp: world.accounts.mailSeal.mark(of: ended)), for: .unsubscribe,
                of: .random())
            #expect(try await world.accounts.endMail(token))
            try await world.accounts.hold(members[4], isForGood: false, by: .system(reason: "test"))
            try await send(world)
            #expect(Set(mailbox.mails.map(\.to.text)) == ["kept@example.org", "new@example.org"])
        }
    }

    @Test(arguments: Backend.available)
    func `no row of the outbox names anybody, an address or a word`(on backend: Backend) async throws {
        try await withAccounts(on: backend, mail: .ofTests) { world in
            let ana = try await wishing(world, "Ana")
            try await tell(world, ana)
            let rows = try await world.texts("SELECT kind, payload, key FROM jobs WHERE kind = 'post.mail'")
            #expect(rows.count == 3 && rows[1] == "\(ana) news" && !rows[2].contains("\(ana)"))
            try await send(world)
            let left = try await world.texts("SELECT state, payload, NULL FROM jobs WHERE kind = 'post.mail'")
            #expect(left == ["done", ""])
        }
    }

    @Test(arguments: Backend.available)
    func `a link ends mail to the address that it came to, with any telephone number, and to no later one`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend, mail: .ofTests) { world in
            let ana = try await wishing(world, "Ana")
            try await tell(world, ana)
            try await send(world)
            let path = try #require(mailbox.mails.first?.paths.last)
            func save(_ address: String, _ phone: String?) async throws {
                world.time.pass(.days(1))
                let new = Contact(
                    email: MailAddress(address), phone: phone.flatMap { PhoneNumber($0) }, wantsMail: true)
                let (seal, now) = (ColumnSeal(key: world.accounts.keys.contact), world.time.now)
                try await world.database.write { try ContactStore.set(new, of: ana, seal: seal, at: now, in: $0) }
            }
            for (address, phone, isEnded) in [
                ("ana@example.org", "+15551234567", true), ("ana@example.org", nil, true),
                ("new@example.org", nil, false), ("ana@example.org", nil, true),
            ] {
                try await save(address, phone)
                // Whoever reads the older mailbox is told the truth, and nothing of the newer one.
                expect(await world.site.respond("POST", path), 200, holds: "to the address that this mail came to")
                #expect(try await contact(world, ana).wantsMail == !isEnded, "\(address) \(phone ?? "-")")
            }
        }
    }

    @Test func `one press ends it, from the mail, without a session, for people and programs`() async throws {
        try await withAccounts(mail: .ofTests) { world in
            for isProgram in [false, true] {
                let member = try await wishing(world, isProgram ? "Pro" : "Ana")
                try await tell(world, member)
                try await send(world)
                let path = try #require(mailbox.mails.first?.paths.last)
                // Programs that look at links change nothing.
                for _ in 0..<3 { expect(await world.site.respond("GET", path), 200, holds: "End the mails") }
                #expect(try await contact(world, member).wantsMail)
                let body = isProgram ? "List-Unsubscribe=One-Click" : ""
                // Years later, and again.
                world.time.pass(.days(2_000))
                for _ in 0..<2 {
                    let answer = await world.site.respond("POST", path, body: body)
                    expect(answer, 200, holds: "Done: no more mail")
                    #expect(answer.cookies.isEmpty)
                }
                #expect(try await !contact(world, member).wantsMail)
                try await tell(world, member)
                try await send(world)
                #expect(mailbox.mails.count == (isProgram ? 2 : 1))
            }
        }
    }

    @Test func `a token of nobody, and what is no token, are answered plainly`() async throws {
        try await withAccounts(mail: .ofTests) { world in
            let seal = world.accounts.mailSeal
            let content = MailSeal.Content(member: .random(), addressSince: world.time.now)
            let gone = try seal.token(content, for: .unsubscribe, of: .random())
            expect(
                await world.site.respond("POST", "/mail/stop/\(gone)", body: "x=1"), 200, holds: "Done: no more mail")
            let message = try seal.token(content, for: .message, of: .random())
            for token in [message, "x", String(gone.dropLast()), gone + "A", "%00", "é"] {
                for method in ["GET", "POST"] {
                    let answer = await world.site.respond(
                        method, "/mail/stop/\(token)", body: method == "GET" ? "" : "x=1")
                    #expect(answer.status == 404, "\(token)")
                }
            }
            expect(await world.site.respond("GET", "/mail/stop/\(message)"), 404, holds: "This link cannot be read")
        }
    }

    @Test func `an address that takes no mail is shown to its owner until it is saved again`() async throws {
        try await withAccounts(mail: .ofTests) { world in
            let ana = try await wishing(world, "Ana")
            let since = world.time.now
            var browser = try await world.browser(of: ana)
            expect(await browser.get("/me/account"), 200, lacks: ["came back"])
            // What came back about an address before this one says nothing.
            try await world.accounts.addressBook.noteBadAddress(ana, since - .days(1))
            #expect(try await contact(world, ana).takesMail)
            try await world.accounts.addressBook.noteBadAddress(ana, since)
            for path in ["/me/account", "/me/account/contact"] {
                expect(await browser.get(path), 200, holds: "Mail to your address came back")
            }
            try await tell(world, ana)
            try await send(world)
            #expect(mailbox.mails.isEmpty)
            world.time.pass(.minutes(1))
            let fields = [("email", "ana@example.org"), ("news", "1"), ("current", TestAccounts.passphrase)]
            expect(await browser.post("/me/account/contact", fields), 303, to: "/me/account")
            expect(await browser.get("/me/account"), 200, lacks: ["came back"])
            try await tell(world, ana)
            try await send(world)
            #expect(mailbox.mails.count == 1)
        }
    }

    @Test func `the wish is asked for where mail is sent, off at first, and needs an address`() async throws {
        for terms in [MailTerms.ofTests, nil] {
            try await withAccounts(mail: terms) { world in
                let ana = try await world.member("Ana")
                var browser = try await world.browser(of: ana)
                let page = await browser.get("/me/account/contact")
                #expect(page.text.contains("name=\"news\"") == (terms != nil))
                #expect(!page.text.contains("checked"))
                let passphrase = ("current", TestAccounts.passphrase)
                let nowhere = await browser.post("/me/account/contact", [("news", "1"), passphrase])
                #expect(nowhere.status == (terms == nil ? 303 : 422))
                let fields = [("email", "ana@example.org"), ("news", "1"), passphrase]
                expect(await browser.post("/me/account/contact", fields), 303, to: "/me/account")
                #expect(try await contact(world, ana).wantsMail == (terms != nil))
            }
        }
    }

    @Test func `where no mail is sent nothing is put down, and an earlier wish stays`() async throws {
        try await withAccounts { world in
            let ana = try await wishing(world, "Ana")
            try await tell(world, ana)
            #expect(try await world.count("SELECT COUNT(*) FROM jobs WHERE kind = 'post.mail'") == 0)
            var browser = try await world.browser(of: ana)
            let fields = [("email", "new@example.org"), ("current", TestAccounts.passphrase)]
            expect(await browser.post("/me/account/contact", fields), 303)
            #expect(try await contact(world, ana).wantsMail)
        }
    }
}
