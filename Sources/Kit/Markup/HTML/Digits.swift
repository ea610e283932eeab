/// Numbers as ASCII, without Foundation and without a `String` in between.
@usableFromInline
package enum Digits {
    @inlinable
    package static func append(_ number: Int64, to bytes: inout [UInt8]) {
        if number < 0 { bytes.append(45) }
        append(magnitude: number.magnitude, to: &bytes)
    }

    @inlinable
    static func append(magnitude: UInt64, to bytes: inout [UInt8]) {
        if magnitude < 10 {
            bytes.append(UInt8(truncatingIfNeeded: 48 &+ magnitude))
            return
        }
        var rest = magnitude
        let start = bytes.count
        while rest > 0 {
            bytes.append(UInt8(truncatingIfNeeded: 48 &+ rest % 10))
            rest /= 10
        }
        bytes[start...].reverse()
    }

    /// At most two decimals, rounded to nearest, no trailing zeros. Not finite or beyond ±10^15 becomes 0.
    @usableFromInline
    package static func append(_ number: Double, to bytes: inout [UInt8]) {
        guard number.isFinite, abs(number) < 1e15 else {
            bytes.append(48)
            return
        }
        let hundredths = Int64((number * 100).rounded())
        if hundredths < 0 { bytes.append(45) }
        let magnitude = hundredths.magnitude
        append(magnitude: magnitude / 100, to: &bytes)
        let decimals = magnitude % 100
        guard decimals > 0 else { return }
        bytes.append(46)
        bytes.append(UInt8(truncatingIfNeeded: 48 + decimals / 10))
        if decimals % 10 > 0 { bytes.append(UInt8(truncatingIfNeeded: 48 + decimals % 10)) }
    }
}
