/// Singular and plural of a folded word, as far as spelling tells in languages that add -s or -es.
extension Folding {
    /// The same word in the singular: allergies, headaches; dolores. None where it is no plural.
    package static func singulars(of word: [UInt8]) -> [[UInt8]] {
        var forms: [[UInt8]] = []
        guard word.count >= 4, word.last == UInt8(ascii: "s") else { return forms }
        forms.append(Array(word.dropLast()))
        if word.count >= 5, word.dropLast().last == UInt8(ascii: "e") {
            forms.append(Array(word.dropLast(2)))
            if word.dropLast(2).last == UInt8(ascii: "i") { forms.append(word.dropLast(3) + [UInt8(ascii: "y")]) }
        }
        return forms
    }

    /// The same word in the plural: whatever has it among its `singulars`. None where it is a plural, or too short.
    package static func plurals(of word: [UInt8]) -> [[UInt8]] {
        guard word.count >= 3, let last = word.last, last != UInt8(ascii: "s"), (0x61...0x7A).contains(last) else {
            return []
        }
        var forms = [word + Array("s".utf8)]
        if !"aeiou".utf8.contains(last) { forms.append(word + [UInt8(ascii: "e"), UInt8(ascii: "s")]) }
        if last == UInt8(ascii: "y") { forms.append(word.dropLast() + Array("ies".utf8)) }
        return forms
    }
}
