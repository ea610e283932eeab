/// The addresses in a field such as `From` or `To` (RFC 5322, 3.4).
enum MailboxList {
    /// An address as somebody wrote it; nil where it is none of the plain form that people have.
    struct Mailbox {
        let address: MailAddress?
        /// What is shown for it, decoded; may be empty.
        let name: String
    }

    /// How many are read.
    static let most = 100

    static func read(_ value: String) -> [Mailbox] {
        var reader = Reader()
        for byte in value.utf8 where reader.found.count < most { reader.take(byte) }
        reader.end()
        return reader.found
    }

    private struct Reader {
        var found: [Mailbox] = []
        private var (name, address): ([UInt8], [UInt8]?) = ([], nil)
        private var (comments, isQuoted, isEscaped, isInside) = (0, false, false, false)

        mutating func take(_ byte: UInt8) {
            if isEscaped {
                isEscaped = false
                keep(byte)
            } else if byte == UInt8(ascii: "\\"), isQuoted || comments > 0 {
                isEscaped = true
            } else if isQuoted {
                if byte == UInt8(ascii: "\"") { isQuoted = false } else { keep(byte) }
            } else {
                takeUnquoted(byte)
            }
        }

        private mutating func takeUnquoted(_ byte: UInt8) {
            switch byte {
            case UInt8(ascii: "("): comments = min(comments + 1, 100)
            case UInt8(ascii: ")"): comments = max(comments - 1, 0)
            case _ where comments > 0: break
            case UInt8(ascii: "\""): isQuoted = true
            case UInt8(ascii: "<"):
                (address, isInside) = ([], true)
            case UInt8(ascii: ">"): isInside = false
            case UInt8(ascii: ","), UInt8(ascii: ";"):
                if isInside { keep(byte) } else { end() }
            // What stands before a colon names a group.
            case UInt8(ascii: ":") where !isInside: name = []
            default: keep(byte)
            }
        }

        private mutating func keep(_ byte: UInt8) {
            guard comments == 0 else { return }
            if isInside { address?.append(byte) } else { name.append(byte) }
        }

        mutating func end() {
            let shown = trimmed(name)
            if let address {
                found.append(Mailbox(address: MailAddress(trimmed(address)), name: EncodedWords.decoded(shown)))
            } else if !shown.isEmpty {
                found.append(Mailbox(address: MailAddress(shown), name: ""))
            }
            (name, address, isInside) = ([], nil, false)
        }

        private func trimmed(_ bytes: [UInt8]) -> String {
            var left = bytes.drop { $0 == 0x20 || $0 == 0x09 }
            while let last = left.last, last == 0x20 || last == 0x09 { left.removeLast() }
            return String(decoding: left, as: UTF8.self)
        }
    }
}
