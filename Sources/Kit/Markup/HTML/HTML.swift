/// A piece of HTML as UTF-8 bytes, safe to place between tags.
///
/// Write it as a string literal; what is interpolated is escaped unless it is HTML itself:
/// ```swift
/// let row: HTML = "<td>\(name)</td>"            // name: String, escaped on bytes
/// let list: HTML = "<ul>\(rows.map { row($0) })</ul>"
/// ```
/// Only a literal can become markup: there is no way from a `String` to unescaped HTML. A literal *inside* an
/// interpolation is a `String` and is escaped, so write `\(HTML.when(isNew, "<b>new</b>"))` for a conditional piece.
///
/// What is in this folder is `public`, not `package`, for the compiler carries only public bodies over into other
/// modules: a list page takes 27 µs instead of 35 (`bin/bench kernel`).
public struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
    @usableFromInline var content: ByteString

    /// Nothing at all.
    @inlinable public static var empty: HTML { "" }

    @inlinable
    init(_ content: ByteString) {
        self.content = content
    }

    /// Nothing at all, to be added to.
    @inlinable
    public init() {
        self = ""
    }

    /// Text to be shown as it is: escaped.
    @inlinable
    public init(text: String) {
        var writer = ByteWriter(capacity: text.utf8.count &+ 16)
        writer.write(escaping: text)
        content = writer.finished()
    }

    /// Bytes that were once an `HTML` value, for instance kept in a cache. Never bytes that a person sent.
    @inlinable
    public init(trusted bytes: [UInt8]) {
        content = ByteString(bytes)
    }

    /// Markup, as it stands in the source.
    @inlinable
    public init(stringLiteral literal: StaticString) {
        content = ByteString(literal)
    }

    /// A literal with what was interpolated, escaped.
    @inlinable
    public init(stringInterpolation: Interpolation) {
        content = stringInterpolation.writer.finished()
    }

    /// The markup, UTF-8, as a copy.
    public var bytes: [UInt8] { content.array }

    /// How many bytes the markup has.
    @inlinable public var count: Int { content.count }

    /// The markup, UTF-8, without a copy, for as long as the body runs.
    @inlinable
    public func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try content.withBytes(body)
    }

    /// True when there is nothing to show.
    @inlinable public var isEmpty: Bool { content.count == 0 }

    /// The markup as text, for tests and logs of development.
    public var string: String { content.text }

    /// Appends a piece.
    @inlinable
    public static func += (left: inout HTML, right: HTML) {
        left.content.append(right.content)
    }

    /// Two pieces, one after the other.
    @inlinable
    public static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum += right
        return sum
    }

    /// The piece if the condition holds, else nothing. The piece is not built when it is not wanted.
    @inlinable
    public static func when(_ condition: Bool, _ piece: @autoclosure () throws -> HTML) rethrows -> HTML {
        condition ? try piece() : .empty
    }

    /// The piece made of a value that is there, else nothing.
    @inlinable
    public static func with<Value>(_ value: Value?, _ piece: (Value) throws -> HTML) rethrows -> HTML {
        guard let value else { return .empty }
        return try piece(value)
    }

    /// A piece for each element, one after another; on long lists cheaper than `map`, for each piece's memory is used
    /// again for the next.
    @inlinable
    public static func each<Elements: Sequence>(
        _ elements: Elements, _ piece: (Elements.Element) throws -> HTML
    ) rethrows -> HTML {
        var writer = ByteWriter(capacity: 0)
        var left = elements.underestimatedCount
        for element in elements {
            let piece = try piece(element)
            // The rows of a list are alike: the first says about how much room all of them need.
            if writer.count == 0 { writer.makeRoom(piece.count &* max(left, 1) &+ 64) }
            writer.write(piece.content)
            left &-= 1
        }
        return HTML(writer.finished())
    }

    /// The pieces one after another, with another between each two.
    public static func joined(_ pieces: [HTML], by separator: HTML = .empty) -> HTML {
        var writer = ByteWriter(capacity: pieces.reduce(0) { $0 + $1.count + separator.count })
        for (index, piece) in pieces.enumerated() {
            if index > 0 { writer.write(separator.content) }
            writer.write(piece.content)
        }
        return HTML(writer.finished())
    }
}
