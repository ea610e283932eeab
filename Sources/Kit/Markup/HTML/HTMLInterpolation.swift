extension HTML {
    /// What `"<p>\(value)</p>"` is written with: one buffer of bytes.
    public struct Interpolation: StringInterpolationProtocol {
        @usableFromInline var writer: ByteWriter

        /// Room for the literal parts, and a guess for each interpolation.
        @inlinable
        public init(literalCapacity: Int, interpolationCount: Int) {
            writer = ByteWriter(capacity: literalCapacity &+ interpolationCount &* 32)
        }

        /// Markup, as it stands in the source.
        @inlinable @inline(__always)
        public mutating func appendLiteral(_ literal: StaticString) {
            writer.write(literal)
        }

        /// Text, escaped.
        @inlinable
        public mutating func appendInterpolation(_ text: String) {
            writer.write(escaping: text)
        }

        /// Text, escaped.
        @inlinable
        public mutating func appendInterpolation(_ text: Substring) {
            writer.write(escaping: text)
        }

        /// Text, escaped; nothing for nil.
        @inlinable
        public mutating func appendInterpolation(_ text: String?) {
            if let text { writer.write(escaping: text) }
        }

        /// Markup, as it is.
        @inlinable
        public mutating func appendInterpolation(_ html: HTML) {
            writer.write(html.content)
        }

        /// Markup, as it is; nothing for nil.
        @inlinable
        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { writer.write(html.content) }
        }

        /// Markup of several pieces, one after another.
        @inlinable
        public mutating func appendInterpolation(_ pieces: some Sequence<HTML>) {
            for piece in pieces { writer.write(piece.content) }
        }

        /// Markup of several pieces, one after another, with room made for all of them at once.
        @inlinable
        public mutating func appendInterpolation(_ pieces: [HTML]) {
            var count = 0
            for piece in pieces { count &+= piece.count }
            writer.makeRoom(count)
            for piece in pieces { writer.write(piece.content) }
        }

        /// A whole number in ASCII digits without grouping; `Text.number` groups them for people.
        @inlinable
        public mutating func appendInterpolation(_ number: Int) {
            writer.write(number: Int64(number))
        }

        /// A whole number of another type.
        @inlinable
        public mutating func appendInterpolation(_ number: some BinaryInteger) {
            writer.write(number: Int64(clamping: number))
        }

        /// The same; nothing for nil.
        @inlinable
        public mutating func appendInterpolation(_ number: (some BinaryInteger)?) {
            if let number { writer.write(number: Int64(clamping: number)) }
        }

        /// A number with a point and at most two decimals, as SVG wants it. Not finite becomes 0.
        @inlinable
        public mutating func appendInterpolation(_ number: Double) {
            writer.write(number: number)
        }

        /// An address, attribute-safe.
        @inlinable
        public mutating func appendInterpolation(_ link: Link) {
            link.content.withBytes { writer.write(escaping: $0) }
        }

        /// An address, attribute-safe.
        @inlinable
        public mutating func appendInterpolation(url link: Link) {
            appendInterpolation(link)
        }

        /// A boolean attribute with a space before it, or nothing: `<input\(attribute: "checked", when: isOn)>`.
        @inlinable
        public mutating func appendInterpolation(attribute name: StaticString, when condition: Bool) {
            guard condition else { return }
            writer.write(32)
            appendLiteral(name)
        }

        /// An attribute with a space before it, or nothing for nil: `<div\(attribute: "id", id)>`.
        @inlinable
        public mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            writer.write(32)
            appendLiteral(name)
            appendLiteral("=\"")
            writer.write(escaping: value)
            writer.write(34)
        }
    }

    /// What a literal with interpolations is written into.
    public typealias StringInterpolation = Interpolation
}
