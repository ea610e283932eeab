/// The fields at the head of a message or of one of its parts (RFC 5322, 2.2), as bytes and within bounds.
struct MailFields {
    /// Names in lower case; values unfolded, without the blanks around them.
    private(set) var fields: [(name: String, value: String)] = []
    /// What stands behind the empty line.
    let rest: ArraySlice<UInt8>

    /// How many there may be, and of how many bytes.
    struct Bounds {
        let fields: Int
        let line: Int
        /// Unfolded; a last line may go beyond it.
        let value: Int

        /// Reports are short.
        static let report = Bounds(fields: 200, line: 2_000, value: 2_000)
        /// What servers on the way note for themselves can be long, on one line or folded on hundreds.
        static let mail = Bounds(fields: 200, line: 16_000, value: 64_000)
    }

    /// Nil where a line is no field, or there are too many or too long ones.
    init?(_ bytes: ArraySlice<UInt8>, within most: Bounds = .report) {
        var left = bytes
        while let line = Self.takeLine(&left), !line.isEmpty {
            guard line.count <= most.line, fields.count < most.fields else { return nil }
            if line.first == 0x20 || line.first == 0x09 {
                guard !fields.isEmpty, fields[fields.count - 1].value.utf8.count <= most.value else { return nil }
                let more = Self.text(line)
                fields[fields.count - 1].value += fields[fields.count - 1].value.isEmpty ? more : " " + more
                continue
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
                line[..<colon].allSatisfy({ (0x21...0x7E).contains($0) })
            else { return nil }
            fields.append((Self.text(line[..<colon]).lowercased(), Self.text(line[(colon + 1)...])))
        }
        rest = left
    }

    /// The value of a field that stands there once; nil where there is none, or more than one.
    subscript(_ name: String) -> String? {
        let found = fields.filter { $0.name == name }
        return found.count == 1 ? found[0].value : nil
    }

    /// The values of every field of that name, in their order.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Takes the next line, which ends in LF or CRLF; nil at the end.
    static func takeLine(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard !bytes.isEmpty else { return nil }
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
        var line = bytes[bytes.startIndex..<end]
        bytes = bytes[min(end + 1, bytes.endIndex)...]
        if line.last == 0x0D { line.removeLast() }
        return line
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let blank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        var bytes = bytes.drop(while: blank)
        while let last = bytes.last, blank(last) { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// `multipart/report; report-type=delivery-status; boundary="…"` (RFC 2045, 5.1).
struct MediaType {
    /// In lower case.
    let name: String
    private(set) var parameters: [String: String] = [:]

    /// Nil for what is none; a parameter that is there twice makes it none.
    init?(_ text: String) {
        let (pieces, isWhole) = Self.pieces(Array(text.utf8))
        guard isWhole, let first = pieces.first, first.count <= 100, first.contains(UInt8(ascii: "/")) else {
            return nil
        }
        name = String(decoding: first, as: UTF8.self).lowercased()
        for piece in pieces.dropFirst() where !piece.isEmpty {
            guard let equals = piece.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let key = String(decoding: piece[..<equals], as: UTF8.self).lowercased()
            guard parameters.updateValue(String(decoding: piece[(equals + 1)...], as: UTF8.self), forKey: key) == nil
            else { return nil }
        }
    }

    /// What stands between semicolons, without blanks and quotation marks; and whether every mark was closed.
    private static func pieces(_ bytes: [UInt8]) -> ([[UInt8]], isWhole: Bool) {
        var (pieces, isQuoted, isEscaped): ([[UInt8]], Bool, Bool) = ([[]], false, false)
        for byte in bytes {
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
                continue
            } else if !isQuoted, byte == UInt8(ascii: ";") {
                pieces.append([])
                continue
            } else if !isQuoted, byte == 0x20 || byte == 0x09 {
                continue
            }
            pieces[pieces.count - 1].append(byte)
        }
        return (pieces, !isQuoted)
    }
}
