import Markup

extension Language {
    /// The language of a request: what the person chose, else what their browser asks for, else English.
    static func chosen(cookie: String?, acceptLanguage: String?) -> Language {
        if let cookie, let language = Language(rawValue: cookie) { return language }
        guard let acceptLanguage else { return .en }
        return preferred(acceptLanguage) ?? .en
    }

    /// The language with the highest weight in `Accept-Language` (RFC 9110, 12.5.4); the first of equals.
    static func preferred(_ header: String) -> Language? {
        var best: (language: Language, weight: Int)?
        for item in header.utf8.prefix(500).split(separator: UInt8(ascii: ",")) {
            let parts = item.split(separator: UInt8(ascii: ";")).map { $0.filter { $0 != 32 && $0 != 9 } }
            guard let tag = parts.first, let language = language(of: tag) else { continue }
            let weight = parts.dropFirst().compactMap(quality).first ?? 1_000
            if weight > 0, weight > best?.weight ?? 0 { best = (language, weight) }
        }
        return best?.language
    }

    private static func language(of tag: [UInt8]) -> Language? {
        let primary = tag.prefix { $0 != UInt8(ascii: "-") }.map { $0 | 0x20 }
        return Language(rawValue: String(decoding: primary, as: UTF8.self))
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
