/// What must hold for a body of JSON before a decoder sees it.
enum JSONRules {
    /// Objects and lists in each other, at most.
    static let deepest = 32

    /// Whether `Content-Type` says JSON in UTF-8, the only encoding it may have between systems (RFC 8259, 8.1).
    static func isJSON(_ type: String) -> Bool {
        let parts = type.utf8.prefix(200).split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { part in part.filter { $0 != 32 && $0 != 9 }.map { (65...90).contains($0) ? $0 | 0x20 : $0 } }
        guard let first = parts.first, first.elementsEqual("application/json".utf8) else { return false }
        return parts.dropFirst().allSatisfy { part in
            part.filter { $0 != UInt8(ascii: "\"") }.elementsEqual("charset=utf-8".utf8)
        }
    }

    /// UTF-8 without a byte order mark, without control characters, not too deep, and no comma before a closing bracket.
    /// A decoder would guess other encodings, go down as far as it is led, and pass over the comma.
    static func mayBeDecoded(_ bytes: [UInt8]) -> Bool {
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]), String(validating: bytes, as: UTF8.self) != nil else {
            return false
        }
        var (depth, isText, isEscaped) = (0, false, false)
        var last: UInt8 = 0
        for byte in bytes {
            guard byte >= 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return false }
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            guard byte > 0x20 else { continue }
            let isAfterComma = last == UInt8(ascii: ",")
            last = byte
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if isAfterComma { return false }
                depth -= 1
            default: break
            }
            guard (0...deepest).contains(depth) else { return false }
        }
        return true
    }
}
