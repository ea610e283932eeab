import Foundation
import Storage

/// A mail as RFC 5322 writes it, of CRLF lines: what goes over the wire and into a file.
package enum MailFormat {
    /// The same mail gives the same bytes. No line is longer than 998 bytes; headers are folded at 78 where they may be.
    package static func bytes(of mail: Mail) -> [UInt8] {
        let body = MailBody(mail.text)
        var lines = [
            "From:\(HeaderText.mailbox(mail.from, named: mail.fromName, after: "From:".utf8.count))",
            "To: \(mail.to.text)",
            "Subject:\(HeaderText.folded(mail.subject, after: "Subject:".utf8.count))",
            "Date: \(date(mail.written))",
            "Message-ID: \(mail.messageID)",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: \(body.encoding)",
            "Content-Language: \(mail.language)",
            // Holiday replies do not answer (RFC 3834).
            "Auto-Submitted: auto-generated",
        ]
        if let replyTo = mail.replyTo { lines.append("Reply-To: \(replyTo.text)") }
        if let unsubscribe = mail.unsubscribe {
            lines += [
                "List-Unsubscribe: <\(unsubscribe.absoluteString)>",
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            ]
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body.bytes
    }

    /// `Sat, 28 Nov 2026 08:31:00 +0000`.
    private static func date(_ instant: Instant) -> String {
        let parts = instant.utc
        // 1970 began on a Thursday; a mail is not older.
        let day = Int(instant.milliseconds / 86_400_000) % 7
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let time = [parts.hour, parts.minute, parts.second].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return
            "\(days[day]), \(parts.day) \(months[parts.month - 1]) \(parts.year) \(time.joined(separator: ":")) +0000"
    }
}

/// Text in a header.
enum HeaderText {
    /// The text with a space before it, on as many lines as it takes. `width` is what stands before it on the first line.
    static func folded(_ text: String, after width: Int) -> String {
        plain(text, after: width) ?? encodedWords(text, after: width)
    }

    /// An address with a space before it, and with the name that is shown for it, if any (RFC 5322, 3.4): words of
    /// letters, digits and few signs as they are, all else in encoded words (RFC 2047, 5, rule 3).
    static func mailbox(_ address: MailAddress, named name: String?, after width: Int) -> String {
        guard let name else { return " \(address.text)" }
        let isPhrase = name.utf8.allSatisfy { $0 == UInt8(ascii: " ") || $0.isLetterOrDigit || atomSigns.contains($0) }
        let shown = isPhrase ? folded(name, after: width) : encodedWords(name, after: width)
        let last = shown.utf8.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
        let column = last == shown.utf8.count ? width + last : last
        let gap = column + address.text.utf8.count + 3 > 78 ? "\r\n " : " "
        return "\(shown)\(gap)<\(address.text)>"
    }

    private static let atomSigns = Set("!#$%&'*+-/=?^_`{|}~".utf8)

    /// The text as it is, folded at its spaces; `nil` where that would not give it back: other letters, runs of spaces,
    /// words too long for a line, and what looks encoded.
    private static func plain(_ text: String, after width: Int) -> String? {
        let bytes = Array(text.utf8)
        let words = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        let looksEncoded = zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "=") && $1 == UInt8(ascii: "?") }
        guard !looksEncoded, bytes.allSatisfy({ (0x20...0x7E).contains($0) }),
            words.allSatisfy({ (1...60).contains($0.count) })
        else { return nil }
        var (lines, column) = ("", width)
        for word in words {
            if column + 1 + word.count > 78 {
                lines += "\r\n"
                column = 0
            }
            lines += " " + String(decoding: word, as: UTF8.self)
            column += 1 + word.count
        }
        return lines
    }

    /// RFC 2047: words of at most 75 characters on lines of at most 76, none of which splits a scalar.
    private static func encodedWords(_ text: String, after width: Int) -> String {
        var (words, piece): ([String], [UInt8]) = ([], [])
        var room = bytes(in: 76 - width - 1)
        func end() {
            words.append("=?UTF-8?B?\(Data(piece).base64EncodedString())?=")
            piece = []
            room = bytes(in: 75)
        }
        for scalar in text.unicodeScalars {
            let encoded = Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            if piece.count + encoded.count > room { end() }
            piece += encoded
        }
        end()
        return " " + words.joined(separator: "\r\n ")
    }

    /// What an encoded word of that many characters holds.
    private static func bytes(in characters: Int) -> Int { (characters - "=?UTF-8?B??=".utf8.count) / 4 * 3 }
}
