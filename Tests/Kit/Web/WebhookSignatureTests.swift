import Foundation
import HTTPTypes
import Storage
import Testing

@testable import Web

/// Webhooks are believed by their signature alone.
@Suite struct WebhookSignatureTests {
    /// From the tests of the standard's own libraries.
    private static let published = (
        secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
        at: Instant(milliseconds: 1_614_265_330_000), body: Array(#"{"test": 2432232314}"#.utf8),
        signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )
    private static let now = Instant(milliseconds: 1_793_664_000_000)
    private static let body = Array(#"{"to":"x"}"#.utf8)

    private static func secret(_ number: UInt8) throws -> WebhookSecret {
        let data = Data([UInt8](repeating: number, count: 32))
        return try #require(WebhookSecret("whsec_" + data.base64EncodedString()))
    }

    private static func fields(_ headers: [String: String]) throws -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        return fields
    }

    private static func check(
        _ headers: [String: String], _ secrets: [WebhookSecret], of body: [UInt8] = body, at now: Instant = now
    ) throws -> WebhookDelivery? {
        WebhookSignature.check(try fields(headers), body, sender: "post", secrets: secrets, at: now)
    }

    @Test func `the standard's own example holds, and is what we would have signed`() throws {
        let example = Self.published
        let secret = try #require(WebhookSecret(example.secret))
        let headers = WebhookSignature.headers(id: example.id, at: example.at, example.body, secrets: [secret])
        #expect(headers["webhook-signature"] == example.signature && headers["webhook-timestamp"] == "1614265330")
        let delivery = try #require(try Self.check(headers, [secret], of: example.body, at: example.at + 1_000))
        #expect(delivery == WebhookDelivery(sender: "post", id: example.id, sentAt: example.at))
        #expect(delivery.key == "webhook post msg_p5jXN8AQM9LWM0D4loKWxJek")
        #expect(secret.revealed == example.secret && "\(secret)" == "•••")
    }

    @Test func `whatever was changed on its way does not hold`() throws {
        let secret = try Self.secret(1)
        let good = WebhookSignature.headers(id: "m1", at: Self.now, Self.body, secrets: [secret])
        #expect(try Self.check(good, [secret]) != nil)
        #expect(try Self.check(good, [secret], of: Self.body + [32]) == nil)
        #expect(try Self.check(good, [try Self.secret(2)]) == nil)
        #expect(try Self.check(good, []) == nil)
        for (name, value) in [
            ("webhook-id", "m2"), ("webhook-id", ""), ("webhook-id", "m.1"), ("webhook-id", "é"),
            ("webhook-id", String(repeating: "m", count: 129)), ("webhook-timestamp", "1793664001"),
            ("webhook-timestamp", "-1793664000"), ("webhook-timestamp", "1793664000.5"), ("webhook-timestamp", ""),
            ("webhook-timestamp", "99999999999999999999"), ("webhook-signature", ""), ("webhook-signature", "v1,"),
            ("webhook-signature", "v1,AAAA"),
            ("webhook-signature", "v1a" + (good["webhook-signature"] ?? "").dropFirst(2)),
            ("webhook-signature", String(repeating: "v1,AAAA ", count: 200)),
        ] {
            #expect(try Self.check(good.merging([name: value]) { $1 }, [secret]) == nil, "\(name): \(value)")
        }
        for name in good.keys { #expect(try Self.check(good.filter { $0.key != name }, [secret]) == nil, "\(name)") }
    }

    /// Identifier and time in other places of the same bytes.
    @Test func `signed bytes cannot be cut into another message`() throws {
        let secret = try Self.secret(1)
        let body = Array("1793664000.{}".utf8)
        let good = WebhookSignature.headers(id: "m", at: Self.now, body, secrets: [secret])
        #expect(try Self.check(good, [secret], of: body) != nil)
        #expect(
            try Self.check(good.merging(["webhook-id": "m.1793664000"]) { $1 }, [secret], of: Array("{}".utf8)) == nil)
    }

    @Test func `a message is good for five minutes by this site's clock, in both directions`() throws {
        let secret = try Self.secret(1)
        let good = WebhookSignature.headers(id: "m1", at: Self.now, Self.body, secrets: [secret])
        for minutes in [-5, 0, 5] as [Int64] {
            #expect(try Self.check(good, [secret], at: Self.now + minutes * 60_000) != nil, "\(minutes)")
        }
        for seconds in [-301, 301, 86_400] as [Int64] {
            #expect(try Self.check(good, [secret], at: Self.now + seconds * 1_000) == nil, "\(seconds)")
        }
    }

    @Test func `while a secret is changed both hold, at the sender and here`() throws {
        let (old, new) = (try Self.secret(1), try Self.secret(2))
        let byOld = WebhookSignature.headers(id: "m1", at: Self.now, Self.body, secrets: [old])
        let byBoth = WebhookSignature.headers(id: "m1", at: Self.now, Self.body, secrets: [old, new])
        #expect(try Self.check(byOld, [new, old]) != nil)
        #expect(try Self.check(byBoth, [new]) != nil)
        #expect(try Self.check(byBoth, [old]) != nil)
        #expect(try Self.check(byOld, [new]) == nil)
    }

    @Test func `a secret of ours is for one sender, one address and one site`() throws {
        var keys = WebhookKeys()
        keys.root = [UInt8](repeating: 7, count: 32)
        #expect(keys.secrets(of: "post", at: "/api/post").isEmpty, "without a public address there are none")
        keys.address = "https://example.org"
        let here = keys.secrets(of: "post", at: "/api/post")
        #expect(here.count == 1)
        #expect(keys.secrets(of: "post", at: "/api/text") != here)
        #expect(keys.secrets(of: "text", at: "/api/post") != here)
        keys.generation = 2
        #expect(keys.secrets(of: "post", at: "/api/post").last == here.first, "the one before still holds")
        keys.address = "https://other.example"
        #expect(keys.secrets(of: "post", at: "/api/post").last != here.first)
        keys.given["post"] = [try Self.secret(1)]
        #expect(keys.secrets(of: "post", at: "/api/post") == [try Self.secret(1)])
    }

    @Test(arguments: ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!!!!"])
    func `what is no secret is none`(text: String) {
        #expect(WebhookSecret(text) == nil)
    }
}
