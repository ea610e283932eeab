import Crypto
import Foundation
import HTTPTypes
package import Storage

/// A webhook whose signature held.
package struct WebhookDelivery: Sendable, Hashable {
    /// Whose secret signed it: the name in the route's declaration.
    package let sender: String
    /// The sender's name of the message, the same each time it is sent again.
    package let id: String
    /// When it was sent, to the second; of one sent again, when that was. Messages may come in any order.
    package let sentAt: Instant

    /// What the job that follows is enqueued under, so that a message that comes twice has one effect:
    /// `queue.enqueue(…, key: delivery.key, keyHolds: WebhookDelivery.remembered, in: tx)`.
    package var key: String { "webhook \(sender) \(id)" }
    /// Senders try again for some days; none that is known for more than a week.
    package static let remembered: Duration = .days(30)
}

/// Signatures of webhooks by the standard of standardwebhooks.com (1.0), version `v1`: HMAC-SHA256 over identifier, time
/// and the body as it came.
package enum WebhookSignature {
    /// How far the sender's clock and ours may be apart, and how long what was caught on its way can be sent again.
    package static let tolerance: Duration = .minutes(5)
    /// Signatures looked at: a sender has as many secrets at once as it is changing.
    private static let most = 8

    /// The header fields of a message. `body`: exactly as it is sent.
    package static func headers(
        id: String, at: Instant, _ body: [UInt8], secrets: [WebhookSecret]
    ) -> [String: String] {
        let time = String(at.milliseconds / 1_000)
        let signatures = secrets.map { secret in
            let code = HMAC<SHA256>.authenticationCode(for: message(id, time, body), using: secret.key)
            return "v1," + Data(code).base64EncodedString()
        }
        return ["webhook-id": id, "webhook-timestamp": time, "webhook-signature": signatures.joined(separator: " ")]
    }

    /// The delivery, if one of the signatures was made with one of the secrets within the tolerance. All secrets and
    /// signatures are tried, each in the same time whatever it is: the answer's time tells nothing of them.
    static func check(
        _ headers: HTTPFields, _ body: [UInt8], sender: String, secrets: [WebhookSecret], at now: Instant
    ) -> WebhookDelivery? {
        guard let id = headers[.webhookID], isName(id), let time = headers[.webhookTimestamp],
            (1...12).contains(time.utf8.count), time.utf8.allSatisfy({ (48...57).contains($0) }),
            let seconds = Int64(time), let signatures = headers[.webhookSignature], signatures.utf8.count <= 1_000
        else { return nil }
        let sentAt = Instant(milliseconds: seconds * 1_000)
        let message = message(id, time, body)
        var holds = false
        for signature in signatures.split(separator: " ").prefix(most) where signature.utf8.starts(with: "v1,".utf8) {
            guard let code = Data(base64Encoded: String(signature.dropFirst(3))) else { continue }
            for secret in secrets {
                let isRight = HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: secret.key)
                holds = holds || isRight
            }
        }
        guard holds, now <= sentAt + tolerance, sentAt <= now + tolerance else { return nil }
        return WebhookDelivery(sender: sender, id: id, sentAt: sentAt)
    }

    private static func message(_ id: String, _ time: String, _ body: [UInt8]) -> [UInt8] {
        Array("\(id).\(time).".utf8) + body
    }

    /// Letters, digits, `_` and `-`: with a dot in it, an identifier and a time could be read as two others, and signed
    /// bytes as another message.
    private static func isName(_ id: String) -> Bool {
        (1...128).contains(id.utf8.count) && id.utf8.allSatisfy { $0.isLetterOrDigit || "_-".utf8.contains($0) }
    }
}

extension HTTPField.Name {
    static let webhookID = webhook("webhook-id")
    static let webhookTimestamp = webhook("webhook-timestamp")
    static let webhookSignature = webhook("webhook-signature")

    /// Constant and valid, though the library only has a failable initialiser.
    private static func webhook(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .server }
}
