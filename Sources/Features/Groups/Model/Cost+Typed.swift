extension Cost {
    /// What somebody typed where an amount of dollars is asked for.
    enum Typed: Sendable, Hashable {
        case amount(Cost)
        /// An amount that there is not, or more than a date may cost.
        case wrong
        /// Something that no number says: a sliding scale, from 5 to 10.
        case words

        private static let free: Set<String> = ["", "free", "gratis"]

        /// Dollars with or without their sign; behind the last point or comma one or two digits are cents, three are
        /// thousands.
        init(_ typed: String) {
            let said = typed.lowercased()
            guard !Self.free.contains(said) else { self = .amount(.free); return }
            let signs: [UInt8] = [UInt8(ascii: "$"), UInt8(ascii: " ")]
            let digits = said.utf8.filter { !signs.contains($0) }
            var groups = digits.split(omittingEmptySubsequences: false) { [44, 46].contains($0) }.map(Array.init)
            guard !digits.isEmpty, groups.joined().allSatisfy({ (48...57).contains($0) }) else {
                self = .words
                return
            }
            let cents = groups.count > 1 && (1...2).contains(groups[groups.count - 1].count) ? groups.removeLast() : []
            let dollars = Array(groups.joined())
            guard groups.dropFirst().allSatisfy({ $0.count == 3 }), dollars.count < 6 else { self = .wrong; return }
            let whole = Self.number(dollars) * 100 + Self.number(cents) * (cents.count == 1 ? 10 : 1)
            self = whole <= Cost(cents: .max).cents ? .amount(Cost(cents: whole)) : .wrong
        }

        private static func number(_ digits: [UInt8]) -> Int { digits.reduce(0) { $0 * 10 + Int($1) - 48 } }
    }
}
