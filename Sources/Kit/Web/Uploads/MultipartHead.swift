/// The head of one part: what it is called and whether it is a file. Nothing else of it is believed or kept, the file's
/// own name included.
///
/// Refused is what readers disagree about: lines that go on in the next one, header fields or parameters that come
/// twice, names in the encoding of RFC 2231 (`name*`), a quotation mark behind a backslash (the end to browsers, none to
/// mail), forms within forms, and texts in another charset than UTF-8.
struct MultipartHead: Sendable, Hashable {
    /// Bytes of a part's name.
    static let longestName = 100

    let name: String
    let isFile: Bool

    /// - Parameter bytes: without the empty line behind them.
    init?(_ bytes: some Collection<UInt8>) {
        guard let fields = Self.fields(Array(bytes)[...]), let disposition = fields["content-disposition"],
            let parameters = Self.parameters(of: disposition, "form-data")
        else { return nil }
        guard Set(parameters.keys).isSubset(of: ["name", "filename"]), let name = parameters["name"],
            (1...Self.longestName).contains(name.count), !name.contains(UInt8(ascii: "\\")),
            let text = String(validating: name, as: UTF8.self)
        else { return nil }
        self.name = text
        isFile = parameters["filename"] != nil
        let type = fields["content-type"].map { Array($0) } ?? []
        guard isFile ? !type.startsLowercased(with: "multipart/") : Self.isPlain(type) else { return nil }
        let encoding = fields["content-transfer-encoding"].map { String(decoding: $0, as: UTF8.self).lowercased() }
        guard encoding.map(["7bit", "8bit", "binary"].contains) ?? true else { return nil }
    }

    /// Names in lower case. Nil where a line is no header field, goes on in the next, or a name comes twice.
    private static func fields(_ bytes: ArraySlice<UInt8>) -> [String: ArraySlice<UInt8>]? {
        var fields: [String: ArraySlice<UInt8>] = [:]
        var rest = bytes
        while !rest.isEmpty {
            let end = rest.firstIndex { $0 < 0x20 || $0 == 0x7F } ?? rest.endIndex
            let line = rest[..<end]
            rest = rest[end...]
            if !rest.isEmpty {
                guard rest.starts(with: [13, 10]), rest.count > 2 else { return nil }
                rest = rest.dropFirst(2)
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return nil }
            let name = line[..<colon]
            guard name.allSatisfy(\.isTokenByte) else { return nil }
            let value = line[(colon + 1)...].drop { $0 == 32 }
            let key = String(decoding: name, as: UTF8.self).lowercased()
            guard fields.updateValue(value, forKey: key) == nil, fields.count <= 8 else { return nil }
        }
        return fields
    }

    /// The parameters of a value that must begin with this word. Names in lower case.
    static func parameters(of value: ArraySlice<UInt8>, _ word: String) -> [String: [UInt8]]? {
        var rest = value
        let first = rest.prefix { $0.isTokenByte || $0 == UInt8(ascii: "/") }
        guard String(decoding: first, as: UTF8.self).lowercased() == word else { return nil }
        rest = rest[first.endIndex...]
        var parameters: [String: [UInt8]] = [:]
        while let next = rest.first {
            if next == 32 {
                rest = rest.dropFirst()
                guard !rest.isEmpty else { return nil }
                continue
            }
            guard next == UInt8(ascii: ";") else { return nil }
            rest = rest.dropFirst().drop { $0 == 32 }
            let name = rest.prefix { $0.isTokenByte }
            rest = rest[name.endIndex...]
            guard !name.isEmpty, rest.first == UInt8(ascii: "=") else { return nil }
            rest = rest.dropFirst()
            guard let text = self.value(&rest) else { return nil }
            let key = String(decoding: name, as: UTF8.self).lowercased()
            guard parameters.updateValue(text, forKey: key) == nil else { return nil }
        }
        return parameters
    }

    /// A token, or what stands between quotation marks.
    private static func value(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.first == UInt8(ascii: "\"") else {
            let token = rest.prefix { $0.isTokenByte }
            rest = rest[token.endIndex...]
            return token.isEmpty ? nil : Array(token)
        }
        rest = rest.dropFirst()
        var text: [UInt8] = []
        while let byte = rest.first {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: "\"") { return text }
            text.append(byte)
            guard byte == UInt8(ascii: "\\"), let next = rest.first else { continue }
            // Whoever takes a backslash for itself sees the end here; whoever takes it for an escape does not.
            guard next != UInt8(ascii: "\"") else { return nil }
            if next == UInt8(ascii: "\\") {
                text.append(next)
                rest = rest.dropFirst()
            }
        }
        return nil
    }

    /// A text field says nothing of its type, or that it is text in UTF-8.
    private static func isPlain(_ type: [UInt8]) -> Bool {
        guard !type.isEmpty else { return true }
        guard let parameters = parameters(of: type[...], "text/plain") else { return false }
        let charset = parameters["charset"].map { String(decoding: $0, as: UTF8.self).lowercased() }
        return parameters.count <= 1 && (parameters.isEmpty || charset == "utf-8")
    }
}

/// The boundary that a `Content-Type` announces (RFC 2046, 5.1.1): 1 to 70 of the characters allowed there.
enum MultipartBoundary {
    /// Whether it is a form with files at all, whatever else it says.
    static func isForm(_ contentType: String) -> Bool {
        let type = contentType.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != 32 }
        return String(decoding: Array(type), as: UTF8.self).lowercased() == "multipart/form-data"
    }

    /// Nil where it is no form with files, or says anything besides its boundary.
    static func read(_ contentType: String) -> [UInt8]? {
        let bytes = Array(contentType.utf8)
        guard let parameters = MultipartHead.parameters(of: bytes[...], "multipart/form-data"),
            parameters.count == 1, let boundary = parameters["boundary"], (1...70).contains(boundary.count),
            boundary.last != 32, boundary.allSatisfy(isAllowed)
        else { return nil }
        return boundary
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || " '()+_,-./:=?".utf8.contains(byte)
    }
}

extension UInt8 {
    /// RFC 9110, 5.6.2.
    fileprivate var isTokenByte: Bool { isLetterOrDigit || "!#$%&'*+-.^_`|~".utf8.contains(self) }
}

extension [UInt8] {
    fileprivate func startsLowercased(with text: String) -> Bool {
        String(decoding: prefix(text.utf8.count), as: UTF8.self).lowercased() == text
    }
}
