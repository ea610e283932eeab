import Markup
import Vocabulary

/// The purposes a form offers: the member's conditions first, then what they searched for.
struct PurposeOffer {
    private(set) var purposes: [Purpose]
    private let names: Names
    /// How many of `purposes` are the member's own conditions.
    private let own: Int
    /// The last search brought something.
    private(set) var hasFound = false

    static let most = 24

    init(mine: [MemberCondition], names: Names) {
        purposes = mine.map { .condition($0.condition) }
        own = purposes.count
        self.names = names
    }

    var references: [String] { purposes.map { names.reference($0) } }

    /// Those that must travel with the form, to be offered again.
    var searched: [Purpose] { Array(purposes.dropFirst(own)) }

    mutating func add(_ more: [Purpose]) {
        for purpose in more where !purposes.contains(purpose) && purposes.count < own + Self.most {
            purposes.append(purpose)
        }
    }

    /// A symptom that is called as a condition is would stand there twice: one of the two is enough.
    private static func withoutTwins(_ matches: [Match]) -> [Match] {
        let conditions = Set(matches.filter { $0.kind == .condition }.map(\.name))
        return matches.filter { $0.kind == .condition || !conditions.contains($0.name) }
    }

    /// The one purpose that a word names, else nil, and what it may mean is offered.
    mutating func choose(_ word: String, _ language: Language) -> Purpose? {
        let matches = Self.withoutTwins(
            names.catalogue.search(word, language: language, kinds: [.condition, .symptom], limit: 8))
        let exact = matches.filter { $0.quality == .exact }.compactMap(\.concept.purpose)
        if exact.count == 1 { return exact.first }
        let found = matches.compactMap(\.concept.purpose)
        hasFound = !found.isEmpty
        add(found)
        return nil
    }
}
