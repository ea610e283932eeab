import World
import Storage
import Testing
import Web

@testable import Vocabulary

/// A page asks the database once, however many words wait.
@Suite struct QueriesTests {
    @Test(arguments: Backend.available)
    func `every page is made from one statement at most`(on backend: Backend) async throws {
        try await withWords(on: backend) { world in
            let words = [
                try await world.word("leaf tea", by: world.asAna), try await world.word("root tea", by: world.asAna),
                try await world.word("leaf tea", by: world.asBen),
            ]
            for route in world.vocabulary.feature.routes(world.world.features) where route.method == .get {
                let path = route.path.replacing(":id", with: "\(words[0].id)")
                _ = world.log.take()
                let page = await world.get(path, as: world.asSteward)
                #expect(page.status == 200, "\(path)")
                let asked = world.log.take()
                #expect(asked.joined().count <= 1, "\(path): \(asked)")
            }
        }
    }
}
