/// Reads codes as people type and paste them: from a keyboard with full-width digits, with the spaces and dashes of
/// whatever they were kept in, and with letters that look like digits.
enum TypedCode {
    /// Capital letters and digits as ASCII; nil where there is anything else.
    static func symbols(of raw: String) -> [UInt8]? {
        var symbols: [UInt8] = []
        for scalar in raw.unicodeScalars where !isBetween(scalar) {
            guard let symbol = symbol(scalar) else { return nil }
            symbols.append(symbol)
        }
        return symbols
    }

    /// Spaces, dashes, and what nobody sees, such as the marks around right-to-left text.
    private static func isBetween(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isWhitespace || scalar == "\u{2212}" { return true }
        let category = scalar.properties.generalCategory
        return category == .dashPunctuation || category == .format
    }

    private static func symbol(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
            return 48 + UInt8(value)
        }
        // U+FF21 to U+FF5A are the letters in full width.
        let value = (0xFF21...0xFF5A).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
        switch value {
        case 0x41...0x5A: return meant(UInt8(value))
        case 0x61...0x7A: return meant(UInt8(value) - 32)
        default: return nil
        }
    }

    private static func meant(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "O"): UInt8(ascii: "0")
        case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
        default: letter
        }
    }
}
