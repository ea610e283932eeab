/// What goes into a sentence's `{placeholder}`.
package enum TextValue: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case text(String)
    /// A number of things; written with grouping. Under the name `n` it picks the plural form.
    case count(Int)

    package init(stringLiteral value: String) {
        self = .text(value)
    }

    package init(integerLiteral value: Int) {
        self = .count(value)
    }
}

/// The texts of one language. Cheap to copy.
///
/// A key that does not exist shows as `⟦key⟧` and never traps: a page with one odd word is better than no page.
package struct Text: Sendable {
    package let language: Language
    private let entries: [String: TextEntry]

    init(language: Language, entries: [String: TextEntry]) {
        self.language = language
        self.entries = entries
    }

    /// The sentence of a key.
    package func callAsFunction(_ key: String) -> String {
        callAsFunction(key, [:])
    }

    /// The sentence of a key with its `{placeholders}` filled in; a count named `n` picks the plural form.
    package func callAsFunction(_ key: String, _ values: [String: TextValue]) -> String {
        guard let entry = entries[key] else { return missing(key) }
        var count: Int?
        if case .count(let n)? = values["n"] { count = n }
        let parts = entry.form(for: count, in: language).parts
        if parts.count == 1, case .words(let words)? = parts.first { return words }
        var sentence = ""
        for part in parts {
            switch part {
            case .words(let words): sentence += words
            case .placeholder(let name): sentence += value(values[name], name)
            }
        }
        return sentence
    }

    /// The sentence of a key, escaped, with markup in the places of its `{placeholders}`. `count` picks the plural
    /// form and fills `{n}`.
    package func html(_ key: String, count: Int? = nil, _ parts: [String: HTML] = [:]) -> HTML {
        guard let entry = entries[key] else { return HTML(text: missing(key)) }
        var writer = ByteWriter(capacity: 128)
        for part in entry.form(for: count, in: language).parts {
            switch part {
            case .words(let words):
                writer.write(escaping: words)
            case .placeholder(let name):
                if let piece = parts[name] {
                    writer.write(piece.content)
                } else if name == "n", let count {
                    writer.write(escaping: number(count))
                } else {
                    writer.write(escaping: "{" + name + "}")
                }
            }
        }
        return HTML(writer.finished())
    }

    /// Every key, in order.
    var keys: [String] { entries.keys.sorted() }

    /// True when the key has a sentence.
    package func has(_ key: String) -> Bool { entries[key] != nil }

    /// A whole number with commas between thousands, as both languages write it in the United States (CLDR en-US,
    /// es-US).
    package func number(_ number: Int) -> String {
        let digits = Array(String(number.magnitude).utf8)
        var bytes: [UInt8] = number < 0 ? Array("−".utf8) : []
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { bytes.append(44) }
            bytes.append(digit)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A number with a decimal point and exactly so many decimals (0…6), rounded to nearest. Not finite is "–".
    package func number(_ number: Double, decimals: Int) -> String {
        let places = min(max(decimals, 0), 6)
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        guard number.isFinite, abs(number) * scale < 1e15 else { return "–" }
        let scaled = Int((number * scale).rounded())
        let whole = self.number(Int(scaled.magnitude) / Int(scale))
        let sign = scaled < 0 ? "−" : ""
        guard places > 0 else { return sign + whole }
        let rest = String(Int(scaled.magnitude) % Int(scale))
        return sign + whole + "." + String(repeating: "0", count: max(places - rest.utf8.count, 0)) + rest
    }

    private func value(_ value: TextValue?, _ name: String) -> String {
        switch value {
        case .text(let text): text
        case .count(let n): number(n)
        case nil: "{" + name + "}"
        }
    }

    private func missing(_ key: String) -> String { "⟦" + key + "⟧" }
}
