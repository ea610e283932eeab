import Markup
import Post
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Communities

/// Answers by mail: what becomes one, what waits for its writer's yes, and what is passed over.
@Suite struct MailedAnswerTests {
    private let mailbox = MailboxTransport()

    @Test(arguments: Backend.available)
    func `an answer by mail stands in the thread once, without what it answers`(on backend: Backend) async throws {
        try await withTalk(on: backend, mail: .ofTests) { site in
            let (thread, mail) = try await site.answerable(mailbox)
            let message = try site.reply(to: mail, "It helped me.\r\n\r\nIn words of mine.")
            let path = "/hooks/mail/replies"
            let secrets = site.world.site.settings.webhooks.secrets(of: "post", at: path)
            expect(secrets.isEmpty, is: false)
            for secrets in [[], secrets, secrets] {
                var headers = WebhookSignature.headers(id: "m1", at: site.now, message, secrets: secrets)
                headers["Content-Type"] = "message/rfc822"
                let answer = await site.world.site.respond("POST", path, headers: headers, bytes: message)
                expect(answer.status, is: secrets.isEmpty ? 403 : 200, answer.text)
            }
            expect(
                try await site.words(of: thread),
                is: [TestTalk.words, "It did for me.", "It helped me.\n\nIn words of mine."])
            expect(await site.get(site.path(thread), as: 1), 200, holds: ["It helped me.", try await site.name(0)])
            // Written again elsewhere in the mail's way, it is the same; another mail is another.
            let html = try site.reply(
                to: mail, "<p>In <b>words</b> of mine.</p><blockquote>It did for me.</blockquote>",
                id: "2@mail.example", type: "text/html; charset=utf-8")
            expect(try await site.talk.takeReply(html), is: .posted)
            expect(try await site.words(of: thread).count, is: 4)
            // What its writer takes back is not brought by the same mail again.
            _ = try await site.remove(PostPlace(thread, 4), by: 0)
            expect(try await site.talk.takeReply(html), is: .posted)
            expect(try await site.words(of: thread).last, is: "")
        }
    }

