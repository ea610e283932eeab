import Storage

/// Bytes of an act, written one after the other; numbers with the most significant byte first.
struct DarkBytes {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ byte: UInt8) { bytes.append(byte) }
    mutating func add(_ flag: Bool) { bytes.append(flag ? 1 : 0) }
    mutating func add(_ number: Int64) { withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) } }
    mutating func add(_ number: Int?) { add(Int64(number ?? .min)) }
    mutating func add(_ at: Instant) { add(at.milliseconds) }
    mutating func add(_ mark: DarkMark) { bytes += mark.bytes }

    mutating func add<Subject>(_ id: ID<Subject>) {
        add(Int64(bitPattern: id.high))
        add(Int64(bitPattern: id.low))
    }

    /// Its length in two bytes, and itself in UTF-8. What is longer than two bytes can say is longer than a cell, too.
    mutating func add(_ text: String) {
        let utf8 = Array(text.utf8)
        withUnsafeBytes(of: UInt16(clamping: utf8.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes += utf8
    }

    mutating func add(_ text: String?) {
        add(text != nil)
        if let text { add(text) }
    }
}

/// Reads what `DarkBytes` wrote. Whatever the bytes are, it throws where they are no such thing, and never reads past them.
struct DarkReader {
    struct Malformed: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    private mutating func take(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw Malformed() }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func byte() throws(Malformed) -> UInt8 { try take(1).first ?? 0 }

    mutating func flag() throws(Malformed) -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        default: throw Malformed()
        }
    }

    mutating func long() throws(Malformed) -> Int64 {
        Int64(bitPattern: try take(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
    }

    mutating func number() throws(Malformed) -> Int? {
        let number = try long()
        return number == Int64.min ? nil : Int(number)
    }

    mutating func wanted() throws(Malformed) -> Int {
        guard let number = try number() else { throw Malformed() }
        return number
    }

    mutating func instant() throws(Malformed) -> Instant { Instant(milliseconds: try long()) }

    mutating func id<Subject>() throws(Malformed) -> ID<Subject> {
        let high = UInt64(bitPattern: try long())
        return ID(high: high, low: UInt64(bitPattern: try long()))
    }

    mutating func mark() throws(Malformed) -> DarkMark {
        guard let mark = DarkMark(Array(try take(DarkMark.size))) else { throw Malformed() }
        return mark
    }

    mutating func text() throws(Malformed) -> String {
        let length = try take(2).reduce(0) { $0 << 8 | Int($1) }
        guard let text = String(validating: try take(length), as: UTF8.self) else { throw Malformed() }
        return text
    }

    mutating func textIfAny() throws(Malformed) -> String? { try flag() ? try text() : nil }

    /// Nothing but zeros is left.
    var isAtEnd: Bool { rest.allSatisfy { $0 == 0 } }
}
