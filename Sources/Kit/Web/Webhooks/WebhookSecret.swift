import Crypto
import Foundation

/// What a sender of webhooks and this site both know, written as Standard Webhooks has it: `whsec_` and base 64. Prints
/// dots.
package struct WebhookSecret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// What a secret begins with, which scanners for leaked secrets know.
    package static let prefix = "whsec_"
    /// Bytes of one (Standard Webhooks: 192 to 512 bits).
    private static let sizes = 24...64

    private let bytes: [UInt8]

    /// Nil for what is no such secret.
    package init?(_ text: String) {
        guard text.utf8.starts(with: Self.prefix.utf8), text.utf8.count <= 200,
            let data = Data(
                base64Encoded: String(decoding: text.utf8.dropFirst(Self.prefix.utf8.count), as: UTF8.self)),
            Self.sizes.contains(data.count)
        else { return nil }
        bytes = Array(data)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// The secret of one sender for one address, made from the server's key: what was signed for another address, or for
    /// another site, does not hold here.
    static func own(
        _ sender: String, at address: String, generation: Int, root: SymmetricKey
    ) -> WebhookSecret {
        let message = Array("webhook 1\n\(sender)\n\(generation)\n\(address)".utf8)
        return WebhookSecret(bytes: Array(HMAC<SHA256>.authenticationCode(for: message, using: root)))
    }

    /// The text to hand to the sender.
    package var revealed: String { Self.prefix + Data(bytes).base64EncodedString() }

    var key: SymmetricKey { SymmetricKey(data: bytes) }

    package var description: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Which secrets hold for which sender of webhooks, several at once while one takes another's place.
package struct WebhookKeys: Sendable {
    /// Where the site is reached, `https://example.org`; nil: not said, and then the site makes no secrets of its own.
    package var address: String?
    /// What the secrets made here follow from, 32 bytes.
    package var root: [UInt8] = RandomBytes.make(32)
    /// Counted up to change them all; the ones before still hold.
    package var generation = 1
    /// Those that a sender made itself for its one address here, and that take the place of ours.
    package var given: [String: [WebhookSecret]] = [:]

    package init() {}

    /// The newest first. `path`: of the route.
    package func secrets(of sender: String, at path: String) -> [WebhookSecret] {
        if let given = given[sender] { return given }
        guard let address else { return [] }
        let key = SymmetricKey(data: root)
        return [generation, generation - 1].filter { $0 > 0 }.map {
            WebhookSecret.own(sender, at: address + path, generation: $0, root: key)
        }
    }
}
