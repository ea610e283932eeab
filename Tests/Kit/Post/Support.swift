import Foundation
import Storage
import Testing

@testable import Post

/// 28 November 2026, 08:31 UTC, a Saturday.
let morning = Instant(milliseconds: 1_795_854_660_000)

func address(_ text: String, _ location: SourceLocation = #_sourceLocation) throws -> MailAddress {
    try #require(MailAddress(text), sourceLocation: location)
}

/// A mail to `to@example.org`.
func mail(
    to: String = "ana", subject: String = "Your code", text: String = "It is 1234.\n", language: String = "en",
    unsubscribe: String? = nil, token: String? = nil, id: ID<Mail> = .random()
) throws -> Mail {
    try Mail(
        id: id, from: address("post@wayfellow.test"), to: address("\(to)@example.org"), subject: subject, text: text,
        language: language, unsubscribe: unsubscribe.flatMap { URL(string: $0) }, token: token, written: morning)
}

/// A folder of its own for as long as the body runs.
func withFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "post-\(UUID())", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

/// A mail as a receiver reads it.
struct ReadMail {
    /// Names in lower case, values unfolded and decoded.
    var fields: [(name: String, value: String)] = []
    var body = ""

    subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    struct Broken: Error { let what: String }

    /// Throws where a line is too long, a byte is not ASCII, a CR or LF stands alone, or a header has no name.
    init(_ bytes: [UInt8]) throws {
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 9 || $0 == 10 || $0 == 13 }) else {
            throw Broken(what: "a control or a byte beyond ASCII")
        }
        // By scalars: CRLF is one Character.
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
        guard lines.last == "", let end = lines.firstIndex(of: "") else { throw Broken(what: "no end") }
        for line in lines where line.utf8.count > 998 || line.utf8.contains(10) || line.utf8.contains(13) {
            throw Broken(what: "a line that cannot be")
        }
        for line in lines[..<end] {
            if line.hasPrefix(" "), !fields.isEmpty {
                fields[fields.count - 1].value += line
            } else {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, !parts[0].contains(" ") else { throw Broken(what: "a header without a name") }
                fields.append((parts[0].lowercased(), String(parts[1])))
            }
        }
        for at in fields.indices { fields[at].value = try Self.words(String(fields[at].value.dropFirst())) }
        body = try Self.body(lines[(end + 1)...].joined(separator: "\r\n"), self["content-transfer-encoding"])
    }

    /// RFC 2047: each word is UTF-8 by itself, and the blank between two encoded words is nothing.
    private static func words(_ value: String) throws -> String {
        guard value.hasPrefix("=?") else { return value }
        return try value.split(separator: " ").map { word in
            let code = word.dropFirst("=?UTF-8?B?".count).dropLast(2)
            guard word.count <= 75, word.hasPrefix("=?UTF-8?B?"), word.hasSuffix("?="),
                let data = Data(base64Encoded: String(code)), let text = String(validating: data, as: UTF8.self)
            else { throw Broken(what: "an encoded word") }
            return text
        }.joined()
    }

    private static func body(_ text: String, _ encoding: String?) throws -> String {
        guard text.components(separatedBy: "\r\n").allSatisfy({ $0.utf8.count <= 76 }) else {
            throw Broken(what: "a line of the body over 76")
        }
        if encoding == "base64" {
            let code = text.components(separatedBy: "\r\n").joined()
            guard let data = Data(base64Encoded: code) else { throw Broken(what: "base 64") }
            return String(decoding: data, as: UTF8.self)
        }
        var (bytes, rest): ([UInt8], Substring.UTF8View.SubSequence) = ([], Substring(text).utf8[...])
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            let code = String(decoding: rest.prefix(2), as: UTF8.self)
            rest = rest.dropFirst(2)
            if code == "\r\n" { continue }
            guard let value = UInt8(code, radix: 16) else { throw Broken(what: "quoted-printable") }
            bytes.append(value)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
