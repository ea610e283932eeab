/// What a name says that others should not read: a name passes no other look, and stands beside all that its member writes.
package struct NameFinding: Sendable, Equatable {
    package let kind: ReviewFinding.Kind
    /// The words that say it.
    package let words: String

    package init(_ kind: ReviewFinding.Kind, _ words: String) { (self.kind, self.words) = (kind, words) }
}

extension ReviewRules {
    /// What a name says that others should not read; nil for nearly all. Patterns alone decide: a model makes too much of two
    /// words.
    func finding(inName name: String) -> NameFinding? {
        if let words = wayElsewhere(in: name) { return NameFinding(.contact, words) }
        let words = Self.words(ofName: name)
        if let found = told(words.split(separator: " ")) { return found }
        if crisis.isDanger(name: words) { return NameFinding(.danger, name) }
        return cure(in: words).map { NameFinding(.cure, $0) }
    }

    /// What the words say from any of them on: in a name nobody speaks who stands before ("Anna Stop Your Pills").
    private func told(_ words: [Substring]) -> NameFinding? {
        for start in words.indices {
            // "Never Stop Your Pills".
            if start > 0, self.words.holds(words[start - 1], inSetNamed: "not") { return nil }
            let text = words[start...].joined(separator: " ")
            let found = findings(byPatterns: text).filter { $0.kind != .cure || words.contains(where: isCure) }
            if let first = found.min(by: { $0.kind < $1.kind }) {
                return NameFinding(first.kind, String(decoding: Array(text.utf8)[first.place], as: UTF8.self))
            }
        }
        return nil
    }

    /// In a sentence an underscore makes a name elsewhere; a member's is one of ours, unless a network stands beside it, as
    /// with a point. What ends in "com" is an address also where the point is missing.
    private func wayElsewhere(in name: String) -> String? {
        var text = name.replacing("_", with: ".")
        if text.lowercased().hasSuffix(" com") { text = text.dropLast(4) + ".com" }
        let place = findings(byPatterns: text).first { $0.kind == .contact }?.place
        return place.map { String(decoding: Array(name.utf8)[$0], as: UTF8.self) }
    }

    /// "Seizure Cure": of two words a name makes a claim, where a sentence would need more.
    private func cure(in name: String) -> String? {
        let words = name.split(separator: " ")
        return zip(words, words.dropFirst()).first { isIllness($0) && isCure($1) || isCure($0) && isIllness($1) }
            .map { "\($0) \($1)" }
    }

    private func isIllness(_ word: Substring) -> Bool { holds(word, inSetNamed: "illness") }

    private func isCure(_ word: Substring) -> Bool { holds(word, inSetNamed: "remedy") }

    /// Numbers behind it are passed over: "Cure99".
    private func holds(_ word: Substring, inSetNamed set: String) -> Bool {
        words.holds(String(word.unicodeScalars.prefix { $0.properties.numericType == nil }), inSetNamed: set)
    }

    /// "StopYour_Pills" as "Stop Your Pills".
    private static func words(ofName name: String) -> String {
        var (words, isLower) = ("", false)
        for scalar in name.unicodeScalars {
            if isLower, scalar.properties.isUppercase { words.unicodeScalars.append(" ") }
            isLower = scalar.properties.isLowercase
            words.unicodeScalars.append("_-.".unicodeScalars.contains(scalar) ? " " : scalar)
        }
        return words
    }
}

extension CrisisWords {
    /// Whether the words of a name speak of dying, of harm or of too much taken, as patterns have it. A body in danger is
    /// none: people are called by what they live with.
    func isDanger(name: String) -> Bool {
        let found = patternFinding(in: FoldedText(name), isSearch: true)?.card
        return found.map { ![.soft, .emergency].contains($0) } ?? false
    }
}
