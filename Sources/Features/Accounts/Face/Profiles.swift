package import Storage
import Web

extension AccountsFeature {
    /// SQL that is true of a row whose member shows it to this viewer, for `WHERE` and `CASE WHEN`; false where the
    /// member has not said (NULL) or there is none, never NULL:
    /// `AccountsFeature.isVisible("posts.visibility", of: "posts.author_id", to: viewer)`.
    ///
    /// The visibility is a column of `Visibility`'s raw values. Both columns need their table's name before them.
    /// Blocks both ways and accounts that are not open are in it. A role opens nothing here: a room whose staff may read
    /// more says so itself, and logs it.
    package static func isVisible(_ visibilityColumn: SQL, of memberColumn: SQL, to viewer: Viewer) -> SQL {
        VisibilityStore.isVisible(visibilityColumn, of: memberColumn, to: viewer)
    }

    /// SQL that is true of a row whose member has not blocked the viewer nor is blocked by them, for what has no
    /// visibility of its own; true also where there is no member. The column needs its table's name before it.
    package static func isNotBlocked(_ memberColumn: SQL, for viewer: Viewer) -> SQL {
        VisibilityStore.isNotBlocked(memberColumn, for: viewer)
    }

    /// A member's profile as the viewer may see it; nil where there is none that they may know of: hidden, blocked and
    /// erased are one answer.
    package func profile(of member: ID<Person>, as viewer: Viewer) async throws -> Profile? {
        try await database.read { try ProfileStore.profile(of: member, as: viewer, in: $0) }
    }

    /// The viewer's own profile, all of it.
    package func ownProfile(as viewer: Viewer) async throws -> OwnProfile {
        try await database.read { try ProfileStore.own(as: viewer, in: $0) }
    }

    /// Puts the viewer's profile in place of the earlier one, and has its line looked at before others read it. Answers what
    /// became of the line.
    ///
    /// Throws `.invalid` with errors at `about` and `conditions`: too long, too many, a date that is still to come, or
    /// a condition that is new while the member does not agree to the keeping of health data; `.signInNeeded` for
    /// who is no person.
    ///
    /// - Parameter line: how its line was sent.
    @discardableResult
    package func setProfile(
        _ profile: OwnProfile, line sent: ProfileLineSending = .along, as viewer: Viewer
    ) async throws -> ProfileLineState {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        let now = clock.now()
        let profile = try profile.checked(at: now)
        return try await database.write { tx in
            let earlier = try ProfileStore.own(as: viewer, in: tx)
            guard let own = try MemberStore.own(as: viewer, in: tx) else { throw Problem.signInNeeded }
            guard own.hasHealthConsent || profile.addsNoCondition(to: earlier) else {
                throw Problem.invalid(FormErrors(field: "conditions", "accounts.profile.conditions.consent"))
            }
            let line = try ProfileLineStore.line(of: member, in: tx)
            try ProfileStore.set(profile, of: member, in: tx)
            // Pages that are kept for every visitor lead to it.
            if earlier.pseudonymVisibility == .anyone, profile.pseudonymVisibility != .anyone { try tx.noteTakedown() }
            return try look(atLineOf: profile, before: line, by: member, sent, at: now, in: tx)
        }
    }

    /// Takes a condition off the viewer's profile, in the transaction that takes it off what they recorded.
    package static func takeOffProfile(
        _ condition: ID<LivedWith.Condition>, as viewer: Viewer, in tx: Transaction
    ) throws {
        try ProfileStore.remove(condition, as: viewer, in: tx)
    }

    /// Since when the viewer lives with a condition, in the transaction that records it: their profile says the same.
    package static func setSinceOnProfile(
        _ since: PartialDate, of condition: ID<LivedWith.Condition>, as viewer: Viewer, in tx: Transaction
    ) throws {
        try ProfileStore.setSince(since, of: condition, as: viewer, in: tx)
    }
}
