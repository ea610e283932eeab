package import Storage

/// What somebody needs to come: asked once, for all dates.
package struct AccessNeed: Sendable, Hashable {
    /// The raw values are kept, and end text keys.
    package enum Kind: String, Sendable, CaseIterable {
        case ride, childcare, interpreter, hybridSeat, other
    }

    /// Scalars of what is said about one.
    package static let mostWords = 300

    package let kind: Kind
    /// From where, how old, which language; nil where nothing was said.
    package let words: String?

    package init(_ kind: Kind, words: String? = nil) { (self.kind, self.words) = (kind, words) }
}

/// How a need stands on one date. That it was arranged is kept with the time for which it was; where the date has
/// moved since, it is open again by itself: nobody waits for a ride at the old hour because a row was not touched.
package enum NeedStanding: Sendable, Hashable {
    case open
    case arranged
    /// It was, for a time that is not the date's any more.
    case arrangedForOldTime(Instant)

    /// - Parameter arrangedFor: nil where nobody arranged it.
    package static func of(arrangedFor: Instant?, on session: Session) -> NeedStanding {
        guard let arrangedFor else { return .open }
        return arrangedFor == session.startsAt ? .arranged : .arrangedForOldTime(arrangedFor)
    }
}

/// What members of a group agree to. Signed once for a version, and shown each time; a new version is signed again.
package struct Agreement: Sendable, Hashable {
    package static let mostWords = 3_000

    /// From 1 on.
    package let version: Int
    package let words: String

    package init(version: Int, words: String) { (self.version, self.words) = (version, words) }

    /// - Parameter signed: the version that somebody signed; 0: none.
    package static func isSignatureMissing(signed: Int, of program: Program) -> Bool {
        program.agreementVersion > 0 && signed < program.agreementVersion
    }
}
