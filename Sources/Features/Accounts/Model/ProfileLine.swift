/// Whether others may read the line about oneself that stands on a profile. The raw value is a column's.
package enum ProfileLineState: String, Sendable, CaseIterable {
    /// Nobody has looked: it is shown to nobody, or there is none.
    case unread
    case passed
    /// Its author was shown what was found in it.
    case held
    /// A moderator reads it first.
    case waiting
    /// A moderator read it and said no.
    case refused
}

/// The line about oneself as it stands, with what is kept of it besides its words.
struct ProfileLine: Sendable, Equatable {
    var words: String?
    var state = ProfileLineState.unread
    /// Reports or a moderator took it out of sight; holds for what comes in its place until a moderator has said yes.
    var isHidden = false

    /// Whether somebody to whom the member shows it can read it.
    var isRead: Bool { words != nil && state == .passed && !isHidden }
}

/// How a profile's line was sent.
package enum ProfileLineSending: Sendable {
    /// With all else of the profile: the same words are not looked at once more.
    case along
    /// By itself.
    case alone
    /// With the wish that a moderator reads it first, or with the second yes to words of danger.
    case toPerson
}
