import Accounts
import World
import Markup
import Storage
import Testing

@testable import Vocabulary

/// What an older program wrote, when two languages stood in the tables.
@Suite struct LanguageMigrationTests {
    @Test(arguments: Backend.available)
    func `members, words and names come through the change of their tables`(on backend: Backend) async throws {
        let old = [
            try Project.migrations(of: "Accounts", below: 3), try Project.migrations(of: "Vocabulary", below: 2),
        ]
        try await withDatabase(on: backend, migrations: old) { database in
            let (member, word, entry) = (ID<Person>.random(), ID<ProposedWord>.random(), ID<ProposedWord>.random())
            let now = Instant(milliseconds: 1_793_664_000_000)
            try await database.write { try Self.write(member, word, entry, at: now, in: $0) }
            try await database.migrate(Project.migrations(of: ["Accounts", "Vocabulary"]))
            let viewer = Viewer.person(member, roles: [])
            try await database.read { tx in
                let language: String? = try tx.first("SELECT language FROM members") { try $0.get(0) }
                #expect(language == "es")
                // Whatever referred to the member still does.
                #expect(try ProposedWordStore.own(as: viewer, in: tx).map(\.language) == [.es])
                let added = try MemberWordStore.all(in: tx)
                #expect(added.map(\.id) == [entry] && added.map(\.language) == [.en])
                guard case .concept(let new)? = added.first?.role else { throw StorageError.other("no concept") }
                #expect(new.name == LocalizedName([(.en, "Moon tea"), (.es, "Té de luna")]))
            }
            // A language that no file knew then.
            try await database.write { tx in
                try tx.execute("UPDATE members SET language = 'pt-BR' WHERE id = \(member)")
                try tx.execute("DELETE FROM members WHERE id = \(member)")
                #expect(try tx.first("SELECT COUNT(*) FROM word_proposers") { try $0.get(0, as: Int.self) } == 0)
            }
        }
    }

    private static func write(
        _ member: ID<Person>, _ word: ID<ProposedWord>, _ entry: ID<ProposedWord>, at now: Instant, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO members (id, pseudonym, pseudonym_key, language, is_synthetic, health_consent, created_at)
            VALUES (\(member), 'Ana', 'ana', 'es', FALSE, TRUE, \(now))
            """)
        try tx.execute(
            """
            INSERT INTO proposed_words (id, kind, text, folded, language, status, proposed_at)
            VALUES (\(word), 'treatment', 'Luna', 'luna', 'es', 'pending', \(now))
            """)
        try tx.execute(
            "INSERT INTO word_proposers (word_id, member_id, proposed_at) VALUES (\(word), \(member), \(now))")
        try tx.execute(
            """
            INSERT INTO vocabulary_words (id, role, kind, slug, text, language, name_en, name_es, parent_slug,
                treatment_kind, created_at)
            VALUES (\(entry), 'concept', 'treatment', 'moon-tea', 'moontea', 'en', 'Moon tea', 'Té de luna', 'movement',
                'diet', \(now))
            """)
    }
}
