import Storage

/// The tables `wishes` and `death_notices`, their texts sealed.
enum WishStore {
    /// Puts a wish in the place of an earlier one.
    static func set(_ wish: Wish, of member: ID<Person>, seal: ColumnSeal, in tx: Transaction) throws {
        func sealed(_ text: String, _ column: ColumnSeal.Column) throws -> [UInt8]? {
            text.isEmpty ? nil : try seal.close(text.utf8, at: column, of: member)
        }
        let (outside, words) = (try sealed(wish.outside, .wishOutside), try sealed(wish.words, .wishWords))
        let delegate = wish.delegate.id
        try tx.execute(
            """
            INSERT INTO wishes (member_id, what, has_delegate, delegate_id, outside, words, changed_at)
            VALUES (\(member), \(wish.what.rawValue), \(delegate != nil), \(delegate), \(outside), \(words), \(wish.changedAt))
            ON CONFLICT (member_id) DO UPDATE SET what = excluded.what, has_delegate = excluded.has_delegate,
                delegate_id = excluded.delegate_id, outside = excluded.outside, words = excluded.words,
                changed_at = excluded.changed_at
            """)
    }

    /// A member's wish. Their delegate is named only while they follow them: a block, which ends that, is told to nobody.
    static func find(_ member: ID<Person>, seal: ColumnSeal, in tx: Transaction) throws -> Wish? {
        let found = try tx.first(
            "SELECT what, has_delegate, delegate_id, outside, words, changed_at FROM wishes WHERE member_id = \(member)"
        ) { row in
            (
                what: try row.get(0, as: String.self), hasDelegate: try row.get(1, as: Bool.self),
                delegate: try row.get(2, as: ID<Person>?.self), outside: try row.get(3, as: [UInt8]?.self),
                words: try row.get(4, as: [UInt8]?.self), at: try row.get(5, as: Instant.self)
            )
        }
        guard let found, let what = Wish.What(rawValue: found.what) else { return nil }
        var delegate = found.hasDelegate ? Wish.Delegate.left : .nobody
        if let id = found.delegate {
            let name = try FollowStore.following(as: .person(member, roles: []), in: tx).first { $0.member == id }?
                .pseudonym
            let isLeaving = try MemberStore.pseudonyms(of: [id], in: tx).isEmpty
            delegate = name.map { .chosen(id, name: $0) } ?? (isLeaving ? .left : .noLongerFollowed)
        }
        return Wish(
            what: what, delegate: delegate,
            outside: try found.outside.map { try seal.text($0, at: .wishOutside, of: member) } ?? "",
            words: try found.words.map { try seal.text($0, at: .wishWords, of: member) } ?? "", changedAt: found.at)
    }

    static func remove(of member: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.execute("DELETE FROM wishes WHERE member_id = \(member)") > 0
    }

    // MARK: Notices

    /// The first notice stands: the time that its member has to say that it is wrong does not begin anew.
    static func note(_ notice: DeathNotice, of member: ID<Person>, seal: ColumnSeal, in tx: Transaction) throws -> Bool
    {
        let why = try seal.close(notice.why.utf8, at: .deathNoticeWhy, of: member)
        return try tx.execute(
            """
            INSERT INTO death_notices (member_id, why, noted_at) VALUES (\(member), \(why), \(notice.notedAt))
            ON CONFLICT (member_id) DO NOTHING
            """) > 0
    }

    static func notice(of member: ID<Person>, seal: ColumnSeal, in tx: Transaction) throws -> DeathNotice? {
        try tx.first("SELECT why, noted_at FROM death_notices WHERE member_id = \(member)") { row in
            DeathNotice(why: try seal.text(try row.get(0), at: .deathNoticeWhy, of: member), notedAt: try row.get(1))
        }
    }

    static func hasNotice(of member: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM death_notices WHERE member_id = \(member)") { _ in true } ?? false
    }

    static func removeNotice(of member: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.execute("DELETE FROM death_notices WHERE member_id = \(member)") > 0
    }
}
