extension FullTextIndex {
    /// Of the words asked for the commonest are looked for only together with all others: as many as this count singly.
    static let rankedWords = 4

    /// The documents that hold any of the words asked for and that the room's question lets through: those with the rarest
    /// combination of them first, the newest first where that is the same.
    ///
    /// How rare a combination is the newest `limit` documents tell that hold its words and perhaps others: the further back the
    /// oldest of them, the rarer; where there are not so many, the fewer. So more words are never worth less, a rare word is worth
    /// more than a common one, and what the viewer may not see moves nothing. The result is exact, no sample of candidates is
    /// ranked: who holds a combination and is not among its newest `limit` has that many before it.
    ///
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - question: as for `newest`.
    package func ranked<Value>(
        _ limit: Int, holdingAnyOf query: FullTextQuery, in tx: Transaction,
        _ question: (_ hit: SQL) -> SQL, row: (Row) throws -> Value
    ) throws -> [Value] {
        func combination(_ places: Set<Int>) throws -> FullTextCombination<Value> {
            FullTextCombination(
                places: places, hits: try hits(limit, query[places.sorted()], in: tx, question, row), limit: limit)
        }
        let all = try combination(Set(query.words.indices))
        if all.hits.count == limit || query.words.count == 1 { return all.hits.map(\.value) }
        let words = try query.words.indices.map { try combination([$0]) }
        let counted = words.filter { !$0.hits.isEmpty }.sorted { $0.rarity < $1.rarity }.prefix(Self.rankedWords)
        var known = [all] + counted
        for word in counted {
            // What holds nothing holds nothing with one word more.
            for other in known where !other.places.isSuperset(of: word.places) && !other.hits.isEmpty {
                let places = other.places.union(word.places)
                if !known.contains(where: { $0.places == places }) { known.append(try combination(places)) }
            }
        }
        return FullTextCombination.best(limit, of: known)
    }
}

/// Some of the words asked for, and the newest documents that hold them all.
struct FullTextCombination<Value> {
    let places: Set<Int>
    let hits: [FullTextHit<Value>]
    /// Smaller is rarer.
    let rarity: FullTextRarity

    init(places: Set<Int>, hits: [FullTextHit<Value>], limit: Int) {
        (self.places, self.hits) = (places, hits)
        let isWhole = hits.count < limit
        rarity = FullTextRarity(
            isCut: !isWhole, number: isWhole ? Int64(hits.count) : hits.last?.document ?? 0, words: places.count)
    }

    /// Each document by the rarest combination that it holds.
    static func best(_ limit: Int, of combinations: [FullTextCombination]) -> [Value] {
        var best: [Int64: (rarity: FullTextRarity, value: Value)] = [:]
        for combination in combinations {
            for hit in combination.hits {
                if let known = best[hit.document], known.rarity <= combination.rarity { continue }
                best[hit.document] = (combination.rarity, hit.value)
            }
        }
        let order = best.sorted { one, other in
            one.value.rarity == other.value.rarity ? one.key > other.key : one.value.rarity < other.value.rarity
        }
        return order.prefix(limit).map(\.value.value)
    }
}

/// How rare documents are that hold some words.
struct FullTextRarity: Comparable {
    /// Whether there are more than were looked for.
    let isCut: Bool
    /// The oldest document found where `isCut`, else how many there are.
    let number: Int64
    let words: Int

    static func < (one: FullTextRarity, other: FullTextRarity) -> Bool {
        if one.isCut != other.isCut { return !one.isCut }
        if one.number != other.number { return one.number < other.number }
        return one.words > other.words
    }
}
