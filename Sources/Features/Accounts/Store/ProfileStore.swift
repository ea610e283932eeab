import Storage

/// The tables `profiles` and `profile_conditions`.
enum ProfileStore {
    /// What the viewer may see of a member; nil where they may not know of the profile, or there is no such member.
    ///
    /// - Parameter isFollowedBack: as for `VisibilityStore.isVisible`.
    static func profile(
        of member: ID<Person>, as viewer: Viewer, supposing isFollowedBack: Bool = false, in tx: Transaction
    ) throws -> Profile? {
        func isVisible(_ visibility: SQL) -> SQL {
            VisibilityStore.isVisible(visibility, of: "members.id", to: viewer, supposing: isFollowedBack)
        }
        let isOwn: SQL = viewer.reads(allOf: member) ? "TRUE" : "FALSE"
        let head = try tx.first(
            """
            SELECT \(MemberStore.shownName(unless: isOwn)),
                CASE WHEN \(isVisible("profiles.about_visibility")) AND (\(isOwn) OR \(ProfileLineStore.isRead))
                    THEN profiles.about END
            FROM members LEFT JOIN profiles ON profiles.member_id = members.id
            WHERE members.id = \(member) AND \(isVisible("profiles.pseudonym_visibility"))
            """
        ) { (pseudonym: try $0.get(0, as: String.self), about: try $0.get(1, as: String?.self)) }
        guard let head else { return nil }
        return Profile(
            member: member, pseudonym: head.pseudonym, about: head.about,
            conditions: try conditions(of: member, as: viewer, supposing: isFollowedBack, in: tx))
    }

    /// What others see of a member's profile: the same read with their eyes, though nobody is there.
    static func profile(of member: ID<Person>, seenAs looker: SeenAs, in tx: Transaction) throws -> Profile? {
        let somebody = Viewer.person(.random(), roles: [])
        return switch looker {
        case .stranger: try profile(of: member, as: .anonymous, in: tx)
        case .member: try profile(of: member, as: somebody, in: tx)
        case .followedBack: try profile(of: member, as: somebody, supposing: true, in: tx)
        }
    }

    /// Others see what a member lives with only while the member agrees to the use of their health data.
    private static func conditions(
        of member: ID<Person>, as viewer: Viewer, supposing isFollowedBack: Bool, in tx: Transaction
    ) throws -> [LivedWith] {
        func isVisible(_ visibility: SQL) -> SQL {
            VisibilityStore.isVisible(visibility, of: "entries.member_id", to: viewer, supposing: isFollowedBack)
        }
        let hasConsent: SQL = viewer.personID == member ? "TRUE" : ConsentStore.isLive("entries.member_id")
        return try tx.rows(
            """
            SELECT entries.condition_id, CASE WHEN \(isVisible("profiles.since_visibility")) THEN entries.since END
            FROM profile_conditions AS entries JOIN profiles ON profiles.member_id = entries.member_id
            WHERE entries.member_id = \(member) AND \(isVisible("entries.visibility")) AND \(hasConsent)
            ORDER BY entries.position
            """
        ) { LivedWith(condition: try $0.get(0), since: try $0.get(1)) }
    }

    /// The profile of whoever looks, all of it; as it begins when they never wrote one.
    static func own(as viewer: Viewer, in tx: Transaction) throws -> OwnProfile {
        guard let member = viewer.personID else { return OwnProfile() }
        let head = try tx.first(
            """
            SELECT pseudonym_visibility, about, about_visibility, since_visibility
            FROM profiles WHERE member_id = \(member)
            """
        ) { row in
            var profile = OwnProfile()
            profile.pseudonymVisibility = Visibility(stored: try row.get(0))
            profile.about = try row.get(1)
            profile.aboutVisibility = Visibility(stored: try row.get(2))
            profile.sinceVisibility = Visibility(stored: try row.get(3))
            return profile
        }
        guard var profile = head else { return OwnProfile() }
        profile.conditions = try tx.rows(
            """
            SELECT condition_id, since, visibility FROM profile_conditions WHERE member_id = \(member) ORDER BY position
            """
        ) { row in
            OwnProfile.Entry(
                LivedWith(condition: try row.get(0), since: try row.get(1)),
                visibility: Visibility(stored: try row.get(2)))
        }
        return profile
    }

    /// Puts a profile in place of the earlier one.
    static func set(_ profile: OwnProfile, of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO profiles (member_id, pseudonym_visibility, about, about_visibility, since_visibility)
            VALUES (\(member), \(profile.pseudonymVisibility), \(profile.about), \(profile.aboutVisibility),
                    \(profile.sinceVisibility))
            ON CONFLICT (member_id) DO UPDATE
            SET pseudonym_visibility = excluded.pseudonym_visibility, about = excluded.about,
                about_visibility = excluded.about_visibility, since_visibility = excluded.since_visibility
            """)
        try tx.execute("DELETE FROM profile_conditions WHERE member_id = \(member)")
        for (position, entry) in profile.conditions.enumerated() {
            try tx.execute(
                """
                INSERT INTO profile_conditions (member_id, condition_id, since, visibility, position)
                VALUES (\(member), \(entry.livedWith.condition), \(entry.livedWith.since), \(entry.visibility),
                        \(position))
                """)
        }
    }

    /// Takes a condition off the viewer's profile. Positions may have gaps.
    static func remove(_ condition: ID<LivedWith.Condition>, as viewer: Viewer, in tx: Transaction) throws {
        guard let member = viewer.personID else { return }
        try tx.execute("DELETE FROM profile_conditions WHERE member_id = \(member) AND condition_id = \(condition)")
    }

    /// Since when the viewer lives with a condition, where their profile has it.
    static func setSince(
        _ since: PartialDate, of condition: ID<LivedWith.Condition>, as viewer: Viewer, in tx: Transaction
    ) throws {
        guard let member = viewer.personID else { return }
        try tx.execute(
            """
            UPDATE profile_conditions SET since = \(since)
            WHERE member_id = \(member) AND condition_id = \(condition)
            """)
    }
}

extension Viewer {
    /// Whether what is held back or hidden of a member is shown all the same: to themselves, and to the program.
    fileprivate func reads(allOf member: ID<Person>) -> Bool {
        switch self {
        case .system: true
        case .person(let id, _): id == member
        case .anonymous: false
        }
    }
}
