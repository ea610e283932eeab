/// A piece of HTML as UTF-8 bytes, safe to place between tags.
///
/// Write it as a string literal; what is interpolated is escaped unless it is HTML itself:
/// ```swift
/// let row: HTML = "<td>\(name)</td>"            // name: String, escaped on bytes
/// let list: HTML = "<ul>\(rows.map { row($0) })</ul>"
/// ```
/// Only a literal can become markup: there is no way from a `String` to unescaped HTML. A literal *inside* an
/// interpolation is a `String` and is escaped, so write `\(HTML.when(isNew, "<b>new</b>"))` for a conditional piece.
package struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// Well-formed markup, UTF-8.
    package var bytes: [UInt8]

    /// Nothing at all.
    package static let empty = HTML()

    @inlinable
    package init() {
        bytes = []
    }

    /// Text to be shown as it is: escaped.
    @inlinable
    package init(text: String) {
        var writer = ByteWriter(capacity: text.utf8.count &+ 16)
        writer.write(escaping: text)
        bytes = writer.finished()
    }

    /// Bytes that were once an `HTML` value, for instance kept in a cache. Never bytes that a person sent.
    @inlinable
    package init(trusted bytes: [UInt8]) {
        self.bytes = bytes
    }

    @inlinable
    package init(stringLiteral literal: StaticString) {
        bytes = literal.withUTF8Buffer { Array($0) }
    }

    @inlinable
    package init(stringInterpolation: Interpolation) {
        bytes = stringInterpolation.writer.finished()
    }

    /// True when there is nothing to show.
    @inlinable package var isEmpty: Bool { bytes.isEmpty }

    /// The markup as text, for tests and logs of development.
    package var string: String { String(decoding: bytes, as: UTF8.self) }

    @inlinable
    package static func += (left: inout HTML, right: HTML) {
        left.bytes.append(contentsOf: right.bytes)
    }

    @inlinable
    package static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum += right
        return sum
    }

    /// The piece if the condition holds, else nothing. The piece is not built when it is not wanted.
    @inlinable
    package static func when(_ condition: Bool, _ piece: @autoclosure () throws -> HTML) rethrows -> HTML {
        condition ? try piece() : .empty
    }

    /// The piece made of a value that is there, else nothing.
    @inlinable
    package static func with<Value>(_ value: Value?, _ piece: (Value) throws -> HTML) rethrows -> HTML {
        guard let value else { return .empty }
        return try piece(value)
    }

    /// A piece for each element, one after another.
    @inlinable
    package static func each<Elements: Sequence>(
        _ elements: Elements, _ piece: (Elements.Element) throws -> HTML
    ) rethrows -> HTML {
        var sum = HTML()
        for element in elements { sum += try piece(element) }
        return sum
    }

    /// The pieces one after another, with another between each two.
    package static func joined(_ pieces: [HTML], by separator: HTML = .empty) -> HTML {
        var sum = HTML()
        sum.bytes.reserveCapacity(pieces.reduce(0) { $0 + $1.bytes.count + separator.bytes.count })
        for (index, piece) in pieces.enumerated() {
            if index > 0 { sum += separator }
            sum += piece
        }
        return sum
    }
}
