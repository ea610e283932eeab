import Markup

extension WebAddress {
    /// True when the words are the address as it is, in letters that cannot be taken for others: whoever reads them
    /// knows where it leads. Scheme and last slash may be missing.
    func isSpelled(_ words: String) -> Bool {
        let typed = Self.withoutScheme(words)
        guard let spelled = WebAddress("https://" + typed) else { return false }
        return Self.withoutScheme(spelled.link.text) == Self.withoutScheme(link.text)
            && typed.utf8.map(Self.lower).starts(with: host.utf8)
    }

    private static func withoutScheme(_ address: String) -> String {
        let bytes = Array(address.utf8)
        let scheme = ["https://", "http://"].first { bytes.prefix(8).map(lower).starts(with: $0.utf8) }
        let rest = bytes.dropFirst(scheme?.utf8.count ?? 0)
        return String(decoding: rest.last == UInt8(ascii: "/") ? rest.dropLast() : rest, as: UTF8.self)
    }

    private static func lower(_ byte: UInt8) -> UInt8 { 65...90 ~= byte ? byte | 0x20 : byte }
}
