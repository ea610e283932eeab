import Storage

/// What a member is asked to agree to, each by itself.
package enum ConsentKind: String, Sendable, CaseIterable {
    /// The community's rules, agreed to by making an account.
    case rules
    /// That what they record about their health is kept, counted and shown in figures.
    case healthData = "health_data"

    /// The version of the words that are shown now. Whoever changes the words (`accounts.consent.health.…`,
    /// `accounts.rules.…`) raises it: the history says what each person agreed to.
    package var version: Int {
        switch self {
        case .rules: 1
        case .healthData: 2
        }
    }

    /// The first version of the words about health data that says how figures are made: in sums moved by chance, which
    /// stay. Who agreed to earlier words is not counted.
    static let firstVersionOfFigures = 2
}

/// One decision in the history of a member's consents. Decisions are added, never changed.
struct ConsentDecision: Sendable, Equatable {
    let kind: ConsentKind
    let isGranted: Bool
    let version: Int
    /// BCP 47 tag of the language the words were read in.
    let language: String
    let decidedAt: Instant

    /// Whether what the member tells may enter figures.
    var opensFigures: Bool {
        kind == .healthData && isGranted && version >= ConsentKind.firstVersionOfFigures
    }
}
