/// What a text is about, as the model of `Words/crisis-weights.bin` has it: how likely each of seven things is.
struct CrisisScores: Sendable, Equatable {
    /// In the order of the file.
    enum Class: Int, Sendable, CaseIterable {
        case selfHarm, emergency, other, child, none, soft, harmed

        static let dangers: [Class] = [.selfHarm, .emergency, .other, .child, .harmed]
    }

    /// Of a text that says nothing.
    static let nothing = CrisisScores(likely: Class.allCases.map { $0 == .none ? 1 : 0 })

    let likely: [Float]

    subscript(_ name: Class) -> Float { likely[name.rawValue] }

    /// How likely it is that a card is asked for.
    var danger: Float { Class.dangers.reduce(0) { $0 + self[$1] } }

    /// The likeliest of the dangers.
    var worst: Class { Class.dangers.max { self[$0] < self[$1] } ?? .selfHarm }
}
