import Crypto
import Foundation
import Storage

/// What was asked of a passkey, against which its answer is checked.
struct PasskeyCeremony: Sendable, Equatable {
    enum Kind: String, Sendable {
        case create = "webauthn.create"
        case get = "webauthn.get"
    }

    let challenge: [UInt8]
    /// Exactly as a browser says it: `https://example.org`, with the port where it is not the usual one.
    let origin: String
    /// The name that passkeys are bound to: `example.org`.
    let site: String

    /// Why an answer is refused. For tests and counters, not for people: they only read that it did not work.
    enum Fault: Error, Sendable, Equatable, CaseIterable {
        case unreadable, kind, challenge, origin, embedded, site, notPresent, notVerified, backup, key, signature
    }

    /// What the browser says it was asked (WebAuthn Level 3, section 5.8.1).
    private struct ClientData: Decodable {
        let type: String
        let challenge: String
        let origin: String
        let crossOrigin: Bool?
    }

    /// Checks the browser's part (section 7.1, steps 6 to 11; section 7.2, steps 10 to 14).
    private func check(_ json: [UInt8], _ kind: Kind) throws(Fault) {
        guard json.count <= 4_096, let data = try? JSONDecoder().decode(ClientData.self, from: Data(json)) else {
            throw .unreadable
        }
        guard data.type.utf8.elementsEqual(kind.rawValue.utf8) else { throw .kind }
        guard let sent = Base64URL.decode(data.challenge), sent.count == challenge.count,
            zip(sent, challenge).reduce(UInt8(0), { $0 | ($1.0 ^ $1.1) }) == 0
        else { throw .challenge }
        guard data.origin.utf8.elementsEqual(origin.utf8) else { throw .origin }
        // Nobody may frame this site, so no answer comes from within another's page.
        guard data.crossOrigin != true else { throw .embedded }
    }

    /// Checks the authenticator's part (section 7.1, steps 14 to 18; section 7.2, steps 15 to 19).
    private func check(_ data: AuthenticatorData) throws(Fault) {
        guard data.siteHash == Array(SHA256.hash(data: Array(site.utf8))) else { throw .site }
        guard data.isPresent else { throw .notPresent }
        guard data.isVerified else { throw .notVerified }
        guard data.isBackupEligible || !data.isBackedUp else { throw .backup }
    }

    /// Checks a new passkey (section 7.1) and answers what is to be kept of it.
    ///
    /// No attestation is asked for, and a statement that comes nevertheless is not read: which make of device somebody
    /// owns is nothing to this site. That the key works shows when it is first used.
    func register(clientData: [UInt8], attestation: [UInt8]) throws(Fault) -> AuthenticatorData.Credential {
        try check(clientData, .create)
        guard attestation.count <= 65_536, let object = CBOR.parse(attestation), case .text? = object["fmt"],
            case .map? = object["attStmt"], let bytes = object["authData"]?.asBytes,
            let data = AuthenticatorData(bytes), let credential = data.credential
        else { throw .unreadable }
        try check(data)
        guard COSEKey(bytes: credential.publicKey) != nil else { throw .key }
        return credential
    }

    /// Checks the answer of a passkey whose key is kept (section 7.2).
    ///
    /// The count of signatures is not compared: a count that is kept changes each time its owner is here, which is what
    /// this server does not write down, and passkeys that are copied between devices always say zero.
    func verify(_ answer: PasskeyAnswer, key: [UInt8]) throws(Fault) {
        try check(answer.clientData, .get)
        guard let data = AuthenticatorData(answer.authenticatorData), data.credential == nil else {
            throw .unreadable
        }
        try check(data)
        guard let key = COSEKey(bytes: key) else { throw .key }
        let message = answer.authenticatorData + Array(SHA256.hash(data: answer.clientData))
        guard key.accepts(answer.signature, for: message) else { throw .signature }
    }
}

/// What a browser sends when a passkey was asked.
struct PasskeyAnswer: Sendable, Equatable {
    /// The passkey's identifier.
    let id: [UInt8]
    /// JSON, as the browser signed it.
    let clientData: [UInt8]
    let authenticatorData: [UInt8]
    let signature: [UInt8]

    /// From four fields in base 64; nil when one is missing, broken or too long.
    init?(id: String?, clientData: String?, authenticatorData: String?, signature: String?) {
        guard let id = Self.bytes(id, AuthenticatorData.longestID), let client = Self.bytes(clientData, 4_096),
            let data = Self.bytes(authenticatorData, 4_096), let signature = Self.bytes(signature, 1_024)
        else { return nil }
        (self.id, self.clientData, self.authenticatorData, self.signature) = (id, client, data, signature)
    }

    private static func bytes(_ text: String?, _ most: Int) -> [UInt8]? {
        guard let text, !text.utf8.isEmpty, text.utf8.count <= most * 2, let bytes = Base64URL.decode(text),
            bytes.count <= most
        else { return nil }
        return bytes
    }
}
