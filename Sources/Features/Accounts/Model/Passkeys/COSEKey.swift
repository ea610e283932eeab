import Crypto

/// The public key of a passkey, as COSE writes it (RFC 9052, RFC 9053): ES256 on P-256, or EdDSA on Ed25519.
///
/// RS256 is left out: of the authenticators that know nothing better, few are left, and RSA would be another library.
enum COSEKey: Sendable {
    case es256(P256.Signing.PublicKey)
    case edDSA(Curve25519.Signing.PublicKey)

    /// COSE's numbers of the algorithms, in the order of preference.
    static let algorithms = [-7, -8]

    /// Nil for another kind of key, and for a point that is not on its curve.
    init?(_ item: CBOR) {
        switch (item[1], item[3], item[-1]) {
        case (.unsigned(2), .negative(6), .unsigned(1)):
            guard let x = item[-2]?.asBytes, let y = item[-3]?.asBytes, x.count == 32, y.count == 32,
                let key = try? P256.Signing.PublicKey(x963Representation: [4] + x + y)
            else { return nil }
            self = .es256(key)
        case (.unsigned(1), .negative(7), .unsigned(6)):
            guard let x = item[-2]?.asBytes, x.count == 32,
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x)
            else { return nil }
            self = .edDSA(key)
        default: return nil
        }
    }

    /// From the bytes that are kept.
    init?(bytes: [UInt8]) {
        guard bytes.count <= 1_024, let item = CBOR.parse(bytes) else { return nil }
        self.init(item)
    }

    func accepts(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        switch self {
        case .es256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: message)
        case .edDSA(let key):
            return signature.count == 64 && key.isValidSignature(signature, for: message)
        }
    }
}
