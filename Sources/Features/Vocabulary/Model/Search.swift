import Markup

/// One run of the search: which phrases hold which of the query's words.
struct Search {
    /// The best phrase of an entry.
    struct Answer {
        var rank: Rank
        var phrase: Int
    }

    private let index: SearchIndex
    private let query: SearchQuery
    private let language: Language
    private let wanted: [Range<Int>]
    /// For each phrase a bit for each of the query's words that is in it, and what that cost.
    private var found: [UInt8]
    private var cost: [UInt8]
    /// Phrases with a bit.
    private var touched: [Int32] = []
    /// The best answer of each entry, by its number.
    private(set) var best: [Int: Answer] = [:]

    init(_ index: SearchIndex, _ query: SearchQuery, language: Language, kinds: Set<ConceptKind>) {
        self.index = index
        self.query = query
        self.language = language
        wanted = index.kinds.filter { kinds.contains($0.kind) }.map(\.range)
        found = Array(repeating: 0, count: index.phrases.count)
        cost = found
    }

    /// Whether there is no reason to look for misspellings: something fits whole, or much fits somehow.
    var isSatisfied: Bool {
        best.count > 2 || best.contains { $0.value.rank.quality <= .joined }
    }

    /// Finds phrases with all words as spelt, the last perhaps only begun.
    mutating func findSpelt() {
        for (bit, word) in query.words.enumerated() {
            markSpelt(word, bit: bit)
        }
        rankWhole(misspelt: false)
        rankSpread()
        for phrase in index.compact[query.compact] ?? [] {
            answer(Int(phrase), .joined, cost: 0, extraWords: 0)
        }
    }

    /// Adds phrases that hold all words when slips are forgiven.
    mutating func findMisspelt() {
        for (bit, word) in query.words.enumerated() {
            markNear(word, bit: bit, limit: SearchQuery.forgiven(word))
        }
        rankWhole(misspelt: true)
    }

    /// Finds phrases with most of the letters asked for, slips forgiven more freely.
    mutating func findPartial() {
        for (bit, word) in query.words.enumerated() {
            markSpelt(word, bit: bit)
            markNear(word, bit: bit, limit: SearchQuery.forgiven(word) + (word.count < 6 ? 0 : 1))
        }
        let most = touched.map { letters(in: found[Int($0)]) }.max() ?? 0
        for number in touched where letters(in: found[Int(number)]) == most {
            let extra = index.phrases[Int(number)].words.count - found[Int(number)].nonzeroBitCount
            answer(Int(number), .partial, cost: Int(cost[Int(number)]), extraWords: max(0, extra))
        }
    }

    /// How many letters the words of these bits have together: long words tell more than short ones.
    private func letters(in bits: UInt8) -> Int {
        query.words.enumerated().reduce(0) { sum, word in
            bits & (1 << UInt8(clamping: word.offset)) == 0 ? sum : sum + word.element.count
        }
    }

    // MARK: Words

    private mutating func markSpelt(_ word: [UInt8], bit: Int) {
        if let number = index.words.number(of: word) { mark(number, bit: bit, cost: 0) }
        for form in Folding.singulars(of: word) {
            if let number = index.words.number(of: form) { mark(number, bit: bit, cost: 1) }
        }
        if bit == query.words.count - 1 {
            for number in index.words.numbers(beginningWith: word) { mark(number, bit: bit, cost: 1) }
        }
    }

    private mutating func markNear(_ word: [UInt8], bit: Int, limit: Int) {
        let near = index.words.near(word, limit: limit)
        for (number, edits) in near where edits == 1 { mark(number, bit: bit, cost: 2) }
        if bit == query.words.count - 1, word.count >= 5, limit > 0 {
            for (number, _) in index.words.near(word, limit: 1, isPrefix: true) { mark(number, bit: bit, cost: 3) }
        }
        for (number, edits) in near where edits > 1 { mark(number, bit: bit, cost: UInt8(clamping: 2 * edits)) }
    }

    /// Notes in every phrase with this word that the query's word is there. The cheapest must come first.
    private mutating func mark(_ word: Int, bit: Int, cost price: UInt8) {
        let flag: UInt8 = 1 << UInt8(clamping: bit)
        for place in Int(index.postingStarts[word])..<Int(index.postingStarts[word + 1]) {
            let phrase = Int(index.postings[place])
            guard found[phrase] & flag == 0 else { continue }
            if found[phrase] == 0 { touched.append(Int32(clamping: phrase)) }
            found[phrase] |= flag
            cost[phrase] = UInt8(clamping: Int(cost[phrase]) + Int(price))
        }
    }

    // MARK: Phrases

    private var allBits: UInt8 { UInt8(clamping: (1 << query.words.count) - 1) }

    private mutating func rankWhole(misspelt: Bool) {
        for number in touched where found[Int(number)] == allBits {
            let phrase = index.phrases[Int(number)]
            let extra = max(0, phrase.words.count - query.words.count)
            if misspelt {
                answer(Int(number), .misspelt, cost: Int(cost[Int(number)]) + (extra > 0 ? 1 : 0), extraWords: extra)
            } else {
                let (quality, price) = fit(of: phrase, cost: Int(cost[Int(number)]))
                answer(Int(number), quality, cost: price, extraWords: extra)
            }
        }
    }

    /// How a phrase that has all the words agrees with the query.
    private func fit(of phrase: SearchIndex.Phrase, cost: Int) -> (Match.Quality, cost: Int) {
        if phrase.key == query.key { return (.exact, 0) }
        guard phrase.words.count >= query.words.count else { return (.words, cost) }
        var isWhole = phrase.words.count == query.words.count
        for (at, word) in query.words.enumerated() {
            let other = index.words[Int(phrase.words[at])]
            if other.elementsEqual(word) { continue }
            guard at == query.words.count - 1, other.starts(with: word) else { return (.words, cost) }
            isWhole = false
        }
        return isWhole ? (.exact, 1) : (.beginning, 0)
    }

    /// Entries whose names and synonyms hold all the words only together: "cymbalta duloxetine".
    private mutating func rankSpread() {
        guard query.words.count > 1 else { return }
        var together: [Int32: UInt8] = [:]
        for number in touched { together[index.phrases[Int(number)].concept, default: 0] |= found[Int(number)] }
        for number in touched {
            let phrase = index.phrases[Int(number)]
            guard together[phrase.concept] == allBits, found[Int(number)] != allBits else { continue }
            let missing = query.words.count - found[Int(number)].nonzeroBitCount
            answer(Int(number), .spread, cost: Int(cost[Int(number)]) + missing, extraWords: 0)
        }
    }

    private mutating func answer(_ number: Int, _ quality: Match.Quality, cost: Int, extraWords: Int) {
        let phrase = index.phrases[number]
        let concept = Int(phrase.concept)
        guard wanted.contains(where: { $0.contains(concept) }) else { return }
        let rank = Rank(
            quality: quality, cost: cost, isForeign: phrase.language.map { $0 == language ? 0 : 1 } ?? 0,
            source: phrase.source, extraWords: extraWords, narrowness: -Int(index.breadth[concept]))
        if let known = best[concept], known.rank <= rank { return }
        best[concept] = Answer(rank: rank, phrase: number)
    }
}
