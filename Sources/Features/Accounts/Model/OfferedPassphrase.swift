/// Five words drawn by the system's random generator from a list of at least 2,048: at least 55 bits, easy to write
/// down and to say.
struct OfferedPassphrase: Sendable {
    private let words: [String]

    static let fewestWords = 2_048

    init(_ words: [String]) {
        self.words = words
    }

    /// How many different words there are to draw from.
    var count: Int { Set(words).count }

    /// Five different words with single spaces between.
    func draw(using random: inout some RandomNumberGenerator) -> String {
        var drawn: [String] = []
        // The bound keeps a broken, short list from turning this into an endless loop.
        for _ in 0..<1_000 where drawn.count < 5 {
            guard let word = words.randomElement(using: &random) else { break }
            if !drawn.contains(word) { drawn.append(word) }
        }
        return drawn.joined(separator: " ")
    }
}
