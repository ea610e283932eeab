import Accounts
import World
import Storage
import Testing

@testable import Vocabulary

/// A database of an earlier program, with words that stewards decided upon.
@Suite struct UpgradeTests {
    @Test(arguments: Backend.available)
    func `words merged before are moved after all, and no steward stays behind`(on backend: Backend) async throws {
        let earlier = try Project.migrations(of: ["Accounts"]) + [Project.migrations(of: "Vocabulary", below: 2)]
        try await withDatabase(on: backend, migrations: earlier) { database in
            let (merged, pending) = (ID<ProposedWord>.random(), ID<ProposedWord>.random())
            let steward = ID<Person>.random()
            try await database.write { tx in
                try tx.execute(
                    """
                    INSERT INTO proposed_words (id, kind, text, folded, language, status, resolved_slug, proposed_at,
                        resolved_at, resolved_by)
                    VALUES (\(merged), 'treatment', 'happy pills', 'happy pills', 'en', 'merged', 'sertraline', 1, 2,
                        \(steward)),
                        (\(pending), 'treatment', 'moon milk', 'moon milk', 'en', 'pending', \(String?.none), 1,
                        \(Int64?.none), \(ID<Person>?.none))
                    """)
            }
            #expect(try await database.places(of: steward) == ["proposed_words.resolved_by"])
            try await database.migrate(Project.migrations(of: ["Accounts", "Vocabulary"]))
            let unmoved = try await database.read { try UnmovedWordStore.all(in: $0) }
            #expect(unmoved.map(\.id) == [merged] && unmoved.map(\.slug) == ["sertraline"])
            #expect(try await database.places(of: steward) == [])
            #expect(try await database.places(of: pending) == ["proposed_words.id"])
        }
    }
}
