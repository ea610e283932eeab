import Storage
import Testing

@testable import Post

/// What people said themselves, out of what their mail programs made of it.
@Suite struct ReplyWordsTests {
    @Test(arguments: WrittenMail.all) func `a program's mail is read as its writer meant it`(written: WrittenMail)
        throws
    {
        #expect(try Replier().outcome(written.mail) == written.words)
    }

    @Test func `there are mails of many programs`() { #expect(WrittenMail.all.count >= 60) }

    /// Whatever was quoted and not known as quoted would stand before all readers with the address that says it.
    @Test(arguments: WrittenMail.all) func `no words hold an address or a link of ours`(written: WrittenMail) throws {
        let words = try Replier().outcome(written.mail)
        #expect(!words.contains("reply+") && !words.contains("/mail/stop/") && !words.contains("wayfellow.test"))
    }

    private func words(_ lines: [String], sender: String = "Ana Torres") throws -> ReplyWords? {
        ReplyWords(
            PlainText().lines(lines.joined(separator: "\n")), senderName: sender, from: try address("ana@example.org"),
            secrets: ["reply+"], try .shipped())
    }

    @Test(
        arguments: [
            (["On Monday I walked.", "It helped:", "a lot."], "On Monday I walked.\nIt helped:\na lot."),
            (["My doctor wrote:", "rest."], "My doctor wrote:\nrest."),
            (["One", "", "", "", "two  ", " "], "One\n\ntwo"),
            (["> all of it", "> is quoted"], nil),
            (["", "\t", " "], nil),
            (["Yes.", "-- ", "Ana", "Street 1"], "Yes."),
            (["Yes.", "--", "Ana", "Street 1"], "Yes."),
            (["Yes.", "", "Ana Torres"], "Yes."),
            (["Yes.", "", "A. Torres", "Sales", "Phone 1"], "Yes."),
            (["Ana", "is how my mother called me."], "Ana\nis how my mother called me."),
            (["Dear all,", "Ana, my sister, walks.", "So do I."], "Dear all,\nAna, my sister, walks.\nSo do I."),
            (
                ["Sent from my heart to all of you.", "", "Sleep well."],
                "Sent from my heart to all of you.\n\nSleep well."
            ),
            (["> 5 mg?", "No, 10."], "No, 10."),
            (["It was", ">5 mg", "I think"], "It was\n>5 mg\nI think"),
            (["[image: a.jpg]"], nil),
            (["Say [image: a.jpg] here"], "Say [image: a.jpg] here"),
        ] as [([String], String?)])
    func `what is a person's own stays, and no more`(lines: [String], expected: String?) throws {
        #expect(try words(lines)?.text == expected)
    }

    @Test func `without the blank only few lines are a signature`() throws {
        let story = (1...12).map { "line \($0)" }
        #expect(try words(["Yes.", "--"] + story)?.text == (["Yes.", "--"] + story).joined(separator: "\n"))
        #expect(try words(["Yes.", "-- "] + story)?.text == "Yes.")
    }

    @Test(arguments: [
        ("I am Ana Torres, hello.", true), ("Soy ANA  TORRES.", true), ("write to ana@example.org", true),
        ("Ana is a name.", false), ("Torres is a town.", false),
    ])
    func `a name that is left is told`(text: String, isNamed: Bool) throws {
        #expect(try words([text])?.namesSender == isNamed)
    }

    @Test func `nothing of it is printed`() throws {
        let words = try #require(try words(["I sleep badly."]))
        #expect("\(words)" == "reply of 14 bytes" && String(reflecting: words) == "reply of 14 bytes")
        let mail = try #require(InboundMail(Array("From: ana@example.org\r\n\r\nI sleep badly.".utf8)))
        #expect("\(mail)" == "inbound mail" && Mirror(reflecting: mail).children.isEmpty)
    }

    @Test func `a phrase of no kind is found at start`() {
        #expect(throws: MailPhrases.Wrong.self) { try MailPhrases(files: ["# fine\nopens: on\nshuts: off"]) }
        #expect(throws: MailPhrases.Wrong.self) { try MailPhrases(files: ["no colon"]) }
    }
}