    @Test func `what a program sent, or what is not for whom it came to, is passed over in silence`() async throws {
        try await withTalk(mail: .ofTests) { site in
            let (thread, mail) = try await site.answerable(mailbox)
            let good = try site.reply(to: mail, "Yes.")
            let reply = try #require(mail.replyTo).text
            var forged = Array(reply.utf8)
            // The last letter of the token.
            let at = try #require(forged.lastIndex(of: UInt8(ascii: "@"))) - 1
            forged[at - 3] = forged[at - 3] == UInt8(ascii: "a") ? UInt8(ascii: "b") : UInt8(ascii: "a")
            let text = String(decoding: good, as: UTF8.self)
            var silent = try [
                "Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <x.example>", "Return-Path: <>",
                "X-Loop: post@wayfellow.test", "In-Reply-To: <x>\r\nAuto-Submitted: auto-generated",
            ].map { try site.reply(to: mail, "Yes.", fields: [$0]) }
            silent.append(Array(text.replacing(reply, with: String(decoding: forged, as: UTF8.self)).utf8))
            silent.append(Array(text.replacing("To: \(reply)", with: "To: post@wayfellow.test").utf8))
            silent.append(try site.reply(to: mail, "Yes.", from: "post@wayfellow.test"))
            silent += [[], Array("no mail".utf8), Array(good.prefix(40))]
            for message in silent { expect(try await site.talk.takeReply(message), is: .passedOver) }
            // To an address that the member has given up; ended by its link; two months later.
            site.time.pass(.minutes(1))
            try await site.world.accounts.demonstrateMail(to: "new@example.org", of: site.people[0])
            expect(try await site.talk.takeReply(good), is: .passedOver)
            try await site.world.accounts.demonstrateMail(to: site.address(0), of: site.people[0])
            let stop = try #require(mail.paths.last)
            expect(await site.world.site.respond("POST", stop, body: "x=1"), 200)
            expect(try await site.talk.takeReply(good), is: .passedOver)
            try await site.world.accounts.demonstrateMail(to: site.address(0), of: site.people[0])
            site.time.pass(.days(61))
            expect(try await site.talk.takeReply(good), is: .passedOver)
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 1, "nobody is told")
            expect(try await site.words(of: thread).count, is: 2)
            expect(try await site.count("SELECT COUNT(*) FROM mailed_answers"), is: 0)
        }
    }

    struct Held: Sendable {
        let words: String
        var sender = "Ana <p0@example.org>"
        var isDanger = false
    }

    static let held: [Held] = [
        Held(words: "Call me at 603 555 0123, any time."),
        Held(words: "It helped me.", sender: "A friend <friend@elsewhere.example>"),
        Held(words: "Ana Torres here, it helped me.", sender: "Ana Torres <p0@example.org>"),
        Held(words: "I want to kill myself tonight.", isDanger: true),
        Held(words: String(repeating: "It helped me. ", count: 1_400)),
    ]

    @Test(arguments: held)
    func `what a page would ask about waits for its writer's yes, and nobody else reads it`(
        _ one: Held
    ) async throws {
        try await withTalk(mail: .ofTests) { site in
            let (thread, mail) = try await site.answerable(mailbox)
            // In quiet hours, too: they are awake.
            try await site.wish(0, words: true, quiet: (0, 23))
            let message = try site.reply(to: mail, one.words, from: one.sender)
            for _ in 0..<2 { expect(try await site.talk.takeReply(message), is: .held) }
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 2)
            let told = try #require(mailbox.mails.first)
            expect(told.text.contains("we are glad that you wrote"), is: one.isDanger)
            #expect(told.to.text == site.address(0) && told.text.contains("988") && told.replyTo == nil)
            for word in ["603", "helped", "kill", "Torres"] { expect(told.text.contains(word), is: false, word) }
            expect(try await site.words(of: thread).count, is: 2)
            expect(try await site.count("SELECT COUNT(*) FROM safety_cases"), is: 0)
            // It waits on their page, and on nobody else's.
            let beginning = String(one.words.prefix(20))
            let own = await site.get("/me/talk", as: 0)
            expect(own, 200, holds: [beginning, "waiting for your yes"])
            let form = try #require(own.text.firstMatch(of: /\/communities\/stigma\/threads\/[^"]+mailed=[0-9a-f-]+/))
            expect(await site.get(String(form.0), as: 0), 200, holds: [beginning, "You began this earlier"])
            expect(await site.get(String(form.0), as: 1), 200, lacks: [beginning])
            let id = String(form.0.suffix(36))
            expect(await site.post("/me/talk/mailed/drop", as: 1, [("answer", id)]), 303)
            expect(await site.get("/me/talk", as: 0), 200, holds: [beginning])
            expect(await site.post("/me/talk/mailed/drop", as: 0, [("answer", id)]), 303)
            expect(await site.get("/me/talk", as: 0), 200, lacks: [beginning])
            // Thrown away is thrown away, however often the mail comes.
            expect(try await site.talk.takeReply(message), is: .held)
            expect(await site.get("/me/talk", as: 0), 200, lacks: [beginning])
        }
    }

    @Test(arguments: Backend.available)
    func `what waited is sent from its form and waits no more; what nobody sends is gone after a month`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend, mail: .ofTests) { site in
            let (thread, mail) = try await site.answerable(mailbox)
            let message = try site.reply(to: mail, "It helped me.", from: "friend@elsewhere.example")
            expect(try await site.talk.takeReply(message), is: .held)
            let own = await site.get("/me/talk", as: 0).text
            let page = String(
                try #require(own.firstMatch(of: /\/communities\/stigma\/threads\/[^"]+mailed=[0-9a-f-]+/)).0)
            var browser = try await site.world.browser(of: site.people[0])
            let form = await browser.get(page).text
            let signed = try #require(form.firstMatch(of: /name="form" value="([^"]+)"/))
            let fields = [("form", String(signed.1)), ("words", "It helped me.")]
            expect(await browser.post("\(site.path(thread))/reply", fields), 303, to: "\(site.path(thread))#p3")
            expect(await site.get("/me/talk", as: 0), 200, lacks: ["waiting for your yes"])
            expect(try await site.talk.takeReply(message), is: .posted)
            expect(try await site.words(of: thread).count, is: 3)
            let other = try site.reply(to: mail, "Later.", from: "friend@elsewhere.example", id: "3@mail.example")
            expect(try await site.talk.takeReply(other), is: .held)
            site.time.pass(.days(31))
            try await site.world.runJobs()
            expect(try await site.count("SELECT COUNT(*) FROM mailed_answers"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `who may not write there any more, or wrote nothing that can be read, is told so once a day`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend, mail: .ofTests) { site in
            let (thread, mail) = try await site.answerable(mailbox)
            // Nothing of their own; then a closed conversation.
            expect(try await site.talk.takeReply(try site.reply(to: mail, "")), is: .told)
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.first?.text.contains("no words of your own"), is: true)
            let first = PostPlace(thread, 1)
            try await site.setHidden(true, first)
            _ = try await site.remove(first, by: 0)
            try await site.setHidden(true, PostPlace(thread, 2))
            for id in 0..<3 {
                let message = try site.reply(to: mail, "It helped me.", id: "\(id)@mail.example")
                expect(try await site.talk.takeReply(message), is: .told)
            }
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.count, is: 2, "once a day")
            site.time.pass(.days(1))
            // Without the yes to words about health nothing is kept either.
            let late = try site.reply(to: mail, "It helped me.", id: "9@mail.example")
            expect(try await site.talk.takeReply(late), is: .told)
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.first?.text.contains("not open for you now"), is: true)
            expect(try await site.count("SELECT COUNT(*) FROM mailed_answers"), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM posts WHERE state = 'shown'"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a block ends what can be said by mail, and who leaves takes all of it along`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend, mail: .ofTests) { site in
            try await site.agree(0)
            try await site.wish(0, words: true)
            let thread = try await site.start("Asked by another", by: 1)
            let viewer = site.viewer(0)
            try await site.database.write { try WatchStore.setWatching(true, thread, as: viewer, in: $0) }
            try await site.answer("It did for me.", in: thread, by: 2)
            try await site.world.runJobs(mailingThrough: mailbox)
            let mail = try #require(mailbox.mails.first)
            let held = try site.reply(to: mail, "From a friend's program.", from: "friend@elsewhere.example")
            expect(try await site.talk.takeReply(held), is: .held)
            try await site.world.accounts.block(site.people[0], as: site.viewer(1))
            let message = try site.reply(to: mail, "It helped me.", id: "2@mail.example")
            expect(try await site.talk.takeReply(message), is: .told)
            expect(try await site.words(of: thread).count, is: 2)
            expect(await site.get("/me/talk", as: 0), 200, holds: ["From a friend", "not there for you any more"])
            let file = try await site.talk.records.exported(of: site.people[0], from: site.database)
            expect(file["talk/mailed"]?.count, is: 1)
            _ = try await site.world.accounts.leave(
                site.people[0], .erase, by: viewer, site.world.features, at: site.now)
            expect(
                try await site.database.places(of: site.people[0], orWords: ["From a friend's program"]), is: [])
            expect(try await site.talk.takeReply(message), is: .passedOver)
        }
    }
}
