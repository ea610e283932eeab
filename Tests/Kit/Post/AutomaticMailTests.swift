import Storage
import Testing

@testable import Post

/// No program's answer becomes anybody's words, and none is answered.
@Suite struct AutomaticMailTests {
    @Test(arguments: [
        ("Auto-Submitted: auto-replied", "vacation"), ("Auto-Submitted: auto-replied (vacation)", "vacation"),
        ("auto-submitted: Auto-Generated", "automatic"), ("Auto-Submitted: auto-notified; owner=x", "automatic"),
        ("Precedence: bulk", "automatic"), ("Precedence: JUNK", "automatic"), ("Precedence: list", "list"),
        ("Precedence: auto_reply", "vacation"), ("X-Autoreply: yes", "vacation"), ("X-Autorespond: away", "vacation"),
        ("X-Auto-Response-Suppress: All", "automatic"), ("X-Auto-Response-Suppress: DR, OOF, AutoReply", "automatic"),
        ("List-Id: <friends.example.org>", "list"), ("List-Unsubscribe: <mailto:a@example.org>", "list"),
        ("Return-Path: <>", "bounce"), ("Return-Path: < >", "bounce"),
        ("From: MAILER-DAEMON@mail.example (Mail Delivery System)", "bounce"),
        ("From: Postmaster <postmaster@mail.example>", "bounce"),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", "bounce"),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=x", "bounce"),
        ("Subject: Automatic reply: There is something new", "vacation"), ("Subject: Out of Office", "vacation"),
        ("Subject: =?utf-8?Q?Respuesta_autom=C3=A1tica=3A_Hay_algo_nuevo?=", "vacation"),
        ("Subject: =?iso-8859-1?B?UmVzcHVlc3RhIGF1dG9t4XRpY2E6IG5v?=", "vacation"),
        ("Subject: Fuera de la oficina: Hay algo nuevo", "vacation"),
        ("From: Wayfellow <post@wayfellow.test>", "own"), ("From: reply@wayfellow.test", "own"),
        ("X-Loop: post@wayfellow.test", "own"),
    ])
    func `what a program wrote is passed over, and by its name`(field: String, refusal: String) throws {
        #expect(try Replier().outcome(fields: [field]) == "silence: \(refusal)")
    }

    @Test(arguments: [
        "Auto-Submitted: no", "auto-submitted: No (a person)", "Precedence: first-class", "X-Loop: friends@example.org",
        "X-Auto-Response-Suppress: DR, RN, NRN", "Return-Path: <ana@example.org>", "Importance: high",
        "Subject: Re: automatic doors", "Subject: Re: out of office hours I walk", "X-Spam-Status: No, score=-1",
        "Message-ID: <8F3C9A00-2C1B-4D6E-9F00-0A1B2C3D4E5F@wayfellow.test>", "From: Ana <ana@wayfellow.test>",
        "Content-Type: text/plain; charset=utf-8",
    ])
    func `what a person wrote is read`(field: String) throws {
        #expect(try Replier().outcome(fields: [field]) == "Yes.")
    }

    @Test func `our own mail that comes back is known by its message id`() throws {
        let content = MailSeal.Content(member: member(7), addressSince: morning)
        for (purpose, outcome) in [(MailSeal.Purpose.message, "silence: own"), (.unsubscribe, "Yes.")] {
            let token = try testSeal.token(content, for: purpose, of: .random())
            #expect(try Replier().outcome(fields: ["Message-ID: <\(token)@wayfellow.test>"]) == outcome)
        }
    }

    @Test func `mail that went round in a circle stops`() throws {
        for (hops, outcome) in [(30, "Yes."), (31, "silence: hops")] {
            let fields = (0..<hops).map {
                "Received: from a\($0).example by b\($0).example; Sat, 28 Nov 2026 08:00:00 +0000"
            }
            #expect(try Replier().outcome(fields: fields) == outcome)
        }
    }

    @Test func `a mail that we send is one of a program's`() throws {
        let replier = try Replier()
        let sent = try Mail(
            id: .random(), from: address("post@wayfellow.test"), to: replier.replyAddress(),
            replyTo: replier.replyAddress(), subject: "x", text: "x", language: "en", written: morning)
        #expect(try replier.outcome(MailFormat.bytes(of: sent)) == "silence: own")
        #expect(try ReadMail(MailFormat.bytes(of: sent))["reply-to"] == replier.replyAddress().text)
    }
}
