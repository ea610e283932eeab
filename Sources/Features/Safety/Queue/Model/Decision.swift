import Storage

/// What a moderator decides about a text and its author.
struct Ruling: Sendable {
    enum Outcome: String, Sendable, CaseIterable {
        /// Of a text that others read.
        case kept, hidden
        /// Of one that waited.
        case allowed, declined
    }

    enum Measure: String, Sendable, CaseIterable {
        case none, warned, suspended
    }

    var outcome: Outcome
    var measure: Measure = .none
    /// For how long the account is suspended.
    var days: Int?
    /// The rule that it is about.
    var category: ReportReason
    var isAgainstLaw = false
    /// Why, for the author; empty where nothing is taken from them.
    var explanation = ""

    /// For how many days a moderator may suspend.
    static let suspensions = [1, 7, 30]
    static let explanationLimit = 1_000

    /// Whether something is taken from the author.
    var isAgainstAuthor: Bool { outcome == .hidden || outcome == .declined || measure != .none }
}

/// What was decided, as its author is told.
struct Decision: Sendable {
    let id: ID<Decision>
    let at: Instant
    let isAutomated: Bool
    let isAppeal: Bool
    let outcome: Ruling.Outcome
    let measure: Ruling.Measure
    let suspendedUntil: Instant?
    let category: ReportReason
    let isAgainstLaw: Bool
    let explanation: String
    var isTold: Bool
    var isNoted: Bool
    /// Until when the author can ask for another look; nil where there is nothing to ask for.
    let appealUntil: Instant?
}
