import Foundation
import Markup
import Vocabulary

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

/// How a query was made of a name.
enum Sort: String, CaseIterable {
    case whole, begun, slip, swapped = "two slips", reordered, plain = "no accents"
}

/// What somebody typed, and what they meant.
struct Query {
    let text: String
    let language: Language
    let concept: Concept
    let sort: Sort
}

/// Makes queries of the catalogue's names and synonyms.
struct Queries {
    private let standard: Language
    private let names: [(text: String, language: Language?, concept: Concept)]

    init(_ catalogue: Catalogue) {
        let concepts =
            catalogue.conditions.map { Concept.condition($0) } + catalogue.treatments.map { Concept.treatment($0) }
            + catalogue.symptoms.map { Concept.symptom($0) }
        standard = catalogue.languages.first ?? Language(rawValue: "")
        names = concepts.flatMap { concept in
            concept.name.all.map { ($0.text, $0.language as Language?, concept) }
                + catalogue.synonyms(of: concept).map { ($0.text, $0.language, concept) }
        }
    }

    func make(_ count: Int, _ random: inout Seeded) -> [Query] {
        (0..<count).compactMap { number in
            guard let name = names.randomElement(using: &random) else { return nil }
            let sort = Sort.allCases[number % Sort.allCases.count]
            return Query(
                text: typed(name.text, sort, &random), language: name.language ?? standard, concept: name.concept,
                sort: sort
            )
        }
    }

    private func typed(_ name: String, _ sort: Sort, _ random: inout Seeded) -> String {
        switch sort {
        case .whole: return name
        case .begun: return String(name.prefix(max(3, Int.random(in: 1...max(1, name.count), using: &random))))
        case .slip: return slipped(name, &random)
        case .swapped: return slipped(slipped(name, &random), &random)
        case .reordered: return name.split(separator: " ").shuffled(using: &random).joined(separator: " ")
        case .plain: return name.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
        }
    }

    /// One slip of the finger anywhere: a letter left out, doubled, wrong, or changed with the next.
    private func slipped(_ name: String, _ random: inout Seeded) -> String {
        var letters = Array(name)
        guard letters.count > 3 else { return name }
        let at = Int.random(in: 1..<letters.count - 1, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: letters.remove(at: at)
        case 1: letters.insert(letters[at], at: at)
        case 2: letters[at] = "aeinorst".randomElement(using: &random) ?? "a"
        default: letters.swapAt(at, at + 1)
        }
        return String(letters)
    }
}
