import Storage

/// What a member wishes for after their death. Nothing of it happens by itself: a person acts on it.
struct Wish: Sendable, Equatable {
    /// What should become of the account.
    enum What: String, Sendable, CaseIterable {
        case erase
        /// What others need stays, without the name.
        case anonymise
        /// The download goes to the delegate.
        case handOver
    }

    /// Whom a member chose to be told.
    enum Delegate: Sendable, Equatable {
        case nobody
        case chosen(ID<Person>, name: String)
        /// There, but the member does not follow them (any more), or cannot come upon them: not to be told anything.
        case noLongerFollowed
        /// They have left.
        case left

        var id: ID<Person>? {
            if case .chosen(let id, _) = self { id } else { nil }
        }
    }

    /// Unicode scalars.
    static let longestWords = 1_000
    static let longestOutside = 200
    /// How long a notice of a death stands before anything is done: its member, if they live, sees it and says so.
    static let wait = Duration.days(30)

    var what: What
    var delegate: Delegate
    /// How to reach somebody outside; empty for none.
    var outside: String
    var words: String
    var changedAt: Instant
}

/// That an administrator was told of a member's death.
struct DeathNotice: Sendable, Equatable {
    /// Who told, and how.
    let why: String
    let notedAt: Instant

    /// From when on the wish may be carried out.
    var isDueAt: Instant { notedAt + Wish.wait }
}
