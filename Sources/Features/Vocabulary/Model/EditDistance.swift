/// How many slips of the finger lie between two words: a letter too many, too few, wrong, or two neighbours swapped
/// (optimal string alignment distance: Damerau 1964, Levenshtein 1966).
///
/// Bounded search instead of the usual table: after the common start, at most four continuations are tried for each
/// allowed edit, so with two edits at most 21 short scans, without memory. Works on the bytes of folded words.
enum EditDistance {
    /// The number of edits from `a` to `b`, or nil when more than `limit` are needed.
    /// - Parameters:
    ///   - limit: 0 to 3; the work grows fourfold with each.
    ///   - isPrefix: `b` may go on after `a` ends: the distance from `a` to the nearest beginning of `b`.
    static func between(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>, limit: Int, isPrefix: Bool = false) -> Int? {
        if a.count > b.count + limit || (!isPrefix && b.count > a.count + limit) { return nil }
        return search(a, a.startIndex, b, b.startIndex, limit, isPrefix)
    }

    private static func search(
        _ a: ArraySlice<UInt8>, _ i: Int, _ b: ArraySlice<UInt8>, _ j: Int, _ limit: Int, _ isPrefix: Bool
    ) -> Int? {
        var i = i
        var j = j
        while i < a.endIndex, j < b.endIndex, a[i] == b[j] {
            i += 1
            j += 1
        }
        if i == a.endIndex, isPrefix || j == b.endIndex { return 0 }
        guard limit > 0 else { return nil }
        var best: Int?
        func tryFrom(_ i: Int, _ j: Int) {
            // Only a shorter way than the best so far is of interest.
            let budget = (best ?? limit + 1) - 2
            guard budget >= 0, let rest = search(a, i, b, j, budget, isPrefix) else { return }
            best = rest + 1
        }
        if i < a.endIndex, j < b.endIndex {
            if i + 1 < a.endIndex, j + 1 < b.endIndex, a[i] == b[j + 1], a[i + 1] == b[j] { tryFrom(i + 2, j + 2) }
            tryFrom(i + 1, j + 1)
        }
        if i < a.endIndex { tryFrom(i + 1, j) }
        if j < b.endIndex { tryFrom(i, j + 1) }
        return best
    }
}
