import CLibpq

/// Types of the system catalogue that the two engines share (src/include/catalog/pg_type.dat).
enum PostgresType {
    static let boolean: Oid = 16
    static let bytes: Oid = 17
    static let integer: Oid = 20
    static let smallInteger: Oid = 21
    static let shortInteger: Oid = 23
    static let text: Oid = 25
    static let float: Oid = 700
    static let double: Oid = 701
    static let numeric: Oid = 1700
    static let uuid: Oid = 2950
    /// char, name, unknown, bpchar, varchar: bytes of text like `text`.
    static let likeText: Set<Oid> = [18, 19, 705, 1042, 1043]

    static func of(_ kind: SQLValue.Kind) -> Oid {
        switch kind {
        case .integer: integer
        case .double: double
        case .boolean: boolean
        case .text: text
        case .bytes: bytes
        case .uuid: uuid
        case .unknown: 0
        }
    }
}

/// Values in PostgreSQL's binary format, one after another in one buffer that is used again.
struct PostgresParameters {
    private var buffer: [UInt8] = []
    private var offsets: [Int] = []
    private var lengths: [CInt] = []
    private var formats: [CInt] = []

    mutating func set(_ values: [SQLValue]) {
        buffer.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        for value in values {
            let start = buffer.count
            if buffer.append(binary: value) {
                offsets.append(start)
            } else {
                offsets.append(-1)
            }
            lengths.append(CInt(clamping: buffer.count - start))
        }
        // A byte even after nothing: to libpq no pointer is NULL, and an empty text is none.
        buffer.append(0)
        while formats.count < values.count { formats.append(1) }
    }

    /// Hands out what libpq's calls want: count, pointers (`nil` for `NULL`), lengths, formats.
    func withPointers<Answer>(
        _ body: (
            CInt, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<CInt>?, UnsafePointer<CInt>?
        ) -> Answer
    ) -> Answer {
        buffer.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = offsets.map { offset in offset < 0 ? nil : start.map { $0 + offset } }
            return pointers.withUnsafeBufferPointer { pointers in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(CInt(offsets.count), pointers.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}

extension [UInt8] {
    /// Appends a value as PostgreSQL sends and takes it; `false`, and nothing, for `NULL`.
    mutating func append(binary value: SQLValue) -> Bool {
        switch value {
        case .integer(let number): append(bigEndian: number)
        case .double(let number): append(bigEndian: number.bitPattern)
        case .boolean(let truth): append(truth ? 1 : 0)
        case .text(let text): append(contentsOf: text.utf8)
        case .bytes(let bytes): append(contentsOf: bytes)
        case .uuid(let high, let low):
            append(bigEndian: high)
            append(bigEndian: low)
        case .null: return false
        }
        return true
    }

    mutating func append(bigEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }
}

/// Writes `$1`, `$2` … for the marks `?`, which count only outside quotes.
func numbered(_ text: String) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 16)
    var quote: UInt8?
    var count = 0
    for byte in text.utf8 {
        if let open = quote {
            if byte == open { quote = nil }
        } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
            quote = byte
        } else if byte == UInt8(ascii: "?") {
            count += 1
            result.append(contentsOf: "$\(count)".utf8)
            continue
        }
        result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
}
