import Crypto
import Storage
import Testing

@testable import Post

@Suite struct ReplyAddressTests {
    private static let day: Int64 = 86_400_000

    private func mail(to recipient: String) -> String {
        "From: Ana <ana@example.org>\nTo: \(recipient)\nMessage-ID: <1@example.org>\n\nYes.\n"
    }

    @Test func `an address is short enough, the same in either case, and holds for its member and place`() throws {
        let replier = try Replier()
        let address = try replier.replyAddress()
        #expect(address.local.utf8.count == 58 && address.text.utf8.starts(with: "reply+".utf8))
        for text in [address.text, address.text.uppercased(), "\"Wayfellow\" <\(address.text)>"] {
            let reply = try replier.replies.read(replier.bytes(mail(to: text)))
            #expect(reply.place == replier.place)
            #expect(try replier.outcome(mail(to: text)) == "Yes.")
        }
    }

    @Test func `two addresses have nothing in common, and the same mail has the same`() throws {
        let (one, other) = (try Replier(), try Replier())
        #expect(try one.replyAddress() == one.replyAddress())
        let letters = zip(try one.replyAddress().text.utf8, try other.replyAddress().text.utf8).dropFirst(6).prefix(52)
        #expect(letters.count { $0 == $1 } < 12)
        // Of one place, too: whose it is changes every letter.
        let second = try #require(
            one.replies.address(
                to: one.place, of: other.member, readingAt: address("ana@example.org"), written: morning))
        #expect(zip(try one.replyAddress().text.utf8, second.text.utf8).dropFirst(6).prefix(52).count { $0 == $1 } < 12)
    }

    @Test(arguments: [(0, true), (29, true), (31, true), (61, false), (-31, false), (3_000, false)])
    func `it holds for a month or two`(days: Int64, holds: Bool) throws {
        let replier = try Replier()
        let now = morning + days * Self.day
        #expect(try replier.outcome(mail(to: "{reply}"), at: now) == (holds ? "Yes." : "not genuine"))
    }

    @Test func `it holds for nobody else, and not for where they read mail before`() throws {
        let replier = try Replier()
        let reply = try replier.replies.read(replier.bytes(mail(to: "{reply}")))
        let (ana, moved) = (try address("ana@example.org"), try address("ana@example.com"))
        #expect(replier.replies.words(of: reply, by: replier.member, readingAt: ana, now: morning) != nil)
        #expect(replier.replies.words(of: reply, by: replier.member, readingAt: moved, now: morning) == nil)
        #expect(replier.replies.words(of: reply, by: .random(), readingAt: ana, now: morning) == nil)
        let other = try #require(
            try MailedReplies(
                base: address("reply@wayfellow.test"), from: address("post@wayfellow.test"), links: [],
                seal: MailSeal(key: SymmetricKey(size: .bits256))))
        let read = try other.read(replier.bytes(mail(to: "{reply}")))
        #expect(read.place != replier.place)
        #expect(other.words(of: read, by: replier.member, readingAt: ana, now: morning) == nil)
    }

    @Test func `whatever letter is changed, it is none`() throws {
        let replier = try Replier()
        let local = Array(try replier.replyAddress().local.utf8)
        for at in 6..<local.count {
            for letter in "a7qm".utf8 where letter != local[at] {
                var changed = local
                changed[at] = letter
                let outcome = try replier.outcome(
                    mail(to: String(decoding: changed, as: UTF8.self) + "@wayfellow.test"))
                #expect(outcome == "not genuine" || outcome == "silence: notOurs")
            }
        }
    }

    @Test func `other addresses are not ours`() throws {
        let replier = try Replier()
        let local = try replier.replyAddress().local
        for wrong in [
            "reply@wayfellow.test", "reply+@wayfellow.test", "\(local)a@wayfellow.test", "\(local)@wayfellow.example",
            "post+\(local.dropFirst(6))@wayfellow.test", "\(local.dropLast())@wayfellow.test",
            "undisclosed-recipients:;",
            "\(local.dropLast())1@wayfellow.test",
        ] {
            #expect(try replier.outcome(mail(to: wrong)) == "silence: notOurs", "\(wrong)")
        }
    }

    @Test func `where servers say it went counts before what the mail says`() throws {
        let (one, other) = (try Replier(), try Replier())
        let second = try other.replyAddress().text
        #expect(try one.outcome(mail(to: "{reply}, \(second)")) == "silence: severalPlaces")
        #expect(try one.outcome("Delivered-To: {reply}\n" + mail(to: "{reply}, \(second)")) == "Yes.")
        #expect(try one.outcome("X-Original-To: {reply}\n" + mail(to: "Friends <friends@example.org>")) == "Yes.")
        #expect(try one.outcome("Cc: {reply}\n" + mail(to: "Friends <friends@example.org>")) == "Yes.")
        #expect(try one.outcome(mail(to: "{reply}, {reply}")) == "Yes.")
    }

    @Test func `the same mail has the same key, another one another`() throws {
        let replier = try Replier()
        func key(_ mail: String) throws -> String { try replier.replies.read(replier.bytes(mail)).key }
        let mail = mail(to: "{reply}")
        #expect(try key(mail) == key(mail) && key(mail).utf8.count == 43)
        #expect(try key("Received: by a\n" + mail) == key(mail))
        #expect(try key(mail) != key(mail.replacing("<1@", with: "<2@")))
        let nameless = mail.replacing("Message-ID: <1@example.org>\n", with: "")
        #expect(try key(nameless) == key(nameless) && key(nameless) != key(nameless + "x"))
    }

    @Test func `a base without room for a token makes none`() throws {
        let post = try address("post@wayfellow.test")
        for (local, fits) in [("a", true), ("answers-to1", true), ("answers-to12", false)] {
            let made = try MailedReplies(
                base: address("\(local)@wayfellow.test"), from: post, links: [], seal: testSeal)
            #expect((made != nil) == fits)
            let address = made?.address(to: .random(), of: .random(), readingAt: post, written: morning)
            #expect((address != nil) == fits)
        }
    }
}
