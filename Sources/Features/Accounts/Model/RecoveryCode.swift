/// The way back in for who forgets the passphrase: 100 random bits as twenty letters and digits, shown once to be
/// written down, kept as a keyed hash only.
///
/// Crockford's base 32: no I, L, O or U; what is misread as them is understood.
struct RecoveryCode: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// Twenty symbols.
    private let symbols: [UInt8]

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    static func random() -> RecoveryCode {
        var random = SystemRandomNumberGenerator()
        return RecoveryCode(using: &random)
    }

    init(using random: inout some RandomNumberGenerator) {
        symbols = (0..<20).compactMap { _ in Self.alphabet.randomElement(using: &random) }
    }

    /// The code that belongs to 32 secret random bytes, twenty of which choose its symbols.
    init(secret: [UInt8]) {
        symbols = secret.prefix(20).map { Self.alphabet[Int($0 & 31)] }
    }

    /// Reads a code in either case, with any spaces and dashes; nil for anything else.
    init?(_ raw: String) {
        guard raw.utf8.count <= 200, let read = TypedCode.symbols(of: raw), read.count == 20,
            read.allSatisfy(Self.alphabet.contains)
        else { return nil }
        symbols = read
    }

    /// As it is shown: `7KQM-2XVR-9D4T-0HJN-5BWS`.
    var shown: String {
        stride(from: 0, to: symbols.count, by: 4)
            .map { String(decoding: symbols.dropFirst($0).prefix(4), as: UTF8.self) }
            .joined(separator: "-")
    }

    /// What is hashed.
    var bytes: [UInt8] { symbols }

    var description: String { "•••" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
