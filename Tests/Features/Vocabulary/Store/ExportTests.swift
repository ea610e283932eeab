import Accounts
import World
import Foundation
import Markup
import Storage
import Testing
import Web

@testable import Vocabulary

/// Nothing of a member's word gets lost on its way to the database or to their download, whatever became of it.
@Suite struct ExportTests {
    @Test(arguments: Backend.available)
    func `every property of a word stands in the export`(on backend: Backend) async throws {
        try await withWords(on: backend) { world in
            let word = try await world.word("moontea brew", by: world.asAna)
            let declined = try await world.word("snake oil", by: world.asAna)
            try await world.vocabulary.decline(declined, by: world.asSteward)
            let merged = try await world.word("happy pills", by: world.asAna)
            let sertraline = try #require(world.vocabulary.catalogue.concept(.treatment, slug: "sertraline"))
            try await world.vocabulary.merge(merged, into: sertraline, by: world.asSteward)
            let file = try await world.vocabulary.records.exported(of: world.ana, from: world.database)
            let words = try #require(file["vocabulary/words"])
            #expect(Set(words.map { $0["status"] as? String }) == ["pending", "declined", "merged"])
            #expect(try await world.ownWords(of: world.asAna).contains(word))
            let problems = exportProblems(
                of: word,
                places: [
                    "kind": ("kind", "treatment"), "text": ("word", "moontea brew"), "language": ("language", "en"),
                    "status": ("status", "pending"), "proposedAt": ("proposedAt", word.proposedAt.description),
                ],
                leftOut: ["id": "it says nothing outside this server", "people": "it is about others"],
                in: words.first { $0["status"] as? String == "pending" } ?? [:])
            #expect(problems == [])
        }
    }
}
