/// The parts of a `multipart` body.
enum MailParts {
    /// RFC 2046, 5.1.1.
    private static let longestBoundary = 70

    /// What stands between the boundary's lines (RFC 2046, 5.1.1). Nil where it is not closed, or there are too many.
    static func split(_ body: ArraySlice<UInt8>, at boundary: String, most: Int) -> [ArraySlice<UInt8>]? {
        guard (1...longestBoundary).contains(boundary.utf8.count) else { return nil }
        let (next, end) = (Array("--\(boundary)".utf8), Array("--\(boundary)--".utf8))
        var (left, parts, begun): (ArraySlice<UInt8>, [ArraySlice<UInt8>], Int?) = (body, [], nil)
        while true {
            let start = left.startIndex
            guard let line = MailFields.takeLine(&left) else { return nil }
            // Blanks behind a boundary are no part of it.
            var mark = line
            while let last = mark.last, last == 0x20 || last == 0x09 { mark.removeLast() }
            guard mark.elementsEqual(next) || mark.elementsEqual(end) else { continue }
            if let begun { parts.append(withoutLineEnd(body[begun..<start])) }
            guard parts.count <= most else { return nil }
            if mark.count == end.count { return begun == nil ? nil : parts }
            begun = left.startIndex
        }
    }

    /// The end of the line before a boundary belongs to the boundary.
    private static func withoutLineEnd(_ part: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var part = part
        if part.last == 0x0A { part.removeLast() }
        if part.last == 0x0D { part.removeLast() }
        return part
    }
}
