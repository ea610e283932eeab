package import Storage

/// Something a member lives with, as others see it.
package struct LivedWith: Sendable, Hashable {
    /// Phantom tag. This feature knows no vocabulary; the bits are those of the vocabulary's condition.
    package enum Condition {}

    package let condition: ID<Condition>
    /// As far as the person remembers; nil also where the viewer may not see it.
    package let since: PartialDate?

    package init(condition: ID<Condition>, since: PartialDate? = nil) {
        (self.condition, self.since) = (condition, since)
    }
}

/// A member's profile as one viewer may see it: what they may not see is not there.
package struct Profile: Sendable, Equatable {
    package let member: ID<Person>
    package let pseudonym: String
    /// A line about oneself.
    package let about: String?
    /// In the member's order.
    package let conditions: [LivedWith]
}

/// A member's own profile, with how far each part of it is shown. As it begins, nothing is shown to anybody.
package struct OwnProfile: Sendable, Equatable {
    /// The most conditions a profile holds; the table has the same bound.
    package static let mostConditions = 20
    /// The longest line about oneself, in Unicode scalars; the table has the same bound.
    package static let longestAbout = 160

    /// Something the member lives with, and who may see that. A visibility of its own each: somebody may show a bad
    /// back to anyone and a depression to nobody.
    package struct Entry: Sendable, Hashable {
        package var livedWith: LivedWith
        package var visibility: Visibility

        package init(_ livedWith: LivedWith, visibility: Visibility = .onlyMe) {
            (self.livedWith, self.visibility) = (livedWith, visibility)
        }
    }

    /// Who may find the profile at all: whoever may not see the name finds none, whatever else it shows.
    package var pseudonymVisibility = Visibility.onlyMe
    /// One line; nil when there is none.
    package var about: String?
    package var aboutVisibility = Visibility.onlyMe
    /// Of every "since when" together, each only beside its condition: one date more or less is no decision that
    /// anybody wants to make twenty times.
    package var sinceVisibility = Visibility.onlyMe
    package var conditions: [Entry] = []

    package init() {}

    /// Whether somebody besides the member would be shown the line.
    var showsLine: Bool { about != nil && aboutVisibility != .onlyMe && pseudonymVisibility != .onlyMe }
}

/// With whose eyes a member looks at their own profile. The raw value stands in an address and ends a text key.
enum SeenAs: String, Sendable, CaseIterable {
    /// Somebody without an account.
    case stranger
    /// Any member, with no tie to them.
    case member
    /// A member who follows them and whom they follow.
    case followedBack = "followed-back"
}

/// Somebody whom a member follows, or who follows a member.
package struct Follow: Sendable, Equatable {
    package let member: ID<Person>
    package let pseudonym: String
    /// Whether the other direction is there too.
    package let isMutual: Bool
    /// Whether the member may see their profile.
    package let showsProfile: Bool
}

/// Somebody whom a member has blocked.
package struct Block: Sendable, Equatable {
    package let member: ID<Person>
    package let pseudonym: String
}
