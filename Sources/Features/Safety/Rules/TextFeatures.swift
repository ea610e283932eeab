/// What a text is made of for `TextModel`: its words, alone, in twos and threes and in pairs near each other, and the
/// pieces of its words. Each is a number of 32 bits; who wrote the weights met the same numbers, for they come from here.
package struct TextFeatures {
    /// Where a search ends and a text begins is part of what is read: few words stand for many in a search.
    let isSearch: Bool

    package init(isSearch: Bool) { self.isSearch = isSearch }

    /// All of them, as often as they stand there: for whoever learns weights.
    package func numbers(of text: String) -> (words: [UInt32], pieces: [UInt32]) {
        let folded = FoldedText(text)
        var (words, pieces): ([UInt32], [UInt32]) = ([], [])
        visitWords(of: folded) { words.append($0) }
        visitPieces(of: folded) { pieces.append($0) }
        return (words, pieces)
    }

    /// Words and neighbours. Calls `visit` once for each place where one stands.
    @inline(__always)
    func visitWords(of text: FoldedText, _ visit: (UInt32) -> Void) {
        visit(Self.number(isSearch ? 1 : 2))
        var (last, secondLast, thirdLast) = (Self.edge, Self.edge, Self.edge)
        for index in 0...text.words.count {
            let isEnd = index == text.words.count
            let word = isEnd ? Self.edge : Self.hash(text.letters, text.words[index].letters)
            if !isEnd { visit(Self.number(word)) }
            let two = Self.join(last, word)
            visit(Self.number(two))
            if index > 0 {
                visit(Self.number(Self.join(Self.join(secondLast, last), word) &+ 1))
                visit(Self.number(Self.join(secondLast, word) &+ 2))
                visit(Self.number(Self.join(thirdLast, word) &+ 2))
            }
            (thirdLast, secondLast, last) = (secondLast, last, word)
        }
    }

    /// Pieces of two to five letters, within words and over their edges.
    @inline(__always)
    func visitPieces(of text: FoldedText, _ visit: (UInt32) -> Void) {
        for word in text.words {
            let (first, end) = (word.letters.lowerBound - 1, word.letters.upperBound + 1)
            for start in first..<end - 1 {
                var hash = Self.start &+ 7
                var length = 0
                var index = start
                while index < end, length < 5 {
                    let isEdge = index == first || index == end - 1
                    hash = (hash ^ UInt64(isEdge ? 32 : text.letters[index])) &* Self.prime
                    length += 1
                    index += 1
                    if length >= 2 { visit(Self.number(hash)) }
                }
            }
        }
    }

    private static let edge: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let prime: UInt64 = 0x100_0000_01B3

    /// FNV-1a, 64 bits.
    @inline(__always)
    private static func hash(_ letters: [UInt8], _ range: Range<Int>) -> UInt64 {
        var hash = start
        for index in range { hash = (hash ^ UInt64(letters[index])) &* prime }
        return hash
    }

    @inline(__always)
    private static func join(_ one: UInt64, _ other: UInt64) -> UInt64 {
        (one &* 0xD6E8_FEB8_6659_FD93) ^ (other &* 0xA5A5_A5A5_A5A5_A5A7) ^ (one >> 29)
    }

    /// The bits that a table is indexed by must depend on all of them.
    @inline(__always)
    private static func number(_ hash: UInt64) -> UInt32 {
        var bits = hash
        bits = (bits ^ (bits >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        bits ^= bits >> 33
        return UInt32(truncatingIfNeeded: bits)
    }
}
