/// Which sets a word is in: by itself, by its beginning, or as a slip of one letter.
///
/// Words are known by FNV-1a, 64 bits, of their letters: a stranger that shares one would be taken for the word, which can
/// do no more than show a card to who wrote it.
struct WordTable: Sendable {
    typealias SetNumber = UInt16

    private var exact: [UInt64: [SetNumber]] = [:]
    private var beginnings: [UInt64: [SetNumber]] = [:]
    /// Words with one letter left out, of those in which slips are forgiven.
    private var slips: [UInt64: [SetNumber]] = [:]

    static let shortestBeginning = 3
    /// A shorter word with a slip is too often another.
    static let shortestSlip = 6

    /// `suicid*`: whatever begins so. `~overdose`: also with a letter too many, too few, wrong, or two in the wrong order.
    mutating func add(_ word: String, to set: SetNumber) {
        var letters = Array(word.utf8)
        let forgives = letters.first == UInt8(ascii: "~")
        if forgives { letters.removeFirst() }
        if letters.last == UInt8(ascii: "*") {
            letters.removeLast()
            beginnings[Self.hash(letters), default: []].append(set)
            return
        }
        exact[Self.hash(letters), default: []].append(set)
        guard forgives, letters.count >= Self.shortestSlip else { return }
        slips[Self.hash(letters), default: []].append(set)
        for index in letters.indices.dropFirst() { slips[Self.hash(letters, without: index), default: []].append(set) }
    }

    /// The sets of a word; none for nearly all.
    func sets(of letters: ArraySlice<UInt8>) -> [SetNumber] {
        var hash = Self.start
        var found: [SetNumber] = []
        for (index, letter) in letters.enumerated() {
            hash = (hash ^ UInt64(letter)) &* Self.prime
            if index + 1 >= Self.shortestBeginning, let sets = beginnings[hash] { found += sets }
        }
        if let sets = exact[hash] { return found + sets }
        guard found.isEmpty, letters.count >= Self.shortestSlip - 1, letters.count <= 20 else { return found }
        if let sets = slips[hash] { return sets }
        // The first letter is seldom wrong, so it stays.
        for index in letters.indices.dropFirst() {
            if let sets = slips[Self.hash(letters, without: index)] { return sets }
        }
        return []
    }

    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let prime: UInt64 = 0x100_0000_01B3

    private static func hash(_ letters: some Collection<UInt8>) -> UInt64 {
        letters.reduce(start) { ($0 ^ UInt64($1)) &* prime }
    }

    private static func hash<Letters: Collection<UInt8>>(_ letters: Letters, without left: Letters.Index) -> UInt64 {
        letters.indices.reduce(start) { $1 == left ? $0 : ($0 ^ UInt64(letters[$1])) &* prime }
    }
}
