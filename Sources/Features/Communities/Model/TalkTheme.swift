/// What a post can speak of that some wish to be warned of. The raw values stand in the database, in Words/themes.txt and at
/// the end of text keys. A new one is a line here, its words there, and a text.
enum TalkTheme: String, Sendable, CaseIterable {
    case selfHarm = "self-harm"
    case death
    case violence
    case foodAndWeight = "food-and-weight"
    case needles
    case bloodAndWounds = "blood-and-wounds"
    case sex
    case pregnancyAndLoss = "pregnancy-and-loss"
    case alcoholAndDrugs = "alcohol-and-drugs"
}

extension Set<TalkTheme> {
    /// As it is kept: names with spaces between, in their order.
    init(names: String) {
        self.init(
            names.utf8.split(separator: UInt8(ascii: " ")).compactMap { TalkTheme(rawValue: String(Substring($0))) })
    }

    var names: String { TalkTheme.allCases.filter(contains).map(\.rawValue).joined(separator: " ") }
}
