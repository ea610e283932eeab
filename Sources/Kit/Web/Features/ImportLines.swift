import Foundation

/// A member's file as `ExportFile` writes it, a line a record, out of what editors and viewers make of it: with a byte order
/// mark, in UTF-16, with other ends of lines, spread over more lines or all in one.
struct ImportLines {
    /// The object that holds the records, without them; nil where there is none.
    let head: Data?
    /// Without the comma at the end.
    let lines: [ArraySlice<UInt8>]

    init(_ bytes: [UInt8]) {
        let bytes = Self.asUTF8(bytes)
        let lines = bytes.split { $0 == 10 || $0 == 13 }.map { Self.trimmed($0) }.filter { !$0.isEmpty }
        if let first = lines.first, first.last == UInt8(ascii: "["), first.count < 200 {
            head = Self.checked(first + Array("]}".utf8))
            self.lines = lines.dropFirst().filter { !$0.elementsEqual("]}".utf8) }
            return
        }
        guard let whole = Self.checked(bytes[...]),
            var object = try? JSONSerialization.jsonObject(with: whole) as? [String: Any],
            let records = object.removeValue(forKey: "records") as? [[String: Any]]
        else {
            (head, self.lines) = (nil, [])
            return
        }
        head = try? JSONSerialization.data(withJSONObject: object)
        self.lines = records.compactMap { (try? JSONSerialization.data(withJSONObject: $0)).map { Array($0)[...] } }
    }

    private static func checked(_ bytes: ArraySlice<UInt8>) -> Data? {
        JSONRules.mayBeDecoded(Array(bytes)) ? Data(bytes) : nil
    }

    private static func asUTF8(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
        guard bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]),
            let text = String(bytes: bytes, encoding: .utf16)
        else { return bytes }
        return Array(text.utf8)
    }

    /// Without what editors leave at both ends: spaces, tabs, the mark by which old ones end a file.
    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isLeft(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 0x1A }
        var line = line.drop(while: isLeft)
        while let last = line.last, isLeft(last) || last == UInt8(ascii: ",") { line = line.dropLast() }
        return line
    }
}
