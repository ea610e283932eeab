/// Words as both engines index them. Neither splits or folds anything itself: they get words of small ASCII letters, digits
/// and bytes from 0x80 on with single blanks between them, of which FTS5's `ascii` and a `tsvector` make the same tokens.
///
/// Rooms hand over what `Folding.words` answers, which is of that kind already. Whatever else comes is brought to it, so
/// that no mark that an engine reads as its own reaches it.
enum FullTextWords {
    /// Bytes of a word; of a longer one these are indexed and asked for. PostgreSQL takes 2,046.
    static let wordLimit = 64
    /// Different words of a document; later ones are not found. A `tsvector` holds a megabyte.
    static let documentLimit = 10_000

    /// The words without repetition, in the order in which they come first.
    static func distinct(_ words: some Sequence<[UInt8]>, limit: Int = documentLimit) -> [[UInt8]] {
        var seen: Set<[UInt8]> = []
        var distinct: [[UInt8]] = []
        for word in words.lazy.flatMap(plain) where seen.insert(word).inserted {
            distinct.append(word)
            if distinct.count == limit { break }
        }
        return distinct
    }

    /// What a word becomes: itself, in nearly every case; several where it holds marks; none where it holds nothing else.
    private static func plain(_ word: [UInt8]) -> [[UInt8]] {
        word.split { !isLetter($0) }.map { part in
            // Bytes that are no text would be stored as U+FFFD; so they are that here already, and compare like it.
            Array(String(decoding: shortened(part).map(lowered), as: UTF8.self).utf8)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
        default: false
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// Its first bytes, cut between two scalars.
    private static func shortened(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard word.count > wordLimit else { return word }
        let whole = word.prefix(wordLimit + 1).lastIndex { $0 & 0xC0 != 0x80 } ?? word.startIndex
        return whole > word.startIndex ? word[..<whole] : word.prefix(wordLimit)
    }
}
