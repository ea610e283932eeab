/// A telephone number in the form of ITU-T E.164: `+` and 8 to 15 digits.
struct PhoneNumber: Hashable, Sendable {
    let text: String

    /// Reads what people write: `(603) 555-0123`, `603.555.0123`, `+52 55 1234 5678`. Without `+` it is a number of
    /// the North American plan: ten digits, area code and exchange beginning with 2 to 9.
    init?(_ raw: String) {
        guard raw.utf8.count <= 40 else { return nil }
        var digits: [UInt8] = []
        var isInternational = false
        for scalar in raw.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39: digits.append(UInt8(scalar.value))
            case 0x2B where digits.isEmpty && !isInternational: isInternational = true
            case 0x20, 0xA0, 0x28, 0x29, 0x2D, 0x2E, 0x2010, 0x2011, 0x2013: continue
            default: return nil
            }
        }
        if !isInternational {
            if digits.count == 10 { digits.insert(UInt8(ascii: "1"), at: 0) }
            guard digits.count == 11, digits.first == UInt8(ascii: "1") else { return nil }
        }
        guard (8...15).contains(digits.count), digits.first != UInt8(ascii: "0") else { return nil }
        guard digits.first != UInt8(ascii: "1") || Self.isNorthAmerican(digits) else { return nil }
        text = "+" + String(decoding: digits, as: UTF8.self)
    }

    private static func isNorthAmerican(_ digits: [UInt8]) -> Bool {
        let leading = UInt8(ascii: "2")...UInt8(ascii: "9")
        guard digits.count == 11, let exchange = digits.dropFirst(4).first, let area = digits.dropFirst().first else {
            return false
        }
        return leading.contains(area) && leading.contains(exchange)
    }
}
