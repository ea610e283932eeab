/// Reads the bytes of a file that should be a text as UTF-8, piece by piece: UTF-8 as it is, and UTF-16 with its byte order
/// mark, as Excel saves "Unicode Text". What begins like another kind of file is refused by its name; nothing is guessed.
struct UnicodeReader: Sendable {
    private enum Encoding {
        case utf8
        case utf16(isBigEndian: Bool)
    }

    /// Bytes that say what a file is: as far as the first name in a zip.
    private static let telling = 64

    private var encoding: Encoding?
    /// The beginning while it says nothing yet; later half a character.
    private var waiting: [UInt8] = []

    mutating func feed(_ bytes: [UInt8]) throws(ReviewFileError) -> [UInt8] {
        if case .utf8 = encoding { return bytes }
        waiting += bytes
        if encoding == nil {
            guard waiting.count >= Self.telling else { return [] }
            try decide()
        }
        return take()
    }

    /// What is left. Half a character becomes a byte that is none, to be found where it stands.
    mutating func finish() throws(ReviewFileError) -> [UInt8] {
        if encoding == nil { try decide() }
        return take() + (waiting.isEmpty ? [] : [0xFF])
    }

    private mutating func decide() throws(ReviewFileError) {
        if let code = Self.kind(waiting) { throw ReviewFileError(line: 0, ReviewFault(code)) }
        switch waiting.prefix(2) {
        case [0xFF, 0xFE]: encoding = .utf16(isBigEndian: false)
        case [0xFE, 0xFF]: encoding = .utf16(isBigEndian: true)
        default: encoding = .utf8
        }
        if case .utf16 = encoding { waiting.removeFirst(2) }
    }

    /// What a file is that is no text, by its first bytes.
    private static func kind(_ first: [UInt8]) -> ReviewFault.Code? {
        if first.starts(with: "%PDF-".utf8) { return .pdf }
        // Of Excel before 2007, and what else was kept like it.
        if first.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return .workbook }
        if first.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            let name = first.dropFirst(30)
            let office = ["[Content_Types].xml", "_rels/", "docProps/", "xl/", "mimetypeapplication/"]
            return office.contains { name.starts(with: $0.utf8) } ? .workbook : .packed
        }
        let packed: [[UInt8]] = [
            [0x1F, 0x8B], Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x28, 0xB5, 0x2F, 0xFD],
            [0x37, 0x7A, 0xBC, 0xAF], Array("Rar!".utf8), [0x50, 0x4B, 0x05, 0x06],
        ]
        return packed.contains { first.starts(with: $0) } ? .packed : nil
    }

    /// The whole characters that wait, as UTF-8.
    private mutating func take() -> [UInt8] {
        guard case .utf16(let isBigEndian) = encoding else {
            defer { waiting = [] }
            return waiting
        }
        var text: [UInt8] = []
        text.reserveCapacity(waiting.count)
        var place = 0
        func unit(_ place: Int) -> UInt32? {
            guard place + 1 < waiting.count else { return nil }
            let (one, two) = (UInt32(waiting[place]), UInt32(waiting[place + 1]))
            return isBigEndian ? one << 8 | two : two << 8 | one
        }
        while let first = unit(place) {
            var (value, length) = (first, 2)
            if (0xD800...0xDBFF).contains(first) {
                guard let second = unit(place + 2) else { break }
                if (0xDC00...0xDFFF).contains(second) {
                    (value, length) = (0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF), 4)
                }
            }
            Self.append(value, to: &text)
            place += length
        }
        waiting.removeFirst(place)
        return text
    }

    /// Half of a pair alone comes out as bytes that are no UTF-8.
    private static func append(_ value: UInt32, to text: inout [UInt8]) {
        func byte(_ mark: UInt32, _ shift: UInt32) -> UInt8 {
            UInt8(truncatingIfNeeded: mark | (value >> shift) & (mark == 0x80 ? 0x3F : 0xFF))
        }
        switch value {
        case ..<0x80: text.append(UInt8(truncatingIfNeeded: value))
        case ..<0x800: text += [byte(0xC0, 6), byte(0x80, 0)]
        case ..<0x10000: text += [byte(0xE0, 12), byte(0x80, 6), byte(0x80, 0)]
        default: text += [byte(0xF0, 18), byte(0x80, 12), byte(0x80, 6), byte(0x80, 0)]
        }
    }
}
