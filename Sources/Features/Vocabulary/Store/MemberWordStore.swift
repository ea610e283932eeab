import Markup
import Storage

/// The tables `vocabulary_words`, `vocabulary_names` and `vocabulary_version`.
enum MemberWordStore {
    /// The version of the members' words; it goes up with each change.
    static func version(in tx: Transaction) throws -> Int {
        try tx.first("SELECT version FROM vocabulary_version WHERE id = 1") { try $0.get(0) } ?? 0
    }

    /// All words that stewards took into the catalogue, in the order they came.
    static func all(in tx: Transaction) throws -> [MemberWord] {
        var names: [ID<ProposedWord>: [(language: Language, text: String)]] = [:]
        try tx.forEach("SELECT word_id, language, name FROM vocabulary_names ORDER BY word_id, place") { row in
            let language = Language(rawValue: try row.get(1))
            names[try row.get(0), default: []].append((language, try row.get(2)))
        }
        return try tx.rows(
            """
            SELECT id, role, kind, slug, text, language, parent_slug, treatment_kind
            FROM vocabulary_words ORDER BY created_at, id
            """
        ) { try word($0, names) }
    }

    /// Adds a word and raises the version.
    static func add(_ word: MemberWord, at now: Instant, in tx: Transaction) throws {
        var new: NewConcept?
        if case .concept(let concept) = word.role { new = concept }
        try tx.execute(
            """
            INSERT INTO vocabulary_words (id, role, kind, slug, text, language, parent_slug,
                treatment_kind, created_at)
            VALUES (\(word.id), \(new == nil ? "synonym" : "concept"), \(word.kind.rawValue), \(word.slug), \(word.text),
                \(word.language.rawValue), \(new?.parent),
                \(new?.treatmentKind?.rawValue), \(now))
            """)
        for (place, name) in (new?.name.all ?? []).enumerated() {
            try tx.execute(
                """
                INSERT INTO vocabulary_names (word_id, language, place, name)
                VALUES (\(word.id), \(name.language.rawValue), \(place), \(name.text))
                """)
        }
        try tx.execute("UPDATE vocabulary_version SET version = version + 1 WHERE id = 1")
    }

    /// Whether an entry made of a member's word has this slug.
    static func isTaken(_ slug: String, _ kind: ConceptKind, in tx: Transaction) throws -> Bool {
        let found: Bool? = try tx.first(
            """
            SELECT TRUE FROM vocabulary_words WHERE kind = \(kind.rawValue) AND slug = \(slug) AND role = 'concept' LIMIT 1
            """
        ) { _ in true }
        return found ?? false
    }

    private static func word(
        _ row: Row, _ names: [ID<ProposedWord>: [(language: Language, text: String)]]
    ) throws -> MemberWord {
        guard let kind = ConceptKind(rawValue: try row.get(2)) else {
            throw StorageError.other("vocabulary_words holds a kind of another version")
        }
        let id: ID<ProposedWord> = try row.get(0)
        var role = MemberWord.Role.synonym
        if try row.get(1, as: String.self) == "concept" {
            role = .concept(
                NewConcept(
                    name: LocalizedName(names[id] ?? []), parent: try row.get(6, as: String?.self) ?? "",
                    treatmentKind: try row.get(7, as: String?.self).flatMap { TreatmentKind(rawValue: $0) }))
        }
        return MemberWord(
            id: id, kind: kind, slug: try row.get(3), text: try row.get(4),
            language: Language(rawValue: try row.get(5)), role: role)
    }
}
