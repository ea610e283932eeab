import Crypto
import Storage

/// One of the codes that stand in for a lost telephone, each used once: 24 symbols, 120 random bits, so that a keyed
/// hash is enough to keep (ASVS 5.0, 6.5.2 asks for a slow one below 112).
struct SpareCode: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    private let symbols: [UInt8]

    /// How many somebody gets at a time.
    static let count = 8
    private static let length = 24
    /// Crockford's: no I, L, O or U.
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    static func random() -> SpareCode {
        var random = SystemRandomNumberGenerator()
        return SpareCode(symbols: (0..<length).compactMap { _ in alphabet.randomElement(using: &random) })
    }

    static func randomSet() -> [SpareCode] { (0..<count).map { _ in random() } }

    private init(symbols: [UInt8]) {
        self.symbols = symbols
    }

    /// Reads a code in either case, with any spaces and dashes, and what is misread as another symbol; nil otherwise.
    init?(_ raw: String) {
        guard raw.utf8.count <= 200, let read = TypedCode.symbols(of: raw), read.count == Self.length,
            read.allSatisfy(Self.alphabet.contains)
        else { return nil }
        symbols = read
    }

    /// As it is shown: `7KQM-2XVR-9D4T-0HJN-5BWS-8ETC`.
    var shown: String {
        stride(from: 0, to: symbols.count, by: 4)
            .map { String(decoding: symbols.dropFirst($0).prefix(4), as: UTF8.self) }
            .joined(separator: "-")
    }

    /// What is kept: a hash under the server's key, with the member in it, so that a row copied to another member
    /// opens nothing.
    func hash(of member: ID<Person>, key: SymmetricKey) -> [UInt8] {
        Array(
            HMAC<SHA256>.authenticationCode(
                for: Array("spare code|\(member)|".utf8) + symbols, using: key))
    }

    var description: String { "•••" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
