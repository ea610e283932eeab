/// Random numbers that are the same on every run (SplitMix64: Steele, Lea, Flood 2014).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Posts of about forty words from 30,000, the second half as common as the first, the third a third as common, and so on
/// (Zipf's law), with what a question has to answer found by looking at the posts themselves.
struct Town: Sendable {
    static let vocabulary = 30_000
    /// One post in so many is seen by nobody.
    static let hidden = 17

    /// By rank: the commonest first.
    let words: [String]
    /// For each post, in order of time, its words.
    let posts: [[Int32]]
    /// For each word the posts that hold it, in order of time.
    private let holders: [[Int32]]

    init(posts count: Int, _ random: inout Seeded) {
        words = Self.words(&random)
        var sums: [Double] = []
        for rank in 1...Self.vocabulary { sums.append((sums.last ?? 0) + 1 / Double(rank)) }
        var posts: [[Int32]] = []
        var holders: [[Int32]] = Array(repeating: [], count: Self.vocabulary)
        for number in 0..<count {
            // Few are long: between 4 words and 260, 39 in the middle of all words.
            let length = 4 + Int(8 / (0.03 + Double.random(in: 0..<1, using: &random)))
            let post = (0..<length).map { _ in
                Self.place(of: .random(in: 0..<(sums.last ?? 1), using: &random), in: sums)
            }
            for word in Set(post) { holders[Int(word)].append(Int32(number)) }
            posts.append(post)
        }
        (self.posts, self.holders) = (posts, holders)
    }

    /// A post's words, for an index or as the text that it would be.
    func text(_ post: Int) -> [[UInt8]] { posts[post].map { Array(words[Int($0)].utf8) } }
    func plain(_ post: Int) -> String { posts[post].map { words[Int($0)] }.joined(separator: " ") }

    var bytes: Int { posts.reduce(0) { $0 + $1.reduce(0) { $0 + words[Int($1)].utf8.count + 1 } } }

    /// Questions of two words whose ranks lie between these, on a scale where each tenfold has the same share.
    func questions(_ count: Int, ranks: ClosedRange<Double>, _ random: inout Seeded) -> [[Int]] {
        (0..<count).map { _ in
            var two: Set<Int> = []
            while two.count < 2 {
                let share = Double.random(in: 0..<1, using: &random)
                two.insert(Int(ranks.lowerBound * power(ranks.upperBound / ranks.lowerBound, share)))
            }
            return two.sorted()
        }
    }

    /// Posts that hold all of these words, newest first, from 1.
    func holding(_ words: [Int], seen: Bool) -> [Int64] {
        var left = Set(holders[words[0]])
        for word in words.dropFirst() { left.formIntersection(holders[word]) }
        return left.map { Int64($0) + 1 }.filter { !seen || $0 % Int64(Self.hidden) != 0 }.sorted(by: >)
    }

    private static func words(_ random: inout Seeded) -> [String] {
        let letters = Array("etaoinshrdlcumwfgypbvk")
        var seen: Set<String> = []
        var words: [String] = []
        while words.count < vocabulary {
            let length = 2 + Int(power(Double(words.count + 1), 0.17)) + Int.random(in: 0...3, using: &random)
            let word = String(
                (0..<length).map { _ in
                    let share = Double.random(in: 0..<1, using: &random)
                    return letters[Int(share * share * Double(letters.count))]
                })
            if seen.insert(word).inserted { words.append(word) }
        }
        return words
    }

    private static func place(of number: Double, in sums: [Double]) -> Int32 {
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > number { high = middle } else { low = middle + 1 }
        }
        return Int32(low)
    }
}
