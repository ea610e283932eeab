import Markup
import Web

/// What was typed, part by part, and what each part is for: "back pain tuesday, 03820." is what for, a day, a place.
struct TypedWords: Sendable {
    /// What a part is for.
    enum Use: Sendable, Hashable {
        case what, place
        /// Asks for nearness without saying where.
        case here
        case filters(Set<FindForm.Filter>)
    }

    private struct Part: Sendable {
        let text: String
        let words: [[UInt8]]
        var use = Use.what
    }

    private var parts: [Part]
    private(set) var zip: ZIPCode?
    private(set) var city: City?
    /// What looks like a postal code and is no ZIP code, as it was typed.
    private(set) var oddCode: String?

    init(_ typed: String, _ table: FindWords) {
        parts = typed.unicodeScalars.split { $0.properties.isWhitespace || $0 == "," }.map {
            let text = String(String.UnicodeScalarView($0))
            return Part(text: text, words: Folding.words(text))
        }
        if let at = parts.lastIndex(where: { ZIPCode(Self.trimmed($0.text)) != nil }) {
            zip = ZIPCode(Self.trimmed(parts[at].text))
            take(at..<at + 1, .place, after: table.near)
        }
        for phrase in table.here {
            while let range = range(of: phrase) { take(range, .here) }
        }
        if zip == nil { readOddCode(table.near) }
    }

    /// The parts that say what for, as typed.
    var what: String { text { $0 == .what } }
    /// Their folded words.
    var words: [[UInt8]] { parts.filter { $0.use == .what }.flatMap(\.words) }
    /// What the words choose.
    var filters: Set<FindForm.Filter> {
        parts.reduce(into: []) { if case .filters(let some) = $1.use { $0.formUnion(some) } }
    }
    var asksWhere: Bool { parts.contains { $0.use == .here } }

    /// All parts.
    var text: String { text { _ in true } }

    /// Without the parts that choose it.
    mutating func remove(_ filter: FindForm.Filter) {
        parts.removeAll { part in
            switch part.use {
            case .what: false
            case .place, .here: filter == .near
            case .filters(let some): some.contains(filter)
            }
        }
        if filter == .near { (zip, city, oddCode) = (nil, nil, nil) }
    }

    private func text(_ isWanted: (Use) -> Bool) -> String {
        parts.filter { isWanted($0.use) }.map(\.text).joined(separator: " ")
    }
}

// MARK: - Reading

extension TypedWords {
    /// Days, ways, languages, what is free.
    mutating func readFilters(_ table: FindWords) {
        for at in parts.indices where parts[at].use == .what {
            guard let first = parts[at].words.first else { continue }
            var found: Range<Int>?
            let phrase = table.filter(at: first) { phrase in
                found = range(of: phrase.words, from: at)
                return found != nil
            }
            if let phrase, let found { take(found, .filters(phrase.filters)) }
        }
    }

    /// A city of the schedule, with its state where that is named behind it.
    mutating func readCity(_ cities: [City], _ table: FindWords) {
        guard zip == nil, city == nil else { return }
        for one in cities {
            guard let range = range(of: one.name) else { continue }
            let next = range.upperBound
            let isWhole = next < parts.count && parts[next].use == .what && parts[next].words == [one.region]
            // "Dover DE" is not the Dover of New Hampshire.
            if !isWhole, next < parts.count, Self.isState(parts[next].text) { continue }
            city = one
            take(range.lowerBound..<(isWhole ? next + 1 : next), .place, after: table.near)
            return
        }
    }

    /// Two capitals, as states are written.
    private static func isState(_ text: String) -> Bool {
        let code = trimmed(text).utf8
        return code.count == 2 && code.allSatisfy { (65...90).contains($0) }
    }

