/// The text of a mail, out of all its parts (RFC 2046): what is plain where there is a choice, else words out of markup.
/// Files, pictures and mails that hang on it are no text.
struct MailText {
    private var partsLeft = Self.most.parts
    private static let most = (parts: 20, depth: 5)

    /// The lines of the mail. Throws where a part of its text could not be read: half of what somebody wrote is not theirs.
    static func lines(of mail: MailFields) throws(ReplyFault) -> [MailLine] {
        var text = MailText()
        return try text.read(mail, depth: 0).lines
    }

    private struct Reading {
        var lines: [MailLine] = []
        var isMarkup = false
        var hasWords: Bool { lines.contains { $0.text.utf8.contains { $0 > 0x20 } } }
    }

    private mutating func read(_ part: MailFields, depth: Int) throws(ReplyFault) -> Reading {
        guard partsLeft > 0, depth <= Self.most.depth else { throw .tooManyParts }
        partsLeft -= 1
        guard part.all("content-type").count < 2 else { throw .unreadable }
        guard let type = MediaType(part["content-type"] ?? "text/plain"), !Self.isFile(part, type) else {
            return Reading()
        }
        switch type.name {
        case "text/plain":
            return Reading(lines: PlainText(type.parameters).lines(try Self.text(of: part, type)))
        case "text/html":
            return Reading(lines: MarkupText.lines(try Self.text(of: part, type)), isMarkup: true)
        case "multipart/alternative": return try best(try Self.parts(of: part, type), depth)
        case "multipart/related", "multipart/signed":
            // What the first part needs, and the signature.
            return try whole(Array(try Self.parts(of: part, type).prefix(1)), depth)
        case "multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime": throw .encrypted
        case let name where name.utf8.starts(with: "multipart/".utf8):
            return try whole(try Self.parts(of: part, type), depth)
        default: return Reading()
        }
    }

    /// The plain one of several that say the same; one that cannot be read is no matter where another can.
    private mutating func best(_ parts: [MailFields], _ depth: Int) throws(ReplyFault) -> Reading {
        var (best, fault): (Reading?, ReplyFault?) = (nil, nil)
        for part in parts {
            do throws(ReplyFault) {
                let reading = try read(part, depth: depth + 1)
                guard reading.hasWords else { continue }
                if best == nil || (best?.isMarkup == true && !reading.isMarkup) { best = reading }
            } catch {
                if error == .tooManyParts { throw error }
                fault = error
            }
        }
        if best == nil, let fault { throw fault }
        return best ?? Reading()
    }

    /// One after the other: a picture between two pieces of text makes three parts of a mail.
    private mutating func whole(_ parts: [MailFields], _ depth: Int) throws(ReplyFault) -> Reading {
        var whole = Reading()
        for part in parts {
            let reading = try read(part, depth: depth + 1)
            whole.lines += reading.lines
            whole.isMarkup = whole.isMarkup || reading.isMarkup
        }
        return whole
    }

    private static func parts(of part: MailFields, _ type: MediaType) throws(ReplyFault) -> [MailFields] {
        guard let boundary = type.parameters["boundary"] else { throw .unreadable }
        // One that is not closed was cut off.
        guard let parts = MailParts.split(part.rest, at: boundary, most: most.parts) else { throw .unreadable }
        let read = parts.map { MailFields($0, within: .mail) }
        guard read.allSatisfy({ $0 != nil }) else { throw .unreadable }
        return read.compactMap { $0 }
    }

    private static func isFile(_ part: MailFields, _ type: MediaType) -> Bool {
        let place = Array((part["content-disposition"] ?? "").lowercased().utf8)
        return place.starts(with: "attachment".utf8) || place.holds(Array("filename".utf8))
            || type.parameters["name"] != nil
    }

    private static func text(of part: MailFields, _ type: MediaType) throws(ReplyFault) -> String {
        guard let encoding = TransferEncoding(part["content-transfer-encoding"]),
            let charset = MailCharset(type.parameters["charset"]), let bytes = encoding.decoded(part.rest)
        else { throw .unreadable }
        return charset.text(bytes).asMailText
    }
}
