/// Suggested pseudonyms: two calm words and a number, "Quiet Heron 27".
struct PseudonymSuggestion: Sendable {
    private let first: [String]
    private let second: [String]

    /// `lines`: the two lists of a suggestions file, parted by `--`.
    init(_ lines: [String]) {
        let cut = lines.firstIndex(of: "--") ?? lines.endIndex
        first = Array(lines[..<cut])
        second = Array(lines[cut...].dropFirst())
    }

    /// How many pairs of words there are.
    var pairs: Int { first.count * second.count }

    /// A name drawn at random, with a number of two digits.
    func draw(using random: inout some RandomNumberGenerator) -> String {
        let one = first.randomElement(using: &random) ?? "Quiet"
        let two = second.randomElement(using: &random) ?? "Heron"
        return "\(one) \(two) \(Int.random(in: 10...99, using: &random))"
    }

    /// The name of number `n`: another for every `n`, neighbours unlike each other. Numbers begin at 100, so that
    /// these do not meet the suggestions people are given.
    func numbered(_ n: Int) -> String {
        guard pairs > 0, n >= 0 else { return "Quiet Heron \(n)" }
        // 7,919 is prime and divides neither list, so that one round meets every pair once.
        let pair = (n % pairs) * 7_919 % pairs
        return "\(first[pair % first.count]) \(second[pair / first.count]) \(100 + n / pairs)"
    }
}
