import CLibpq

/// The answer to one statement, in binary format; freed with this object.
final class PostgresResult: Cells {
    private let result: OpaquePointer
    private let types: [Oid]
    /// The row that is read.
    private var row: CInt = 0
    let rowCount: Int

    var count: Int { types.count }

    init(_ result: OpaquePointer) {
        self.result = result
        types = (0..<max(0, PQnfields(result))).map { PQftype(result, $0) }
        rowCount = Int(PQntuples(result))
    }

    deinit {
        PQclear(result)
    }

    /// How many rows the statement changed.
    var changed: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// Hands over each row until the closure says `false`.
    func each(_ body: (Row) throws -> Bool) throws -> Bool {
        for index in 0..<rowCount {
            row = CInt(index)
            if try !body(Row(cells: self)) { return false }
        }
        return true
    }

    func isNull(_ index: Int) -> Bool {
        PQgetisnull(result, row, CInt(index)) != 0
    }

    func integer(_ index: Int) -> Int64? {
        guard let value = value(index) else { return nil }
        switch (types[index], value.count) {
        case (PostgresType.integer, 8): return Int64(bigEndian: value.loadUnaligned(as: Int64.self))
        case (PostgresType.shortInteger, 4): return Int64(Int32(bigEndian: value.loadUnaligned(as: Int32.self)))
        case (PostgresType.smallInteger, 2): return Int64(Int16(bigEndian: value.loadUnaligned(as: Int16.self)))
        case (PostgresType.numeric, _): return PostgresNumeric(value)?.integer
        default: return nil
        }
    }

    func double(_ index: Int) -> Double? {
        guard let value = value(index) else { return nil }
        switch (types[index], value.count) {
        case (PostgresType.double, 8):
            return Double(bitPattern: UInt64(bigEndian: value.loadUnaligned(as: UInt64.self)))
        case (PostgresType.float, 4):
            return Double(Float(bitPattern: UInt32(bigEndian: value.loadUnaligned(as: UInt32.self))))
        case (PostgresType.numeric, _): return PostgresNumeric(value)?.double
        default: return integer(index).map(Double.init)
        }
    }

    func boolean(_ index: Int) -> Bool? {
        guard let value = value(index), types[index] == PostgresType.boolean else { return nil }
        return value.first.map { $0 != 0 }
    }

    func text(_ index: Int) -> String? {
        guard let value = value(index),
            types[index] == PostgresType.text || PostgresType.likeText.contains(types[index])
        else { return nil }
        return String(decoding: value, as: UTF8.self)
    }

    func bytes(_ index: Int) -> UnsafeRawBufferPointer? {
        guard let value = value(index), types[index] == PostgresType.bytes || types[index] == PostgresType.uuid
        else { return nil }
        return value
    }

    private func value(_ index: Int) -> UnsafeRawBufferPointer? {
        guard !isNull(index) else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, CInt(index)), count: Int(PQgetlength(result, row, CInt(index))))
    }
}

/// `NUMERIC`, which sums and averages of integers are in PostgreSQL: digits of base 10,000
/// (src/backend/utils/adt/numeric.c, numeric_send).
struct PostgresNumeric {
    /// The power of 10,000 of the first digit.
    private let weight: Int
    private let isNegative: Bool
    private let digits: [Int16]

    /// `nil` for what is no number.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 8, bytes.count % 2 == 0 else { return nil }
        let words = (0..<bytes.count / 2).map {
            Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: $0 * 2, as: Int16.self))
        }
        let sign = UInt16(bitPattern: words[2])
        guard Int(words[0]) == words.count - 4, sign == 0 || sign == 0x4000 else { return nil }
        (weight, isNegative, digits) = (Int(words[1]), sign == 0x4000, Array(words.dropFirst(4)))
    }

    /// The number if it is whole and fits.
    var integer: Int64? {
        var value: Int64 = 0
        for (index, digit) in digits.enumerated() where index > weight && digit != 0 { return nil }
        guard weight < 5 else { return nil }
        for index in 0..<max(0, weight + 1) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10_000)
            let digit = Int64(index < digits.count ? digits[index] : 0)
            let (sum, more) = product.addingReportingOverflow(isNegative ? -digit : digit)
            if overflow || more { return nil }
            value = sum
        }
        return value
    }

    var double: Double {
        var value = 0.0
        for digit in digits { value = value * 10_000 + Double(digit) }
        var power = weight - digits.count + 1
        while power > 0 { (value, power) = (value * 10_000, power - 1) }
        var divisor = 1.0
        while power < 0 { (divisor, power) = (divisor * 10_000, power + 1) }
        return (isNegative ? -value : value) / divisor
    }
}
