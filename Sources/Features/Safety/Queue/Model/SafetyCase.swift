package import Storage

/// How urgent a case is; the raw value is its place in the queue.
enum CaseSeverity: Int, Sendable, CaseIterable, Comparable {
    case danger, privacy, medical, rest

    /// The end of the key of its name.
    var name: String { "\(self)" }

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Why somebody reports a text. The raw value stands in rows and ends the key of its name.
enum ReportReason: String, Sendable, CaseIterable {
    case danger, contact, harmful, selling, harassment, other

    var severity: CaseSeverity {
        switch self {
        case .danger: .danger
        case .contact: .privacy
        case .harmful: .medical
        case .selling, .harassment, .other: .rest
        }
    }

    /// Within what time a person should have looked.
    var clock: Duration {
        switch self {
        case .danger: .hours(1)
        case .contact: .hours(12)
        case .harmful, .harassment: .hours(24)
        case .selling, .other: .hours(72)
        }
    }

    /// Whether two reports hide the text until a person has looked; else it takes three.
    var hidesEarly: Bool { self == .danger || self == .contact }
}

/// What the rules found in a text that waits before others read it. The raw value stands in rows and ends the key of its
/// name.
package enum HeldReason: String, Sendable, Hashable, CaseIterable {
    case danger, contact, stop, dose, cure, selling
    /// Nothing was found: its writer wishes that somebody else puts it in words.
    case wording

    /// The reason for which somebody would report it: its clock is the same.
    var reason: ReportReason {
        switch self {
        case .danger: .danger
        case .contact: .contact
        case .stop, .dose, .cure: .harmful
        case .selling: .selling
        case .wording: .other
        }
    }
}

/// A text that waits before others read it.
package struct HeldText: Sendable {
    package let subject: SubjectReference
    /// Nil where somebody here wrote it and nobody can say who.
    package let author: ID<Person>?
    /// The exact words.
    package let words: String
    /// What the rules found.
    package let found: [HeldReason]

    package init(_ subject: SubjectReference, by author: ID<Person>?, words: String, found: [HeldReason]) {
        (self.subject, self.author, self.words, self.found) = (subject, author, words, found)
    }
}

/// A text that a person has to look at.
package struct SafetyCase: Sendable {
    enum Origin: String, Sendable {
        /// Others read it; somebody reported it or was worried.
        case reported
        /// Nobody reads it before a moderator says yes.
        case held
    }

    enum State: String, Sendable, CaseIterable {
        case open, decided
        /// Decided, and its author asked for another look.
        case appealed
        /// The author took the text back before anybody had looked.
        case withdrawn
    }

    let id: ID<SafetyCase>
    let origin: Origin
    let subject: SubjectReference
    let space: Space
    var severity: CaseSeverity
    /// Nil where nobody here wrote it, and once they have erased their account.
    let author: ID<Person>?
    /// Nil once the words' time is over.
    let key: [UInt8]?
    let words: [UInt8]?
    let mark: [UInt8]
    let found: [HeldReason]
    let openedAt: Instant
    var dueAt: Instant
    var state: State
    /// Whether others do not see the text for what was decided; of a held one that was allowed: it could not go on.
    var isHidden: Bool
    var owner: ID<Person>?
    var leaseUntil: Instant?

    /// How long nobody else can take it.
    static let lease = Duration.minutes(30)
    /// How long the author can ask for another look, and the words are kept, after a decision.
    static let timeToAppeal = Duration.days(20)

    /// Who has it in hand now; nil when the lease is over.
    func holder(at now: Instant) -> ID<Person>? { leaseUntil.map { $0 > now } ?? false ? owner : nil }

    /// Takes on what is more urgent.
    mutating func hasten(_ reason: ReportReason, at now: Instant) {
        severity = min(severity, reason.severity)
        dueAt = min(dueAt, now + reason.clock)
    }
}
