/// The part of CBOR (RFC 8949) that authenticators write: whole numbers, bytes, text, lists, maps, true, false and null, each
/// in its shortest form. Everything else is refused: tags, floats, indefinite lengths, numbers longer than they need
/// be, the same key twice, more than four levels.
indirect enum CBOR: Sendable, Hashable {
    case unsigned(UInt64)
    /// -1 - n.
    case negative(UInt64)
    case bytes([UInt8])
    case text(String)
    case list([CBOR])
    case map([CBOR: CBOR])
    case bool(Bool)
    case null

    /// What stands under a whole number in a map.
    subscript(key: Int) -> CBOR? {
        guard case .map(let entries) = self else { return nil }
        return entries[key >= 0 ? .unsigned(UInt64(key)) : .negative(UInt64(-1 - key))]
    }

    /// What stands under a text in a map.
    subscript(key: String) -> CBOR? {
        guard case .map(let entries) = self else { return nil }
        return entries[.text(key)]
    }

    var asBytes: [UInt8]? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }

    /// One item and nothing behind it; nil for anything else.
    static func parse(_ bytes: [UInt8]) -> CBOR? {
        var reader = CBORReader(bytes)
        guard let item = reader.item(), reader.isAtEnd else { return nil }
        return item
    }
}

/// Reads items one after another. Nothing in it can trap: every length is compared with what is left before it is used.
struct CBORReader {
    private var rest: ArraySlice<UInt8>
    private static let deepest = 4

    init(_ bytes: some Sequence<UInt8>) {
        rest = Array(bytes)[...]
    }

    var isAtEnd: Bool { rest.isEmpty }
    /// How many bytes are left.
    var left: Int { rest.count }

    /// The next item; nil when there is none or it is not well formed.
    mutating func item() -> CBOR? { item(depth: 0) }

    private mutating func item(depth: Int) -> CBOR? {
        guard depth <= Self.deepest, let initial = rest.popFirst() else { return nil }
        if initial >> 5 == 7 { return simple(initial & 31) }
        guard let argument = argument(initial & 31) else { return nil }
        switch initial >> 5 {
        case 0: return .unsigned(argument)
        case 1: return .negative(argument)
        case 2: return take(argument).map { .bytes($0) }
        case 3: return take(argument).flatMap { String(validating: $0, as: UTF8.self) }.map { .text($0) }
        case 4: return list(argument, depth: depth)
        case 5: return map(argument, depth: depth)
        default: return nil
        }
    }

    private func simple(_ value: UInt8) -> CBOR? {
        switch value {
        case 20: .bool(false)
        case 21: .bool(true)
        case 22: .null
        default: nil
        }
    }

    /// The number in or behind an initial byte, in its shortest form.
    private mutating func argument(_ short: UInt8) -> UInt64? {
        let (length, least): (UInt64, UInt64)
        switch short {
        case 0..<24: return UInt64(short)
        case 24: (length, least) = (1, 24)
        case 25: (length, least) = (2, 1 << 8)
        case 26: (length, least) = (4, 1 << 16)
        case 27: (length, least) = (8, 1 << 32)
        default: return nil
        }
        guard let bytes = take(length) else { return nil }
        let value = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return value >= least ? value : nil
    }

    private mutating func take(_ count: UInt64) -> [UInt8]? {
        guard let count = Int(exactly: count), count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    private mutating func list(_ count: UInt64, depth: Int) -> CBOR? {
        // Each item has a byte at least, so a length that lies is found before room is made for it.
        guard count <= UInt64(rest.count) else { return nil }
        var items: [CBOR] = []
        for _ in 0..<count {
            guard let item = item(depth: depth + 1) else { return nil }
            items.append(item)
        }
        return .list(items)
    }

    private mutating func map(_ count: UInt64, depth: Int) -> CBOR? {
        guard count <= UInt64(rest.count) / 2 else { return nil }
        var entries: [CBOR: CBOR] = [:]
        for _ in 0..<count {
            guard let key = item(depth: depth + 1), let value = item(depth: depth + 1),
                entries.updateValue(value, forKey: key) == nil
            else { return nil }
        }
        return .map(entries)
    }
}
