import Accounts
package import Storage
import Vocabulary

extension EvidenceFeature {
    /// For a demonstration: one member may be asked, and another has asked them. Both have recorded the treatment.
    package func demonstrateAsk(by asker: ID<Person>, of answerer: ID<Person>) async throws {
        _ = try await ask("Did the tired mornings get better by themselves?", by: asker, of: answerer)
    }

    /// A question that waits for the owner, and the words in the addresses of this room's pages.
    func demonstrateRoutes(_ owner: ID<Person>, _ other: ID<Person>) async throws -> [String: String] {
        let ask = try await ask("How was the first week?", by: other, of: owner)
        if try await currentRelease.value() == nil { _ = try await makeRelease() }
        let release = try await currentRelease.value()?.number ?? 0
        return [
            "/conditions/:slug": "depression", "/treatments/:slug": "sertraline",
            "/treatments/:slug/for/:purpose": "depression", "/ask/:treatment": "sertraline",
            "/ask/:treatment/:purpose": "depression", "/me/asks/:ask": ask?.description ?? "",
            "/api/releases/:number": String(release),
        ]
    }

    private func ask(_ question: String, by asker: ID<Person>, of answerer: ID<Person>) async throws -> ID<Ask>? {
        guard let treatment = vocabulary.catalogue.treatment(slug: "sertraline"),
            let purpose = vocabulary.catalogue.purpose(slug: "depression")?.purpose
        else { return nil }
        let now = clock.now()
        let ask = Ask(id: .random(), treatment: treatment.id, purpose: purpose.id, question: question, askedAt: now)
        try await database.write { tx in
            try AskStore.setOpen(true, by: .person(answerer, roles: []), at: now, in: tx)
            _ = try AskStore.send(ask, by: .person(asker, roles: []), in: tx) {
                try accounts.tellOfNews(to: $0, in: tx)
            }
        }
        return ask.id
    }
}
