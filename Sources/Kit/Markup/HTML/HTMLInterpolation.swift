extension HTML {
    /// What `"<p>\(value)</p>"` writes into: one buffer of bytes.
    package struct Interpolation: StringInterpolationProtocol, Sendable {
        @usableFromInline var bytes: [UInt8]

        @inlinable
        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes = []
            bytes.reserveCapacity(literalCapacity &+ interpolationCount &* 24)
        }

        @inlinable
        package mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        /// Text, escaped.
        @inlinable
        package mutating func appendInterpolation(_ text: String) {
            Escaping.append(text, to: &bytes)
        }

        /// Text, escaped.
        @inlinable
        package mutating func appendInterpolation(_ text: Substring) {
            Escaping.append(text, to: &bytes)
        }

        /// Text, escaped; nothing for nil.
        @inlinable
        package mutating func appendInterpolation(_ text: String?) {
            if let text { Escaping.append(text, to: &bytes) }
        }

        /// Markup, as it is.
        @inlinable
        package mutating func appendInterpolation(_ html: HTML) {
            bytes.append(contentsOf: html.bytes)
        }

        /// Markup, as it is; nothing for nil.
        @inlinable
        package mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes.append(contentsOf: html.bytes) }
        }

        /// Markup of several pieces, one after another.
        @inlinable
        package mutating func appendInterpolation(_ pieces: some Sequence<HTML>) {
            for piece in pieces { bytes.append(contentsOf: piece.bytes) }
        }

        /// A whole number in ASCII digits without grouping; `Text.number` groups them for people.
        @inlinable
        package mutating func appendInterpolation(_ number: some BinaryInteger) {
            Digits.append(Int64(clamping: number), to: &bytes)
        }

        /// The same; nothing for nil.
        @inlinable
        package mutating func appendInterpolation(_ number: (some BinaryInteger)?) {
            if let number { Digits.append(Int64(clamping: number), to: &bytes) }
        }

        /// A number with a point and at most two decimals, as SVG wants it. Not finite becomes 0.
        @inlinable
        package mutating func appendInterpolation(_ number: Double) {
            Digits.append(number, to: &bytes)
        }

        /// An address, attribute-safe.
        @inlinable
        package mutating func appendInterpolation(_ link: Link) {
            Escaping.append(link.text, to: &bytes)
        }

        /// An address, attribute-safe.
        @inlinable
        package mutating func appendInterpolation(url link: Link) {
            Escaping.append(link.text, to: &bytes)
        }

        /// A boolean attribute with a space before it, or nothing: `<input\(attribute: "checked", when: isOn)>`.
        @inlinable
        package mutating func appendInterpolation(attribute name: StaticString, when condition: Bool) {
            guard condition else { return }
            bytes.append(32)
            appendLiteral(name)
        }

        /// An attribute with a space before it, or nothing for nil: `<div\(attribute: "id", id)>`.
        @inlinable
        package mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            bytes.append(32)
            appendLiteral(name)
            appendLiteral("=\"")
            Escaping.append(value, to: &bytes)
            bytes.append(34)
        }
    }

    package typealias StringInterpolation = Interpolation
}
