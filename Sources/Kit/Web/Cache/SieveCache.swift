/// A cache bounded by the bytes it holds, evicting by SIEVE (Zhang et al., "SIEVE is Simpler than LRU", NSDI 2024): a
/// hit only sets a mark, so reading is cheap, and a flood of pages asked for once cannot push out what is read often.
struct SieveCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        let key: Key
        let value: Value
        let cost: Int
        var isVisited = false
        var newer: Int?
        var older: Int?
    }

    /// Bytes that the values may add up to.
    let capacity: Int
    private(set) var cost = 0
    private var slots: [Entry?] = []
    private var free: [Int] = []
    private var index: [Key: Int] = [:]
    private var newest: Int?
    private var oldest: Int?
    private var hand: Int?

    init(capacity: Int) {
        self.capacity = max(capacity, 0)
    }

    var count: Int { index.count }

    /// The value, marked as wanted.
    mutating func value(for key: Key) -> Value? {
        guard let slot = index[key], let entry = slots[slot] else { return nil }
        if !entry.isVisited { slots[slot]?.isVisited = true }
        return entry.value
    }

    /// Keeps a value, evicting others until there is room. A value larger than a quarter of the whole is not kept.
    mutating func insert(_ value: Value, for key: Key, cost entryCost: Int) {
        remove(key)
        guard entryCost >= 0, entryCost <= capacity / 4 else { return }
        while cost + entryCost > capacity, evictOne() {}
        let slot = free.popLast() ?? slots.count
        let entry = Entry(key: key, value: value, cost: entryCost, newer: nil, older: newest)
        if slot == slots.count { slots.append(entry) } else { slots[slot] = entry }
        if let newest { slots[newest]?.newer = slot }
        newest = slot
        if oldest == nil { oldest = slot }
        index[key] = slot
        cost += entryCost
    }

    mutating func remove(_ key: Key) {
        if let slot = index[key] { remove(at: slot) }
    }

    /// The hand walks from old to new, clearing marks, and takes the first entry that has none.
    private mutating func evictOne() -> Bool {
        guard var slot = hand ?? oldest else { return false }
        while let entry = slots[slot], entry.isVisited {
            slots[slot]?.isVisited = false
            guard let next = entry.newer ?? oldest else { return false }
            slot = next
        }
        hand = slots[slot]?.newer
        remove(at: slot)
        return true
    }

    private mutating func remove(at slot: Int) {
        guard let entry = slots[slot] else { return }
        if let newer = entry.newer { slots[newer]?.older = entry.older } else { newest = entry.older }
        if let older = entry.older { slots[older]?.newer = entry.newer } else { oldest = entry.newer }
        if hand == slot { hand = entry.newer }
        index[entry.key] = nil
        slots[slot] = nil
        free.append(slot)
        cost -= entry.cost
    }
}
