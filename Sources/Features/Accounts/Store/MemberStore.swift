import Markup
import Storage
import Web

/// A member as the account page needs them.
struct Member: Sendable, Equatable {
    let id: ID<Person>
    let pseudonym: String
    let language: Language
    let hasHealthConsent: Bool
    /// To words that say how figures are made.
    let hasFiguresConsent: Bool
    let createdAt: Instant

    init(_ row: Row) throws {
        id = try row.get(0)
        pseudonym = try row.get(1)
        language = Language(rawValue: try row.get(2))
        hasHealthConsent = try row.get(3)
        hasFiguresConsent = try row.get(4)
        createdAt = try row.get(5)
    }
}

/// The table `members`.
enum MemberStore {
    /// Adds a member. Throws `.conflict` when somebody owns the pseudonym.
    static func add(
        _ id: ID<Person>, _ pseudonym: Pseudonym, language: Language, at now: Instant, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO members (id, pseudonym, pseudonym_key, language, is_synthetic, health_consent, created_at)
            VALUES (\(id), \(pseudonym.text), \(pseudonym.key.text), \(language.rawValue), FALSE, FALSE, \(now))
            """)
    }

    static func exists(_ id: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM members WHERE id = \(id)") { _ in true } ?? false
    }

    /// Whoever looks, of themselves.
    static func own(as viewer: Viewer, in tx: Transaction) throws -> Member? {
        guard let id = viewer.personID else { return nil }
        return try tx.first(
            """
            SELECT id, pseudonym, language, health_consent, figures_consent, created_at FROM members WHERE id = \(id)
            """, Member.init)
    }

    /// The member whose name reads like this one.
    static func named(_ key: PseudonymKey, in tx: Transaction) throws -> (id: ID<Person>, pseudonym: String)? {
        try tx.first("SELECT id, pseudonym FROM members WHERE pseudonym_key = \(key.text)") {
            (try $0.get(0), try $0.get(1))
        }
    }

    /// What stands in the place of a name that a moderator took out of sight.
    static let hiddenName = "•••"

    /// A name as others read it, of a row of `members`; as it is where `isOwn` holds.
    static func shownName(unless isOwn: SQL = "FALSE") -> SQL {
        "CASE WHEN members.name_hidden AND NOT \(isOwn) THEN \(hiddenName) ELSE members.pseudonym END"
    }

    /// A name that members show each other, for whoever is signed in; one out of sight only for its owner.
    static func foundName(_ record: String, as viewer: Viewer, in tx: Transaction) throws -> FoundText? {
        guard let id = ID<Person>(record) else { return nil }
        let found = try tx.first("SELECT pseudonym, name_hidden FROM members WHERE id = \(id) AND pseudonym <> ''") {
            (try $0.get(0, as: String.self), try $0.get(1, as: Bool.self))
        }
        guard let (name, isHidden) = found else { return nil }
        switch viewer {
        case .anonymous: return nil
        case .person(let me, _):
            return isHidden && me != id ? nil : FoundText(author: id, words: name, record: id.description)
        case .system: return FoundText(author: id, words: name, record: id.description)
        }
    }

    static func isNameHidden(of id: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.first("SELECT name_hidden FROM members WHERE id = \(id)") { try $0.get(0) } ?? false
    }

    static func setNameHidden(_ isHidden: Bool, of record: String, in tx: Transaction) throws {
        guard let id = ID<Person>(record) else { return }
        try tx.execute("UPDATE members SET name_hidden = \(isHidden) WHERE id = \(id)")
    }

    /// The names of members; of whoever is gone, or being erased, there is none. Names are what members show each other, unless a moderator
    /// took one out of sight.
    static func pseudonyms(of ids: some Sequence<ID<Person>>, in tx: Transaction) throws -> [ID<Person>: String] {
        var names: [ID<Person>: String] = [:]
        // SQLite takes 32,766 values a statement; pieces also keep the number of cached statements small.
        var rest = Array(Set(ids))[...]
        while !rest.isEmpty {
            let piece = rest.prefix(200)
            rest = rest.dropFirst(200)
            try tx.forEach(
                "SELECT id, pseudonym, name_hidden FROM members WHERE id IN (\(SQL.list(piece))) AND pseudonym <> ''"
            ) { row in
                names[try row.get(0)] = try row.get(2) ? hiddenName : try row.get(1)
            }
        }
        return names
    }

    /// The same, with whether the viewer may see the page of each.
    static func named(
        _ ids: some Sequence<ID<Person>>, to viewer: Viewer, in tx: Transaction
    ) throws -> [ID<Person>: NamedMember] {
        let isVisible = VisibilityStore.isVisible("profiles.pseudonym_visibility", of: "members.id", to: viewer)
        let isOwn: SQL =
            switch viewer {
            case .system: "TRUE"
            case .anonymous: "FALSE"
            case .person(let me, _): "(members.id = \(me))"
            }
        var named: [ID<Person>: NamedMember] = [:]
        var rest = Array(Set(ids))[...]
        while !rest.isEmpty {
            let piece = rest.prefix(200)
            rest = rest.dropFirst(200)
            // Most members have no profile: nothing more is looked up for them.
            try tx.forEach(
                """
                SELECT members.id, \(shownName()),
                    CASE WHEN profiles.member_id IS NULL THEN \(isOwn) ELSE \(isVisible) END
                FROM members LEFT JOIN profiles ON profiles.member_id = members.id
                WHERE members.id IN (\(SQL.list(piece))) AND members.pseudonym <> ''
                """
            ) { row in
                named[try row.get(0)] = NamedMember(pseudonym: try row.get(1), hasPage: try row.get(2))
            }
        }
        return named
    }

    static func count(in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM members") { try $0.get(0) } ?? 0
    }

    /// Every member.
    static func all(in tx: Transaction) throws -> [ID<Person>] {
        try tx.rows("SELECT id FROM members ORDER BY id") { try $0.get(0) }
    }

    /// When members joined.
    static func joined(_ ids: [ID<Person>], in tx: Transaction) throws -> [ID<Person>: Instant] {
        var joined: [ID<Person>: Instant] = [:]
        try tx.forEach("SELECT id, created_at FROM members WHERE id IN (\(SQL.list(ids.prefix(1_000))))") { row in
            joined[try row.get(0)] = try row.get(1)
        }
        return joined
    }

    static func setLanguage(_ language: Language, as viewer: Viewer, in tx: Transaction) throws {
        guard let id = viewer.personID else { return }
        try tx.execute("UPDATE members SET language = \(language.rawValue) WHERE id = \(id)")
    }

    /// Takes a member out, and with them every row of every feature that refers to them.
    static func remove(_ id: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM members WHERE id = \(id)")
    }
}
