/// Escaping of text for HTML, on bytes.
///
/// The five bytes are ASCII and never occur inside another character's UTF-8, so bytes are the right level; a table
/// keyed by `Character` would miss a quote followed by a combining mark, which is another grapheme.
@usableFromInline
package enum Escaping {
    /// Bit b is set when byte b is one of `" & ' < >`.
    @usableFromInline static let special: UInt64 = 1 << 34 | 1 << 38 | 1 << 39 | 1 << 60 | 1 << 62

    @inlinable
    package static func append(_ text: String, to bytes: inout [UInt8]) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { append($0, to: &bytes) }
        if done == nil {
            for byte in text.utf8 { append(byte, to: &bytes) }
        }
    }

    @inlinable
    package static func append(_ text: Substring, to bytes: inout [UInt8]) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { append($0, to: &bytes) }
        if done == nil {
            for byte in text.utf8 { append(byte, to: &bytes) }
        }
    }

    /// Copies runs of clean bytes whole and writes an entity for each special byte.
    @inlinable
    package static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var start = 0
        var index = 0
        let count = text.count
        while index < count {
            let byte = text[index]
            if byte < 64, (special &>> UInt64(byte)) & 1 == 1 {
                if index > start { bytes.append(contentsOf: text[start..<index]) }
                appendEntity(byte, to: &bytes)
                start = index &+ 1
            }
            index &+= 1
        }
        if start == 0 {
            bytes.append(contentsOf: text)
        } else if start < count {
            bytes.append(contentsOf: text[start..<count])
        }
    }

    @inlinable
    static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        if byte < 64, (special &>> UInt64(byte)) & 1 == 1 {
            appendEntity(byte, to: &bytes)
        } else {
            bytes.append(byte)
        }
    }

    @usableFromInline
    static func appendEntity(_ byte: UInt8, to bytes: inout [UInt8]) {
        let entity: StaticString =
            switch byte {
            case 34: "&quot;"
            case 38: "&amp;"
            case 39: "&#39;"
            case 60: "&lt;"
            default: "&gt;"
            }
        entity.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}
