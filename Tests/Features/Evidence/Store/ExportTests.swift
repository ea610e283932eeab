import Accounts
import Foundation
import Storage
import Testing
import Web
import World

@testable import Evidence

/// Nothing of a question gets lost on its way to the database, to its asker's page or to their download.
@Suite struct ExportTests {
    @Test(arguments: Backend.available)
    func `every property of a question comes back to its asker and stands in the export`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("walking", for: "back-pain", steps: [1])
            let pair = TestEvidence.pair("walking", "back-pain")
            let ask = Ask(
                id: .random(), treatment: pair.treatment, purpose: pair.purpose, question: "How long did it take?",
                askedAt: world.now)
            let (asker, other, now) = (world.viewer(50), world.viewer(1), world.now)
            try await world.database.write { tx in
                try AskStore.setOpen(true, by: other, at: now, in: tx)
                _ = try AskStore.send(ask, by: asker, in: tx)
                _ = try AskOfferStore.place(at: now, in: tx)
                _ = try AskOfferStore.answer(ask.id, "About six weeks.", by: other, at: now, in: tx)
            }
            let waiting = try await world.database.read { try AskStore.asked(as: asker, in: $0) }
            var kept = try #require(waiting.first)
            expect([kept.treatment == ask.treatment, kept.purpose == ask.purpose], is: [true, true])
            expect([kept.question, kept.askedAt.description], is: [ask.question, ask.askedAt.description])
            (kept.asker, kept.askerID) = ("the addressee's to see", world.people[50])
            let reply = try #require(kept.replies.first)
            try await expectExported(kept, reply, world)
        }
    }

    private func expectExported(_ ask: Ask, _ reply: Ask.Reply, _ world: TestEvidence) async throws {
        let asked = try await export(of: 50, world)["asks/asked"] ?? []
        let replies = asked.first?["replies"] as? [[String: Any]] ?? []
        let problems =
            exportProblems(
                of: ask,
                places: [
                    "treatment": ("treatment", "Walking"), "purpose": ("purpose", "Back pain"),
                    "question": ("question", ask.question), "askedAt": ("askedAt", ask.askedAt.description),
                    "state": ("state", "open"),
                ],
                leftOut: [
                    "id": "it says nothing outside this server", "asker": "the member themselves",
                    "askerID": "the same",
                    "replies": "checked one by one",
                ], in: asked.first ?? [:])
            + exportProblems(
                of: reply,
                places: [
                    "pseudonym": ("by", reply.pseudonym ?? ""), "text": ("text", "About six weeks."),
                    "at": ("at", reply.at.description),
                ],
                leftOut: [
                    "isRead": "a button that the asker pressed", "author": "it says nothing outside this server",
                ], in: replies.first ?? [:])
        expect(problems, is: [])
        let own = try await export(of: 1, world)
        let received = own["asks/received"]?.first ?? [:]
        expect(received["answer"] as? String, is: "About six weeks.")
        expect(received["question"] as? String, is: ask.question)
        expect(received["decidedAt"] as? String, is: "\(reply.at)")
        expect(own["asks/preference"]?.first?["mayBeAsked"] as? Bool, is: true)
    }

    private func export(of number: Int, _ world: TestEvidence) async throws -> [String: [[String: Any]]] {
        try await world.evidence.records.exported(of: world.people[number], from: world.database)
    }
}
