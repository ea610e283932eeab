import Accounts
import Databases
import Post
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import Evidence

/// The first mail: somebody asks, and somebody answers.
@Suite struct NewsMailTests {
    /// Asks for mail as a member does, but for the passphrase that made-up members have none of.
    private func wish(_ world: TestEvidence, _ numbers: [Int]) async throws {
        for number in numbers {
            let member = world.people[number]
            try await world.world.accounts.demonstrateMail(to: "p\(number)@example.org", of: member)
        }
    }

    @Test(arguments: Backend.available)
    func `who is asked, and whose question is answered, gets a mail that tells neither`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend, mail: .ofTests) { world in
            let mailbox = MailboxTransport()
            try await world.record("walking", for: "back-pain", steps: [1, 2])
            try await wish(world, [1, 50])
            for number in [1, 2] {
                expect(await world.post("/me/asks/open", on: "/me/asks", as: number, [("open", "yes")]).status, is: 303)
            }
            let question = [("question", "Does it get easier after a month?")]
            expect(
                await world.post("/ask/walking/back-pain", on: "/ask/walking/back-pain", as: 50, question).status,
                is: 303)
            try await world.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.map(\.to.text), is: ["p1@example.org"])
            let viewer = world.viewer(1)
            let ask = try await world.database.read { try AskStore.waiting(as: viewer, in: $0).first?.id }
            let path = "/me/asks/\(ask?.description ?? "")/answer"
            expect(await world.post(path, on: "/me/asks", as: 1, [("reply", "It did for me.")]).status, is: 303)
            // A second press is told what the first one was; other words are not sent, and that is said.
            expect(await world.post(path, on: "/me/asks", as: 1, [("reply", "It did for me.")]).status, is: 303)
            expect(await world.post(path, on: "/me/asks", as: 1, [("reply", "Twice.")]).status, is: 409)
            expect(await world.post(path, on: "/me/asks", as: 50, [("reply", "Not mine.")]).status, is: 404)
            try await world.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.map(\.to.text), is: ["p50@example.org", "p1@example.org"])
            for mail in mailbox.mails {
                for word in ["walk", "pain", "easier", "did for me", "question", "answer"] {
                    expect((mail.subject + mail.text).lowercased().contains(word), is: false, word)
                }
            }
        }
    }
}
