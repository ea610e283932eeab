/// Numbers as ASCII, without Foundation and without a `String` in between.
extension ByteWriter {
    @inlinable
    package mutating func write(number: Int64) {
        if number < 0 { write(UInt8(ascii: "-")) }
        write(magnitude: number.magnitude)
    }

    @inlinable
    mutating func write(magnitude: UInt64) {
        if magnitude < 10 {
            write(UInt8(truncatingIfNeeded: 48 &+ magnitude))
            return
        }
        var place: UInt64 = 10
        while magnitude / place >= 10 { place &*= 10 }
        while place > 0 {
            write(UInt8(truncatingIfNeeded: 48 &+ magnitude / place % 10))
            place /= 10
        }
    }

    /// At most two decimals, rounded to nearest, no trailing zeros. Not finite or beyond ±10^15 becomes 0.
    @usableFromInline
    package mutating func write(number: Double) {
        guard number.isFinite, abs(number) < 1e15 else {
            write(48)
            return
        }
        let hundredths = Int64((number * 100).rounded())
        if hundredths < 0 { write(UInt8(ascii: "-")) }
        let magnitude = hundredths.magnitude
        write(magnitude: magnitude / 100)
        let decimals = magnitude % 100
        guard decimals > 0 else { return }
        write(UInt8(ascii: "."))
        write(UInt8(truncatingIfNeeded: 48 + decimals / 10))
        if decimals % 10 > 0 { write(UInt8(truncatingIfNeeded: 48 + decimals % 10)) }
    }
}
