/// A word of a text, as what gives away is looked for: by scalars and bytes.
struct DarkToken: Sendable {
    /// Without signs around it, in lower case.
    let folded: String
    /// Its bytes in the text, without signs around it.
    let place: Range<Int>
    /// It begins with a capital, and is more than that.
    let isNamed: Bool
    /// A sign behind it ends what it belongs to.
    let endsPhrase: Bool

    /// Of at most two digits; nil for anything else.
    var number: Int? { folded.utf8.count <= 2 ? Int(folded) : nil }

    /// "3/12/2026", "2026-12-03", "3.12.": digits with the same sign between them.
    var isDate: Bool {
        let parts = folded.utf8.split { [47, 45, 46].contains($0) }
        guard (2...3).contains(parts.count), folded.utf8.count >= 3 else { return false }
        let isSlashed = folded.utf8.contains(47) || parts.count == 3
        return isSlashed && parts.allSatisfy { $0.count <= 4 && $0.allSatisfy { (48...57).contains($0) } }
    }

    /// A mail address, a page's address, or digits enough to call.
    var isAddress: Bool {
        let bytes = Array(folded.utf8)
        if bytes.contains(64) || folded.hasPrefix("http") || folded.hasPrefix("www.") { return true }
        let isNumber = bytes.allSatisfy { (48...57).contains($0) || [43, 45, 46, 40, 41].contains($0) }
        return isNumber && bytes.count { (48...57).contains($0) } >= 7
    }

    static func all(of text: String) -> [DarkToken] {
        var tokens: [DarkToken] = []
        let bytes = Array(text.utf8)
        var start: Int?
        for end in 0...bytes.count {
            let isSpace = end == bytes.count || bytes[end] <= 32
            if isSpace, let from = start {
                if let token = DarkToken(bytes, from..<end) { tokens.append(token) }
                start = nil
            } else if !isSpace, start == nil {
                start = end
            }
        }
        return tokens
    }

    private init?(_ bytes: [UInt8], _ range: Range<Int>) {
        func isSign(_ byte: UInt8) -> Bool {
            byte < 128 && !(48...57).contains(byte) && !(65...90).contains(byte & 0xDF) && byte != 64 && byte != 43
        }
        var range = range
        let end = range.upperBound
        while let first = range.first, isSign(bytes[first]) { range.removeFirst() }
        while let last = range.last, isSign(bytes[last]) { range.removeLast() }
        guard !range.isEmpty else { return nil }
        let word = String(decoding: bytes[range], as: UTF8.self)
        place = range
        folded = word.lowercased()
        isNamed = word.unicodeScalars.count > 1 && word.unicodeScalars.first?.properties.isUppercase == true
        endsPhrase = bytes[range.upperBound..<end].contains { [44, 46, 58, 59, 33, 63].contains($0) }
    }
}
