/// Why what staff wrote is no name of one person. The raw value ends a text key.
enum NameFault: String, CaseIterable {
    /// An e-mail address or a telephone number, which the list would show to leaders.
    case contact
    /// Two people, who would have one seat.
    case several

    /// Digits that no name has.
    private static let fewestOfNumber = 7
    private static let between: Set<Unicode.Scalar> = [",", ";", "/", "+", "&"]

    /// Nil where it may be a name. A list of given names is not asked: whatever can be read as one person is one.
    /// - Parameter isOfMember: a name that somebody has here, which may hold the word for "and".
    init?(_ name: String, isOfMember: Bool = false) {
        let scalars = Array(name.unicodeScalars)
        let digits = scalars.count { $0.properties.generalCategory == .decimalNumber }
        if scalars.contains("@") || digits >= Self.fewestOfNumber {
            self = .contact
        } else if Self.isParted(scalars) || (!isOfMember && Self.isJoined(name)) {
            self = .several
        } else {
            return nil
        }
    }

    /// "Ana, Luis", "Ana/Luis", "Ana +1": something on both sides.
    private static func isParted(_ scalars: [Unicode.Scalar]) -> Bool {
        scalars.indices.contains { index in
            between.contains(scalars[index]) && scalars[..<index].contains(where: isWritten)
                && scalars[index...].contains(where: isWritten)
        }
    }

    /// "Ana and Luis"; "Ana y Luis", but not "José Ortega y Gasset", where two names stand before it; "Luis e Inés".
    private static func isJoined(_ name: String) -> Bool {
        let words = name.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
        let isShouted = name.uppercased().utf8.elementsEqual(name.utf8)
        var names = 0
        for (index, word) in words.enumerated() {
            // An initial, with its full stop or without, is no name of its own.
            defer { if word.unicodeScalars.count(where: isWritten) > 1 { names += 1 } }
            guard index > 0, index < words.count - 1 else { continue }
            let next = words[index + 1].lowercased().utf8
            switch isShouted ? word.lowercased() : word {
            case "y" where names <= 1: return true
            case "e" where names <= 1 && (next.starts(with: "i".utf8) || next.starts(with: "hi".utf8)): return true
            default: if word.lowercased().utf8.elementsEqual("and".utf8) { return true }
            }
        }
        return false
    }

    private static func isWritten(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.generalCategory == .decimalNumber
    }
}
