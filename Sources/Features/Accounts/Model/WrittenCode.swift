/// A secret of random letters and digits that a person writes down and types again, in Crockford's base 32: no I, L, O
/// or U, and what is misread as them is understood.
struct WrittenCode: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// ASCII.
    let symbols: [UInt8]

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    init(length: Int, using random: inout some RandomNumberGenerator) {
        symbols = (0..<length).compactMap { _ in Self.alphabet.randomElement(using: &random) }
    }

    /// Each byte chooses one of the 32 symbols.
    init(chosenBy bytes: some Sequence<UInt8>) {
        symbols = bytes.map { Self.alphabet[Int($0 & 31)] }
    }

    /// Reads a code of so many symbols in either case, with any spaces and dashes; nil for anything else.
    init?(_ raw: String, length: Int) {
        guard raw.utf8.count <= 200, let read = TypedCode.symbols(of: raw), read.count == length,
            read.allSatisfy(Self.alphabet.contains)
        else { return nil }
        symbols = read
    }

    /// In groups of four with dashes between.
    var shown: String {
        stride(from: 0, to: symbols.count, by: 4)
            .map { String(decoding: symbols.dropFirst($0).prefix(4), as: UTF8.self) }
            .joined(separator: "-")
    }

    var description: String { "•••" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
