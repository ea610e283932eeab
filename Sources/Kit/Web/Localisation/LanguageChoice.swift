import Markup

extension Languages {
    /// The language of a request: what the person chose, else what their browser asks for, else the default.
    func chosen(cookie: String?, acceptLanguage: String?) -> Language {
        if let cookie, let language = named(cookie) { return language }
        return acceptLanguage.flatMap(preferred) ?? standard
    }

    /// The language with the highest weight in `Accept-Language` (RFC 9110, 12.5.4); the first of equals.
    func preferred(_ header: String) -> Language? {
        var best: (language: Language, weight: Int)?
        for item in header.utf8.prefix(500).split(separator: UInt8(ascii: ",")) {
            let parts = item.split(separator: UInt8(ascii: ";")).map { $0.filter { $0 != 32 && $0 != 9 } }
            guard let tag = parts.first, let language = language(of: tag) else { continue }
            let weight = parts.dropFirst().compactMap(Self.quality).first ?? 1_000
            if weight > 0, weight > best?.weight ?? 0 { best = (language, weight) }
        }
        return best?.language
    }

    /// The language that a tag asks for (RFC 4647, 3.4): the tag, without its last parts if need be ("es-MX" is content
    /// with "es"); else one whose first part is the same ("pt" is content with "pt-BR").
    private func language(of tag: [UInt8]) -> Language? {
        var parts = tag.map { (65...90).contains($0) ? $0 | 0x20 : $0 }.split(separator: UInt8(ascii: "-"))
        guard let first = parts.first, parts.count <= 8 else { return nil }
        while !parts.isEmpty {
            if let language = named(String(decoding: Array(parts.joined(separator: [45])), as: UTF8.self)) {
                return language
            }
            parts.removeLast()
        }
        let primary = String(decoding: first, as: UTF8.self) + "-"
        return all.first { $0.rawValue.utf8.starts(with: primary.utf8) }
    }

    /// `q=0.8` as thousandths; nil for another parameter.
    private static func quality(_ parameter: [UInt8]) -> Int? {
        guard parameter.starts(with: Array("q=".utf8)) else { return nil }
        let digits = parameter.dropFirst(2).filter { (48...57).contains($0) }.prefix(4).map { Int($0) - 48 }
        guard let whole = digits.first else { return nil }
        let decimals = (digits.dropFirst() + [0, 0, 0]).prefix(3).reduce(0) { $0 * 10 + $1 }
        return min(whole * 1_000 + decimals, 1_000)
    }
}
