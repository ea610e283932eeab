import Storage

/// Identifiers in the order in which a table was read, to be found again from a table that was mostly written in the same
/// order: the next one asked for is nearly always a few places on, in memory that is at hand. Where it is not, a table of
/// all of them is made, once.
struct IDSequence: Sendable {
    private var keys: [UInt64] = []
    private var next = 0
    private var table: IDTable?

    /// How far ahead is looked before the table is asked.
    private static let reach = 12

    /// - Parameter capacity: how many to expect.
    init(capacity: Int) {
        keys.reserveCapacity(capacity)
    }

    var count: Int { keys.count }

    mutating func append<Subject>(_ id: ID<Subject>) {
        keys.append(IDTable.key(id))
        table = nil
    }

    /// The place of an identifier, counted from 0; nil for one that is not there.
    mutating func place<Subject>(of id: ID<Subject>) -> Int? {
        let key = IDTable.key(id)
        for place in max(next - 1, 0)..<min(next + Self.reach, keys.count) where keys[place] == key {
            next = place + 1
            return place
        }
        guard let found = tableOfAll()[key: key] else { return nil }
        next = Int(found) + 1
        return Int(found)
    }

    private mutating func tableOfAll() -> IDTable {
        if let table { return table }
        var all = IDTable(capacity: keys.count)
        for (place, key) in keys.enumerated() { all.set(key: key, UInt32(truncatingIfNeeded: place)) }
        table = all
        return all
    }
}
