import Crypto
import Storage

/// One of the codes that stand in for a lost telephone, each used once: 24 symbols, 120 random bits, so that a keyed
/// hash is enough to keep (ASVS 5.0, 6.5.2 asks for a slow one below 112).
struct SpareCode: Sendable, Equatable {
    private let code: WrittenCode

    /// How many somebody gets at a time.
    static let count = 8
    private static let length = 24

    static func random() -> SpareCode {
        var random = SystemRandomNumberGenerator()
        return SpareCode(code: WrittenCode(length: length, using: &random))
    }

    static func randomSet() -> [SpareCode] { (0..<count).map { _ in random() } }

    private init(code: WrittenCode) {
        self.code = code
    }

    /// Reads a code as people type it; nil for anything else.
    init?(_ raw: String) {
        guard let code = WrittenCode(raw, length: Self.length) else { return nil }
        self.code = code
    }

    /// As it is shown: `7KQM-2XVR-9D4T-0HJN-5BWS-8ETC`.
    var shown: String { code.shown }

    /// What is kept: a hash under the server's key, with the member in it, so that a row copied to another member
    /// opens nothing.
    func hash(of member: ID<Person>, key: SymmetricKey) -> [UInt8] {
        Array(
            HMAC<SHA256>.authenticationCode(
                for: Array("spare code|\(member)|".utf8) + code.symbols, using: key))
    }
}
