import Markup

/// Something in words by which those who know somebody could tell who wrote them. Nothing of it is forbidden: it is shown to
/// its writer alone, before anything is kept.
struct DarkGiveaway: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
        case name, age, place, date, address
    }

    /// What could stand in its place.
    enum Gentler: Sendable, Equatable {
        case child, teenager
        /// "in my fifties": 50.
        case decade(Int)
        /// Nothing.
        case leftOut
    }

    let kind: Kind
    /// Its bytes in the text.
    let place: Range<Int>
    let gentler: Gentler
}

/// Finds what gives away, by a language's words for it (`communities.dark.find.…`).
struct DarkGiveaways: Sendable {
    /// Words before a number that make an age of it, words behind it that do, and words before it that make it none.
    private let (ageBefore, ageBehind, noAge): (Set<String>, Set<String>, Set<String>)
    /// Words that lead to the name of a place, and words that may stand between.
    private let (at, between): (Set<String>, Set<String>)
    private let months: Set<String>
    private let pseudonym: String

    /// - Parameter pseudonym: of whoever writes.
    init(_ text: Text, pseudonym: String) {
        func words(_ name: String) -> Set<String> {
            Set(text("communities.dark.find.\(name)").split(separator: " ").map(String.init))
        }
        (ageBefore, ageBehind, noAge) = (words("ageBefore"), words("ageBehind"), words("noAge"))
        (at, between) = (words("at"), words("between"))
        months = Set(text.rules.months.map { $0.lowercased() })
        self.pseudonym = pseudonym
    }

    /// Most of them that are shown of one text.
    static let most = 12

    func found(in text: String) -> [DarkGiveaway] {
        let tokens = DarkToken.all(of: text)
        var found: [DarkGiveaway] = []
        var index = 0
        while index < tokens.count, found.count < Self.most {
            let (one, length) = look(at: index, tokens) ?? (nil, 1)
            if let one { found.append(one) }
            index += max(length, 1)
        }
        return found
    }

    private func look(at index: Int, _ tokens: [DarkToken]) -> (DarkGiveaway?, Int)? {
        let token = tokens[index]
        if token.isAddress { return (DarkGiveaway(kind: .address, place: token.place, gentler: .leftOut), 1) }
        if token.isDate { return (DarkGiveaway(kind: .date, place: token.place, gentler: .leftOut), 1) }
        return name(at: index, tokens) ?? age(at: index, tokens) ?? month(at: index, tokens) ?? place(at: index, tokens)
    }

    private func name(at index: Int, _ tokens: [DarkToken]) -> (DarkGiveaway?, Int)? {
        let name = DarkToken.all(of: pseudonym).map(\.folded)
        guard !name.isEmpty, tokens[index...].prefix(name.count).map(\.folded) == name else { return nil }
        let last = tokens[index + name.count - 1]
        let range = tokens[index].place.lowerBound..<last.place.upperBound
        return (DarkGiveaway(kind: .name, place: range, gentler: .leftOut), name.count)
    }

    private func age(at index: Int, _ tokens: [DarkToken]) -> (DarkGiveaway?, Int)? {
        guard let number = tokens[index].number, (5...99).contains(number) else { return nil }
        let before = index > 0 ? tokens[index - 1].folded : ""
        let (behind, after) = (folded(index + 1, tokens), folded(index + 2, tokens))
        let isSpan = noAge.contains(before) || noAge.contains(after)
        let isAge = ageBefore.contains(before) || ageBehind.contains(behind) && !isSpan
        guard isAge else { return nil }
        // "18 years old" goes as a whole.
        var length = 1
        while length < 3, ageBehind.contains(folded(index + length, tokens)) { length += 1 }
        let range = tokens[index].place.lowerBound..<tokens[index + length - 1].place.upperBound
        let gentler: DarkGiveaway.Gentler =
            number < 13 ? .child : number < 20 ? .teenager : .decade(number / 10 * 10)
        return (DarkGiveaway(kind: .age, place: range, gentler: gentler), length)
    }

    private func folded(_ index: Int, _ tokens: [DarkToken]) -> String {
        tokens.indices.contains(index) ? tokens[index].folded : ""
    }

    /// "November 3", "3 de noviembre": a month beside a number.
    private func month(at index: Int, _ tokens: [DarkToken]) -> (DarkGiveaway?, Int)? {
        let here = tokens[index...].prefix(3)
        let isMonthFirst = months.contains(tokens[index].folded) && here.dropFirst().first?.number != nil
        let length = here.firstIndex { months.contains($0.folded) }.map { $0 - index + 1 } ?? 0
        let isNumberFirst =
            tokens[index].number != nil && length > 1
            && here.dropFirst().dropLast(here.count - length + 1).allSatisfy { between.contains($0.folded) }
        guard isMonthFirst || isNumberFirst else { return nil }
        let taken = isMonthFirst ? 2 : length
        let range = tokens[index].place.lowerBound..<tokens[index + taken - 1].place.upperBound
        return (DarkGiveaway(kind: .date, place: range, gentler: .leftOut), taken)
    }

    /// "at Hillside High": a word that leads to a place, and names behind it.
    private func place(at index: Int, _ tokens: [DarkToken]) -> (DarkGiveaway?, Int)? {
        guard at.contains(tokens[index].folded) else { return nil }
        var (end, last) = (index + 1, index)
        while end < tokens.count, end - index < 8 {
            let token = tokens[end]
            if token.isNamed, !months.contains(token.folded) {
                last = end
            } else if !between.contains(token.folded) {
                break
            }
            if token.endsPhrase { break }
            end += 1
        }
        guard last > index else { return nil }
        let range = tokens[index].place.lowerBound..<tokens[last].place.upperBound
        return (DarkGiveaway(kind: .place, place: range, gentler: .leftOut), last - index + 1)
    }
}

extension DarkGiveaways {
    /// The text with other words at a place; what is left out takes the space and the comma before it along.
    static func replaced(_ range: Range<Int>, of text: String, by words: String) -> String {
        let bytes = Array(text.utf8)
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return text }
        var before = bytes[..<range.lowerBound]
        if words.isEmpty {
            while before.last == UInt8(ascii: " ") { before.removeLast() }
            if before.last == UInt8(ascii: ",") { before.removeLast() }
        }
        return String(decoding: Array(before) + Array(words.utf8) + Array(bytes[range.upperBound...]), as: UTF8.self)
    }
}
