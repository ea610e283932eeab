import Crypto
import Storage
import Testing

@testable import Post

@Suite struct MailSealTests {
    private let content = MailSeal.Content(member: member(7), addressSince: morning)

    @Test func `a token opens for what it was made for, and says the same at every try`() throws {
        let (one, other) = (ID<Mail>.random(), ID<Mail>.random())
        let token = try testSeal.token(content, for: .unsubscribe, of: one)
        #expect(testSeal.open(token, for: .unsubscribe) == content)
        #expect(testSeal.open(token, for: .message) == nil)
        #expect(try testSeal.token(content, for: .unsubscribe, of: one) == token)
        #expect(try testSeal.token(content, for: .unsubscribe, of: other) != token)
        #expect(try testSeal.token(content, for: .message, of: one) != token)
        #expect(token.utf8.count == 70 && token.utf8.allSatisfy { $0.isLetterOrDigit || $0 == 45 || $0 == 95 })
        #expect(try mail(token: token).messageID == "<\(token)@wayfellow.test>")
    }

    @Test func `whatever is changed does not open, nor what another server made`() throws {
        let token = Array(try testSeal.token(content, for: .message, of: .random()).utf8)
        for at in token.indices {
            for byte in [UInt8(ascii: "A"), UInt8(ascii: "b"), UInt8(ascii: "_"), UInt8(ascii: "="), 0]
            where byte != token[at] {
                var changed = token
                changed[at] = byte
                #expect(testSeal.open(String(decoding: changed, as: UTF8.self), for: .message) == nil)
            }
        }
        let text = String(decoding: token, as: UTF8.self)
        for wrong in ["", "A", text + "A", String(text.dropLast()), " " + text, text.lowercased()] {
            #expect(testSeal.open(wrong, for: .message) == nil)
        }
        #expect(MailSeal(key: SymmetricKey(size: .bits256)).open(text, for: .message) == nil)
    }
}
