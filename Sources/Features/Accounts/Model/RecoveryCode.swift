/// The way back in for who forgets the passphrase: 100 random bits as twenty letters and digits, shown once to be
/// written down, kept as a keyed hash only.
struct RecoveryCode: Sendable, Equatable {
    private let code: WrittenCode

    private static let length = 20

    static func random() -> RecoveryCode {
        var random = SystemRandomNumberGenerator()
        return RecoveryCode(code: WrittenCode(length: length, using: &random))
    }

    private init(code: WrittenCode) {
        self.code = code
    }

    /// The code that belongs to 32 secret random bytes, twenty of which choose its symbols.
    init(secret: [UInt8]) {
        code = WrittenCode(chosenBy: secret.prefix(Self.length))
    }

    /// Reads a code as people type it; nil for anything else.
    init?(_ raw: String) {
        guard let code = WrittenCode(raw, length: Self.length) else { return nil }
        self.code = code
    }

    /// As it is shown: `7KQM-2XVR-9D4T-0HJN-5BWS`.
    var shown: String { code.shown }

    /// What is hashed.
    var bytes: [UInt8] { code.symbols }
}
