import Storage

/// Small numbers by identifier, for joining millions of rows in memory: open addressing over flat arrays, twelve bytes a
/// slot, where a dictionary would take sixty.
///
/// Identifiers are told apart by 64 mixed bits of their 128: with three million of them, two that are taken for one turn
/// up once in two million releases.
struct IDTable: Sendable {
    private var keys: [UInt64]
    private var values: [UInt32]
    private var mask: Int
    private(set) var count = 0

    /// - Parameter capacity: how many to expect; more fit, at the price of a copy.
    init(capacity: Int) {
        var slots = 1024
        while slots < capacity + capacity / 2 { slots *= 2 }
        keys = [UInt64](repeating: 0, count: slots)
        values = [UInt32](repeating: 0, count: slots)
        mask = slots - 1
    }

    /// Sets the number of an identifier.
    mutating func set<Subject>(_ id: ID<Subject>, _ value: UInt32) { set(key: Self.key(id), value) }

    /// The number of an identifier.
    subscript<Subject>(_ id: ID<Subject>) -> UInt32? { self[key: Self.key(id)] }

    /// Sets the number of a key that `key(_:)` made.
    mutating func set(key: UInt64, _ value: UInt32) {
        if count > keys.count / 4 * 3 { grow() }
        place(key, value)
    }

    /// The number of a key that `key(_:)` made.
    subscript(key key: UInt64) -> UInt32? {
        var slot = Self.slot(key, mask)
        while keys[slot] != 0 {
            if keys[slot] == key { return values[slot] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// 64 bits of an identifier, never 0 (murmur3's finaliser over both halves).
    static func key<Subject>(_ id: ID<Subject>) -> UInt64 {
        var x = id.high &* 0x9E37_79B9_7F4A_7C15 ^ id.low
        x = (x ^ (x >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        x = (x ^ (x >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        x ^= x >> 33
        return x == 0 ? 1 : x
    }

    private static func slot(_ key: UInt64, _ mask: Int) -> Int { Int(truncatingIfNeeded: key >> 1) & mask }

    private mutating func place(_ key: UInt64, _ value: UInt32) {
        var slot = Self.slot(key, mask)
        while keys[slot] != 0 && keys[slot] != key { slot = (slot + 1) & mask }
        if keys[slot] == 0 { count += 1 }
        keys[slot] = key
        values[slot] = value
    }

    private mutating func grow() {
        let old = zip(keys, values).filter { $0.0 != 0 }
        keys = [UInt64](repeating: 0, count: keys.count * 2)
        values = [UInt32](repeating: 0, count: values.count * 2)
        mask = keys.count - 1
        count = 0
        for (key, value) in old { place(key, value) }
    }
}
