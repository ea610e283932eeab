/// Text of a header in which words of other letters are written in ASCII (RFC 2047).
enum EncodedWords {
    /// The text as it was meant; what is no encoded word, or one in an unknown set, stays as it is.
    static func decoded(_ value: String) -> String {
        guard value.utf8.contains(UInt8(ascii: "=")) else { return value }
        var (result, pending): (String, (charset: MailCharset, bytes: [UInt8])?) = ("", nil)
        var (left, blanks) = (Array(value.utf8)[...], [UInt8]())
        var plain: [UInt8] = []
        func flushPlain() {
            result += String(decoding: plain, as: UTF8.self)
            plain = []
        }
        func flushWord() {
            if let pending { result += pending.charset.text(pending.bytes) }
            pending = nil
        }
        while let byte = left.first {
            if byte == UInt8(ascii: "="), let word = take(&left) {
                // Between two encoded words a blank is nothing; a letter may be cut in two by them, though it should not.
                if pending == nil { plain += blanks }
                blanks = []
                flushPlain()
                if pending?.charset == word.charset {
                    pending?.bytes += word.bytes
                } else {
                    flushWord()
                    pending = word
                }
                continue
            }
            left = left.dropFirst()
            if byte == 0x20 || byte == 0x09 {
                blanks.append(byte)
                continue
            }
            flushWord()
            plain += blanks + [byte]
            blanks = []
        }
        flushWord()
        plain += blanks
        flushPlain()
        return result
    }

    /// Bytes that an encoded word has at most; the standard says 75, some programs write longer ones.
    private static let longest = 300

    /// Takes one word: `=?utf-8?Q?caf=C3=A9?=`. Nil, with nothing taken, where there is none.
    private static func take(_ bytes: inout ArraySlice<UInt8>) -> (charset: MailCharset, bytes: [UInt8])? {
        let mark = UInt8(ascii: "?")
        let parts = bytes.prefix(longest).split(separator: mark, maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].elementsEqual("=".utf8), parts[4].first == UInt8(ascii: "="),
            let kind = parts[2].first, parts[2].count == 1,
            !parts[3].contains(0x20),
            // A language may stand behind the set (RFC 2231, 5).
            let set = parts[1].split(separator: UInt8(ascii: "*")).first,
            let charset = MailCharset(String(decoding: set, as: UTF8.self))
        else { return nil }
        var content: [UInt8] = []
        switch kind | 0x20 {
        case UInt8(ascii: "q"):
            let blanks = parts[3].map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }
            TransferEncoding.unescape(blanks[...], "=", into: &content)
        case UInt8(ascii: "b"):
            guard let decoded = TransferEncoding.base64(parts[3]) else { return nil }
            content = decoded
        default: return nil
        }
        bytes = bytes[(parts[4].startIndex + 1)...]
        return (charset, content)
    }
}
