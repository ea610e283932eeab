/// Numbers as ASCII, without Foundation and without a `String` in between.
extension ByteWriter {
    /// Writes a number in decimal digits, without separators.
    @inlinable
    public mutating func write(number: Int64) {
        if number < 0 { write(UInt8(ascii: "-")) }
        write(magnitude: number.magnitude)
    }

    @inlinable
    mutating func write(magnitude: UInt64) {
        var digits = 1
        var limit: UInt64 = 10
        while digits < 19, magnitude >= limit {
            digits &+= 1
            limit &*= 10
        }
        if magnitude >= 10_000_000_000_000_000_000 { digits = 20 }
        makeRoom(digits)
        var rest = magnitude
        var place = count &+ digits
        repeat {
            place &-= 1
            base[place] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
            rest /= 10
        } while place > count
        count &+= digits
    }

    /// At most two decimals, rounded to nearest, no trailing zeros. Not finite or beyond ±10^15 becomes 0.
    public mutating func write(number: Double) {
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
