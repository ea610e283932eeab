/// Escaping of text for HTML, on bytes.
///
/// The five bytes are ASCII and never occur inside another character's UTF-8, so bytes are the right level; a table
/// keyed by `Character` would miss a quote followed by a combining mark, which is another grapheme.
extension ByteWriter {
    /// Text with `& < > " '` as entities.
    @inlinable
    public mutating func write(escaping text: String) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { write(escaping: $0) }
        if done == nil {
            for byte in text.utf8 { write(escaping: byte) }
        }
    }

    /// Text with `& < > " '` as entities.
    @inlinable
    public mutating func write(escaping text: Substring) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { write(escaping: $0) }
        if done == nil {
            for byte in text.utf8 { write(escaping: byte) }
        }
    }

    /// Copies runs of clean bytes whole and writes an entity for each special byte.
    @inlinable
    public mutating func write(escaping text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        var index = Escaping.cleanPrefix(text)
        while index < text.count {
            let byte = text[index]
            if Escaping.isSpecial(byte) {
                write(UnsafeBufferPointer(rebasing: text[start..<index]))
                writeEntity(byte)
                start = index &+ 1
            }
            index &+= 1
        }
        write(start == 0 ? text : UnsafeBufferPointer(rebasing: text[start...]))
    }

    @inlinable
    mutating func write(escaping byte: UInt8) {
        if Escaping.isSpecial(byte) {
            writeEntity(byte)
        } else {
            write(byte)
        }
    }

    @usableFromInline
    mutating func writeEntity(_ byte: UInt8) {
        switch byte {
        case 34: write("&quot;")
        case 38: write("&amp;")
        case 39: write("&#39;")
        case 60: write("&lt;")
        default: write("&gt;")
        }
    }
}

@usableFromInline
enum Escaping {
    /// True for `" & ' < >`.
    @inlinable
    static func isSpecial(_ byte: UInt8) -> Bool {
        let special: UInt64 = 1 << 34 | 1 << 38 | 1 << 39 | 1 << 60 | 1 << 62
        return byte < 64 && (special &>> UInt64(byte)) & 1 == 1
    }

    /// How many bytes at the beginning hold nothing to escape, looked at eight at a time: a lower bound, and all of
    /// them if a text of eight or more is clean.
    @inlinable
    static func cleanPrefix(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        let raw = UnsafeRawBufferPointer(text)
        guard raw.count >= 8 else { return 0 }
        let last = raw.count &- 8
        var index = 0
        while index < last {
            if holdsSpecial(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) { return index }
            index &+= 8
        }
        // The last eight may overlap those before them, which are clean.
        return holdsSpecial(raw.loadUnaligned(fromByteOffset: last, as: UInt64.self)) ? last : raw.count
    }

    @inlinable
    static func holdsSpecial(_ eight: UInt64) -> Bool {
        // 34 | 4 is 38 and 60 | 2 is 62, so two comparisons stand for four bytes; 39 has its own.
        let hits =
            zeroBytes((eight | 0x0404_0404_0404_0404) ^ 0x2626_2626_2626_2626)
            | zeroBytes((eight | 0x0202_0202_0202_0202) ^ 0x3E3E_3E3E_3E3E_3E3E)
            | zeroBytes(eight ^ 0x2727_2727_2727_2727)
        return hits != 0
    }

    /// Not 0 exactly when one of the eight bytes is 0 (Mycroft's test).
    @inlinable
    static func zeroBytes(_ eight: UInt64) -> UInt64 {
        (eight &- 0x0101_0101_0101_0101) & ~eight & 0x8080_8080_8080_8080
    }
}
