extension Town {
    /// The ranking by its rule, slowly: each post by exactly what it holds of the words; of what more hold the newest, the
    /// rarer the further back the oldest of the newest `limit` is, or the fewer there are (FullTextRanking.swift).
    func ranked(_ words: [Int], _ limit: Int) -> [Int64] {
        var best: [Int64: [Int64]] = [:]
        for held in 1..<(1 << words.count) {
            let some = words.indices.filter { held & (1 << $0) != 0 }.map { words[$0] }
            let posts = holding(some, seen: true)
            let newest = posts.prefix(limit)
            let rarity =
                newest.count == limit
                ? [1, newest.last ?? 0, Int64(-some.count)] : [0, Int64(newest.count), Int64(-some.count)]
            for post in posts {
                if let known = best[post], known.lexicographicallyPrecedes(rarity) { continue }
                best[post] = rarity
            }
        }
        let order = best.sorted { one, other in
            one.value == other.value ? one.key > other.key : one.value.lexicographicallyPrecedes(other.value)
        }
        return order.prefix(limit).map(\.key)
    }
}
