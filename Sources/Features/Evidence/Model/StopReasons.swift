import Journal

/// The journal's reasons for stopping, in its order, which is the order of the tally's columns.
enum StopReasons {
    static let words = StopReason.allCases.map(\.rawValue)

    private static let places = Dictionary(words.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }

    static func place(of word: String) -> Int? { places[word] }
}
