import Accounts
package import Storage
import Vocabulary

extension EvidenceFeature {
    /// For a demonstration: one member may be asked, and another has asked them. Both have recorded the treatment.
    package func demonstrateAsk(by asker: ID<Person>, of answerer: ID<Person>) async throws {
        _ = try await ask("Did the tired mornings get better by themselves?", by: asker, of: answerer)
    }

    /// A question that waits for the owner, one that they answered, and the words in the addresses of this room's pages.
    func demonstrateRoutes(_ owner: ID<Person>, _ other: ID<Person>) async throws -> [String: String] {
        let ask = try await ask("How was the first week?", by: other, of: owner)
        let own = try await self.ask("Did it help you sleep?", by: owner, of: other, opening: false)
        let given = try await self.ask("Did you take it at night?", by: other, of: owner)
        if let given {
            let now = clock.now()
            try await database.write {
                _ = try AskOfferStore.answer(given, "In the morning.", by: .person(owner, roles: []), at: now, in: $0)
            }
        }
        if try await currentRelease.value() == nil { _ = try await makeRelease() }
        let release = try await currentRelease.value()?.number ?? 0
        return [
            "/conditions/:slug": "depression", "/treatments/:slug": "sertraline",
            "/treatments/:slug/for/:purpose": "depression", "/ask/:treatment": "sertraline",
            "/ask/:treatment/:purpose": "depression", "/me/asks/:ask": ask?.description ?? "",
            "/me/answers/:ask": given?.description ?? "", "/me/questions/:ask": own?.description ?? "",
            "/api/releases/:number": String(release),
        ]
    }

    private func ask(
        _ question: String, by asker: ID<Person>, of answerer: ID<Person>, opening: Bool = true
    ) async throws -> ID<Ask>? {
        guard let treatment = vocabulary.catalogue.treatment(slug: "sertraline"),
            let purpose = vocabulary.catalogue.purpose(slug: "depression")?.purpose
        else { return nil }
        let now = clock.now()
        let ask = Ask(id: .random(), treatment: treatment.id, purpose: purpose.id, question: question, askedAt: now)
        try await database.write { tx in
            if opening { try AskStore.setOpen(true, by: .person(answerer, roles: []), at: now, in: tx) }
            // Past what keeps members from asking and being asked too much: tests make many.
            try AskStore.add(ask, as: ask.id, by: asker, in: tx)
            try AskOfferStore.offer(ask.id, to: answerer, at: now, in: tx)
            try accounts.tellOfNews(to: answerer, in: tx)
        }
        return ask.id
    }
}
