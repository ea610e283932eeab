/// The plural forms that languages have (CLDR, UTS 35 part 3, 5.1). What no rule takes is `other`.
enum PluralCategory: String, Sendable, Hashable, CaseIterable {
    case zero, one, two, few, many, other
}

/// A condition on a whole number, as CLDR's tables of plural rules have them: `n % 10 = 2..4 and n % 100 != 12..14`.
/// Of the operands `n` and `i` are the number; `v`, `w`, `f`, `t`, `c` and `e`, about decimals, are 0.
struct PluralRule: Sendable, Equatable {
    private struct Relation: Sendable, Equatable {
        var isNumber: Bool
        var modulus: UInt?
        var ranges: [ClosedRange<UInt>]
        var isEqual: Bool

        func holds(for number: UInt) -> Bool {
            let value = isNumber ? number : 0
            let rest = modulus.map { value % $0 } ?? value
            return ranges.contains { $0.contains(rest) } == isEqual
        }
    }

    /// One of these must hold, and of it everything.
    private let choices: [[Relation]]

    /// Nil when it is no such condition.
    init?(_ condition: String) {
        let words = condition.split(separator: " ").map(String.init)
        var choices: [[Relation]] = []
        for choice in words.split(separator: "or", omittingEmptySubsequences: false) {
            var relations: [Relation] = []
            for words in choice.split(separator: "and", omittingEmptySubsequences: false) {
                guard let relation = Self.relation(Array(words)) else { return nil }
                relations.append(relation)
            }
            choices.append(relations)
        }
        self.choices = choices
    }

    func holds(for number: UInt) -> Bool {
        choices.contains { $0.allSatisfy { $0.holds(for: number) } }
    }

    /// `n = 1`, `n % 10 != 2..4,6`.
    private static func relation(_ words: [String]) -> Relation? {
        guard let operand = words.first, ["n", "i", "v", "w", "f", "t", "c", "e"].contains(operand) else { return nil }
        var rest = words.dropFirst()
        var modulus: UInt?
        if rest.first == "%" {
            guard let value = rest.dropFirst().first.flatMap({ UInt($0) }), value > 0 else { return nil }
            modulus = value
            rest = rest.dropFirst(2)
        }
        guard let sign = rest.first, sign == "=" || sign == "!=", rest.count > 1 else { return nil }
        let values = rest.dropFirst().joined().split(separator: ",", omittingEmptySubsequences: false)
        let ranges = values.compactMap { range($0) }
        guard ranges.count == values.count else { return nil }
        return Relation(
            isNumber: operand == "n" || operand == "i", modulus: modulus, ranges: ranges, isEqual: sign == "=")
    }

    private static func range(_ text: Substring) -> ClosedRange<UInt>? {
        let ends = text.split(separator: ".", omittingEmptySubsequences: false)
        if ends.count == 1 { return UInt(text).map { $0...$0 } }
        guard ends.count == 3, ends[1].isEmpty, let low = UInt(ends[0]), let high = UInt(ends[2]), low <= high else {
            return nil
        }
        return low...high
    }
}
