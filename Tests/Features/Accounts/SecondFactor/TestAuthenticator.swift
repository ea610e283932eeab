import Crypto
import Foundation
import Storage

@testable import Accounts

/// A passkey in a test's hand: makes what a browser would send, with any part of it bent.
struct TestAuthenticator: Sendable {
    let key = P256.Signing.PrivateKey()
    let id: [UInt8] = Array(SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) })

    var site = "localhost"
    var origin = "https://localhost"
    var flags: UInt8 = 0x05
    var crossOrigin = "false"
    var kind: String?

    func client(_ type: PasskeyCeremony.Kind, _ challenge: [UInt8]) -> [UInt8] {
        Array(
            """
            {"type":"\(kind ?? type.rawValue)","challenge":"\(Base64URL.encode(challenge))",\
            "origin":"\(origin)","crossOrigin":\(crossOrigin),"later":["unknown"]}
            """.utf8)
    }

    /// COSE, ES256.
    var publicKey: [UInt8] {
        let point = Array(key.publicKey.x963Representation)
        return [0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32] + point[1...32] + [0x22, 0x58, 32] + point[33...64]
    }

    private var head: [UInt8] { Array(SHA256.hash(data: Array(site.utf8))) }

    func attestation(publicKey: [UInt8]? = nil) -> [UInt8] {
        let key = publicKey ?? self.publicKey
        let data =
            head + [flags | 0x40, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 16) + [0, UInt8(id.count)] + id + key
        let text = { (text: String) in [0x60 | UInt8(text.utf8.count)] + Array(text.utf8) }
        return [0xA3] + text("fmt") + text("none") + text("attStmt") + [0xA0] + text("authData")
            + [0x58, UInt8(data.count)] + data
    }

    /// The four fields of an answer.
    func answer(_ challenge: [UInt8]) throws -> [(String, String)] {
        let (client, data) = (client(.get, challenge), head + [flags, 0, 0, 0, 9])
        let signature = try key.signature(for: data + Array(SHA256.hash(data: client)))
        return [
            ("passkey-id", Base64URL.encode(id)), ("passkey-client", Base64URL.encode(client)),
            ("passkey-data", Base64URL.encode(data)),
            ("passkey-signature", Base64URL.encode(signature.derRepresentation)),
        ]
    }

    func parsedAnswer(_ challenge: [UInt8]) throws -> PasskeyAnswer? {
        let fields = Dictionary(uniqueKeysWithValues: try answer(challenge))
        return PasskeyAnswer(
            id: fields["passkey-id"], clientData: fields["passkey-client"],
            authenticatorData: fields["passkey-data"], signature: fields["passkey-signature"])
    }
}
