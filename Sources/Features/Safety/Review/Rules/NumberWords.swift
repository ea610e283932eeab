/// Words that stand for digits: the sets `d0` … `d90` and `d100` of the files of words, and `x2`, `x3` for "double" and "triple".
struct NumberWords: Sendable {
    enum Number: Sendable, Equatable {
        case digits([UInt8])
        case times(Int)

        var kind: ContactTokens.Kind {
            switch self {
            case .digits(let digits): .digits(digits)
            case .times(let count): .times(count)
            }
        }
    }

    private var bySet: [WordTable.SetNumber: Number] = [:]

    init(_ book: PatternBook) {
        for value in 0...90 {
            for set in book.sets(named: "d\(value)") { bySet[set] = .digits(Array(String(value).utf8)) }
        }
        for set in book.sets(named: "d100") { bySet[set] = .digits([48, 48]) }
        for count in 2...3 { for set in book.sets(named: "x\(count)") { bySet[set] = .times(count) } }
    }

    /// What a word stands for; nil for other words.
    func number(_ word: some Collection<UInt8>, _ table: WordTable) -> Number? {
        table.sets(of: Array(word)[...]).lazy.compactMap { bySet[$0] }.first
    }

    /// A word as one number, or as two and more without a space between; nil where letters are left over.
    func parts(of word: [UInt8], _ table: WordTable) -> [(number: Number, length: Int)]? {
        if let number = number(word, table) { return [(number, word.count)] }
        guard word.count >= 6, word.count <= 60 else { return nil }
        // The longest number first: "sixteen" is not "six" and something.
        var parts: [(number: Number, length: Int)] = []
        var start = 0
        while start < word.count {
            let lengths = (3...10).reversed().filter { start + $0 <= word.count }
            let next = lengths.lazy.compactMap { length in
                number(word[start..<start + length], table).map { (number: $0, length: length) }
            }.first
            guard let next else { return nil }
            parts.append(next)
            start += next.length
        }
        return parts
    }
}

/// Sets of words that tell numbers of telephones from readings, dates and codes.
struct ContactSets: Sendable {
    typealias Sets = Set<WordTable.SetNumber>
    let (filler, cue, network, reading, code): (Sets, Sets, Sets, Sets, Sets)
    let (unit, month, since): (Sets, Sets, Sets)
    let (at, dot, slash, under, end, provider, invite, oh): (Sets, Sets, Sets, Sets, Sets, Sets, Sets, Sets)
    let site: Sets

    init(_ book: PatternBook) {
        func sets(_ name: String) -> Sets { Set(book.sets(named: name)) }
        (filler, cue, network, reading, code) = (
            sets("filler"), sets("cue"), sets("network"), sets("reading"), sets("codes")
        )
        (unit, month, since) = (sets("unit"), sets("month"), sets("since"))
        site = sets("site")
        (at, dot, slash, under) = (sets("at"), sets("dot"), sets("slash"), sets("under"))
        (end, provider, invite, oh) = (sets("tld"), sets("provider"), sets("invite"), sets("d00"))
    }
}