    /// Marks parts, and the small words that only lead to them.
    private mutating func take(_ range: Range<Int>, _ use: Use, after leading: Set<[UInt8]> = []) {
        for at in range { parts[at].use = use }
        var end = range.lowerBound
        while end > 0, leads(parts[end - 1], leading) {
            // One letter may be the end of a name: hepatitis A.
            let isLetter = parts[end - 1].words.joined().count == 1
            if isLetter, end < 2 || !leads(parts[end - 2], leading) { break }
            end -= 1
            parts[end].use = use
        }
    }

    private func leads(_ part: Part, _ leading: Set<[UInt8]>) -> Bool {
        guard part.use == .what, !leading.isEmpty else { return false }
        return part.words.allSatisfy(leading.contains) || leading.contains(Array(part.words.joined()))
    }

    /// Where these words are whole parts that say what for.
    private func range(of words: [[UInt8]]) -> Range<Int>? {
        parts.indices.lazy.compactMap { range(of: words, from: $0) }.first
    }

    private func range(of words: [[UInt8]], from begin: Int) -> Range<Int>? {
        var (rest, end) = (words[...], begin)
        while !rest.isEmpty {
            guard end < parts.count, parts[end].use == .what, !parts[end].words.isEmpty,
                rest.starts(with: parts[end].words)
            else { return nil }
            rest = rest.dropFirst(parts[end].words.count)
            end += 1
        }
        return begin..<end
    }
}

// MARK: - Codes of elsewhere

extension TypedWords {
    /// "M5V 2T6", "3820": taken out of what for, so that the rest can be looked for.
    private mutating func readOddCode(_ leading: Set<[UInt8]>) {
        for at in parts.indices where parts[at].use == .what {
            let code = Self.trimmed(parts[at].text)
            let next = at + 1 < parts.count ? Self.trimmed(parts[at + 1].text) : ""
            let isLed = at == 0 ? parts.count == 1 : leads(parts[at - 1], leading)
            if Self.isForeign(code + next), Self.isForeignHalf(code) {
                oddCode = "\(code) \(next)"
                return take(at..<at + 2, .place, after: leading)
            }
            if Self.isForeign(code) || Self.hasOddLength(code, mayBeYear: !isLed) {
                oddCode = code
                return take(at..<at + 1, .place, after: leading)
            }
        }
    }

    /// Four or six digits; four may be a year, where nothing says that it is a place.
    private static func hasOddLength(_ code: String, mayBeYear: Bool) -> Bool {
        guard code.utf8.allSatisfy({ (48...57).contains($0) }) else { return false }
        guard code.utf8.count == 4 else { return code.utf8.count == 6 }
        return !(mayBeYear && (code.hasPrefix("19") || code.hasPrefix("20")))
    }

    /// Of Canada (M5V2T6) or the United Kingdom (SW1A1AA).
    private static func isForeign(_ code: String) -> Bool {
        let shapes = ["A9A9A9", "A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA"]
        return shapes.contains(shape(code))
    }

    /// The first half of such a code by itself.
    private static func isForeignHalf(_ code: String) -> Bool {
        ["A9A", "A9", "A99", "AA9", "AA99", "AA9A"].contains(shape(code))
    }

    private static func shape(_ code: String) -> String {
        String(
            decoding: code.utf8.map { byte -> UInt8 in
                switch byte {
                case 48...57: UInt8(ascii: "9")
                case 65...90, 97...122: UInt8(ascii: "A")
                default: UInt8(ascii: "-")
                }
            }, as: UTF8.self)
    }

    /// Without signs around it: "03820.", "(03820)".
    private static func trimmed(_ part: String) -> String {
        func isSign(_ byte: UInt8) -> Bool {
            byte < 0x80 && !(48...57).contains(byte) && !(65...90).contains(byte) && !(97...122).contains(byte)
        }
        let bytes = part.utf8.drop(while: isSign)
        let end = bytes.lastIndex { !isSign($0) }.map { bytes.index(after: $0) } ?? bytes.startIndex
        return String(decoding: Array(bytes[..<end]), as: UTF8.self)
    }
}
