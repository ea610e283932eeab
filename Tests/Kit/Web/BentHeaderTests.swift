import Databases
import Foundation
import HTTPTypes
import Storage
import Testing

@testable import Web

/// Header fields that prove who calls, bent at random: none is believed, and none brings anything down.
@Suite struct BentHeaderTests {
    private static func bent(_ text: String, with numbers: inout SeededRandom) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &numbers) {
            let place = Int.random(in: 0...bytes.count, using: &numbers)
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0: bytes.insert(UInt8.random(in: 0x20...0xFF, using: &numbers), at: place)
            case 1 where place < bytes.count: bytes.remove(at: place)
            case 2 where place < bytes.count: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &numbers)
            default: bytes = Array(bytes.prefix(place)) + bytes
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `ten thousand bent signatures are refused`() throws {
        var numbers = SeededRandom(seed: 8)
        let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let (now, body) = (Instant(milliseconds: 1_793_664_000_000), Array("{}".utf8))
        let good = WebhookSignature.headers(id: "m1", at: now, body, secrets: [secret])
        for _ in 0..<10_000 {
            var headers = good
            let name = try #require(good.keys.sorted().randomElement(using: &numbers))
            headers[name] = Self.bent(good[name] ?? "", with: &numbers)
            var fields = HTTPFields()
            for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
            let delivery = WebhookSignature.check(fields, body, sender: "s", secrets: [secret], at: now)
            // What was bent may still hold where it says the same: a signature more, or a blank around one.
            guard let delivery else { continue }
            let isSame = fields[.webhookID] == "m1" && fields[.webhookTimestamp] == good["webhook-timestamp"]
            #expect(isSame && delivery.id == "m1", "\(headers)")
            let codes = (fields[.webhookSignature] ?? "").split(separator: " ").compactMap {
                Data(base64Encoded: String($0.dropFirst(3)))
            }
            let code = (good["webhook-signature"]?.dropFirst(3)).flatMap { Data(base64Encoded: String($0)) }
            #expect(code.map(codes.contains) == true, "\(headers)")
        }
    }

    @Test func `a bent bearer header is the key as it was sent, or none`() {
        var numbers = SeededRandom(seed: 9)
        for _ in 0..<10_000 {
            let header = Self.bent("Bearer wfk_ABCDEFGHIJ", with: &numbers)
            guard let token = BearerToken(header) else { continue }
            #expect(header.lowercased() == "bearer \(token.text.lowercased())", "\(header)")
            #expect(token.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(header)")
        }
    }
}
