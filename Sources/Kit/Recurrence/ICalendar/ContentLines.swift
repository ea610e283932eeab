/// Writes content lines (RFC 5545 3.1): CRLF at their ends, folded at 75 bytes, never within a character.
struct ContentLines {
    private(set) var bytes: [UInt8] = []

    /// A line whose value stands as it is, such as a rule or a time. Control characters are left out, so none ends a
    /// line.
    mutating func add(_ name: String, _ parameters: [(name: String, values: [String])] = [], value: String) {
        var line = Array(name.utf8)
        for parameter in parameters {
            line.append(UInt8(ascii: ";"))
            line += parameter.name.utf8
            line.append(UInt8(ascii: "="))
            line += parameter.values.map(Self.parameter).joined(separator: [UInt8(ascii: ",")])
        }
        line.append(UInt8(ascii: ":"))
        line += value.utf8.filter { !Self.isControl($0) }
        fold(line)
    }

    /// A line whose value is TEXT (RFC 5545 3.3.11).
    mutating func add(_ name: String, text: String) {
        var line = Array(name.utf8) + [UInt8(ascii: ":")]
        var before: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case 10 where before == 13: break
            case 10, 13: line += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: ","): line += [UInt8(ascii: "\\"), byte]
            default: if !Self.isControl(byte) { line.append(byte) }
            }
            before = byte
        }
        fold(line)
    }

    private static func isControl(_ byte: UInt8) -> Bool { byte < 32 && byte != 9 || byte == 127 }

    /// In quotation marks where it needs them; marks and line ends within as RFC 6868 writes them.
    private static func parameter(_ value: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += "^'".utf8
            case UInt8(ascii: "^"): bytes += "^^".utf8
            case 10: bytes += "^n".utf8
            default: if !isControl(byte) { bytes.append(byte) }
            }
        }
        let needsMarks = bytes.contains { [UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: ",")].contains($0) }
        return needsMarks ? [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")] : bytes
    }

    private mutating func fold(_ line: [UInt8]) {
        var start = 0
        // What continues a line begins with a space, which counts.
        var room = 75
        while line.count - start > room {
            var end = start + room
            while end > start + 1, line[end] & 0xC0 == 0x80 { end -= 1 }
            bytes += line[start..<end]
            bytes += [13, 10, 32]
            (start, room) = (end, 74)
        }
        bytes += line[start...]
        bytes += [13, 10]
    }
}
