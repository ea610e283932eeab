import Jobs
import Logging
import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// What whoever runs the server sees of work that stopped.
@Suite struct ServerPageTests {
    @Test(arguments: Backend.available)
    func `work that stopped is listed with its reason, tried again, or given up`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let root = try await world.member("Root", roles: [RoleTests.root])
            var browser = try await world.trustedBrowser(of: root)
            let queue = world.accounts.queue
            try await world.database.write { tx in
                for _ in 0..<2 { try queue.enqueue("letters", payload: "private", in: tx) }
            }
            let worker = Worker(
                queue, handlers: [.init("letters") { _ in throw JobFailure("no such address", isFinal: true) }],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await worker.runDue(now: world.time.now)
            let page = await browser.get("/admin")
            expect(page, 200, holds: ["letters", "no such address", "Give up"], lacks: ["private"])
            let stuck = try await queue.deadLetters().map(\.id)
            #expect(stuck.count == 2)
            expect(await browser.post("/admin/jobs/\(stuck[0])/retry", on: "/admin", []), 303, to: "/admin")
            expect(await browser.get("/admin"), 200, holds: "It will be tried again.")
            expect(await browser.post("/admin/jobs/\(stuck[1])/discard", on: "/admin", []), 303, to: "/admin")
            expect(await browser.get("/admin"), 200, holds: "It was given up.")
            #expect(try await queue.deadLetters().isEmpty)
            #expect(try await world.count("SELECT COUNT(*) FROM jobs WHERE payload <> ''") == 1)
            // Pressed twice, it says nothing that is not so.
            expect(await browser.post("/admin/jobs/\(stuck[1])/discard", on: "/admin", []), 303, to: "/admin")
            expect(await browser.get("/admin"), 200, holds: ["Nothing is stuck."], lacks: ["It was given up."])
        }
    }
    @Test(arguments: Backend.available, Language.allCases)
    func `work that waits for long is shown in words, in either language`(on backend: Backend, language: Language)
        async throws
    {
        try await withAccounts(on: backend) { world in
            let root = try await world.member("Root", roles: [RoleTests.root])
            var browser = try await world.trustedBrowser(of: root, language)
            let (queue, start) = (world.accounts.queue, world.time.now)
            try await world.database.write { tx in
                for _ in 0..<2 { try queue.enqueue("post.mail", payload: "private", in: tx) }
            }
            let text = try worldTexts([world.accounts.feature])[language]
            world.time.pass(.minutes(14))
            expect(await browser.get("/admin"), 200, holds: text("accounts.server.noJobs"))
            world.time.pass(.minutes(2))
            expect(
                await browser.get("/admin"), 200,
                holds: [language == .en ? "Mail" : "Correo", ">2<", text.dateAndTime(start)]
                    + ["late", "untried"].map { text("accounts.server.\($0)") },
                lacks: [text("accounts.server.noJobs"), "private", "post.mail"])
        }
    }
}
