import Accounts
import Databases
import Foundation
import Jobs
import Markup
import Storage
import Testing
import Web
import World

@testable import wayfellow

/// Whatever a room hands in is used by the house: each part of a `Feature` is seen at work, with a room that has all.
@Suite struct FeatureTests {
    @Test func `what a room adds stands on the pages of others`() async throws {
        try await WholeHouse.open(guests: [SampleRoom()]) { house in
            let administrator = Caller.holder(HeldRole(.administrator, in: .site), hasSecondStep: true)
            let pages: [(part: String, path: String, caller: Caller, words: String)] = [
                ("door", "/", .visitor, "Sample tea at the door"),
                ("beside a condition", "/conditions/depression", .visitor, "Sample tea beside depression"),
                ("beside a condition, signed in", "/conditions/depression", .member, "Sample tea beside depression"),
                ("beside a treatment", "/treatments/sertraline", .visitor, "Sample tea beside sertraline"),
                ("beside a treatment, signed in", "/treatments/sertraline", .member, "Sample tea beside sertraline"),
                ("found", "/search?q=teapot", .visitor, "Sample tea for teapot"),
                ("administration", "/admin", administrator, "Sample tea for staff"),
                ("checks", "/admin", administrator, "warning: 3 cups wait"),
                ("menu", "/me", .member, "href=\"/sample/menu\""),
                ("badge from a fact", "/me", .member, "7 cups wait"),
                ("people", "/sample/cups/blue", .member, "a cup"),
            ]
            for page in pages {
                let answer = try await house.send("GET", page.path, as: page.caller)
                expect(answer, 200, holds: [page.words], page.part)
            }
            let person = try #require(house.site.routes.first { $0.path == "/people/:member" && $0.method == .get })
            expect(
                try await house.send("GET", try await house.path(of: person, in: "Accounts"), as: .member), 200,
                holds: ["Sample tea beside a member"], "besidePerson")
            // A scope that a room offers can be chosen for a key.
            expect(
                try await house.send("GET", "/me/account/keys", as: .member), 200,
                holds: ["value=\"sample\"", "Your tea"],
                "keyScopes")
            expect(try await house.send("GET", "/", as: .visitor), 200, lacks: ["/sample/menu"], "menu of members")
        }
    }

    @Test func `a room's data go into the download and out with the account, and its uses are told`() async throws {
        let room = SampleRoom()
        try await WholeHouse.open(guests: [room]) { house in
            var browser = try await house.signedIn()
            let accounts = house.house.rooms.accounts
            let member = try await accounts.member(named: browser.name)
            try await house.house.dependencies.database.write { tx in
                try AccountsFeature.leaveReceipt(
                    Receipt(user: .site, use: SampleRoom.use, at: Instant(milliseconds: 0)), with: member, in: tx)
            }
            let passphrase = [("current", browser.passphrase)]
            let receipts = await browser.browser.get("/me/account/receipts")
            expect(receipts, 200, holds: ["Your tea", "To pour it"], "receiptUses")
            let file = await browser.browser.post("/me/account/export", passphrase)
            expect(file, 200, holds: ["\"part\":\"sample\",\"record\":{\"cups\":7}"], "records")
            expect(room.log.notes.contains("erased"), is: false)
            let gone = await browser.browser.post("/me/account/leave/erase/confirm", passphrase)
            expect(gone.status, is: 303, gone.text)
            expect(room.log.notes.contains("erased"), is: true, "records")
        }
    }

    @Test func `a room's commands are run, and one that no room has is refused in words`() async throws {
        try await WholeHouse.open(guests: [SampleRoom()]) { house in
            let said = SampleLog()
            let console = Console(say: { said.note($0) }, ask: { _ in "" })
            try await house.house.run(["sample", "greet", "Ana"], console)
            expect(said.notes, is: ["Good day, Ana."])
            await #expect(throws: CommandError.self) { try await house.house.run(["sample", "pour"], console) }
        }
    }

    /// Ends when all of it has happened; a house that leaves a part out waits until the limit.
    @Test(.timeLimit(.minutes(1)))
    func `a serving house starts its rooms, does their jobs and what goes on beside the requests`() async throws {
        let room = SampleRoom()
        try await WholeHouse.open(guests: [room]) { house in
            expect(room.log.notes, is: ["start"], "start")
            let serving = Task { try await house.house.serve { _ in room.log.note("serving") } }
            // The nightly job of the day before is made up for at once.
            await room.log.wait(for: ["serving", "background", "job"])
            serving.cancel()
            _ = await serving.result
        }
    }

    @Test func `two rooms that use one name for something do not get into one house`() async throws {
        let refusal = try await withFolder { folder in
            var settings = try await Settings.read(data: folder.path(percentEncoded: false))
            settings.content = Project.root
            let ready = settings
            return await #expect(throws: NameClashes.self) {
                _ = try await House.open(ready, guests: [SampleRoom(), SampleRoom()])
            }
        }
        for what in [
            "room \"Sample\"", "audit event \"sample-poured\"", "use of data \"sample\"",
            "session fact \"sample.cups\"",
            "scope of keys \"sample\"", "kind of job \"sample.job\"", "schedule \"sample.job\"",
            "command \"sample greet\"",
            "menu entry \"/sample/menu\"", "set of records \"sample\"", "table \"sample_cups\"",
        ] {
            expect(refusal?.description.contains("The \(what) is handed in twice") ?? false, is: true, what)
        }
    }

    @Test func `two rooms do not write one part of a download`() throws {
        var (one, other) = (Feature(name: "One", bundle: .main), Feature(name: "Other", bundle: .main))
        one.records = [.one("one") { _, _ in nil }]
        other.records = [.one("other") { _, _ in nil }, .one("one") { _, _ in nil }]
        let refusal = #expect(throws: NameClashes.self) { try [one, other].checkNames() }
        expect(
            refusal?.clashes ?? [],
            is: ["The set of records \"one\" is handed in twice, by One and Other: rename one."], "parts")
    }

    @Test func `two rooms do not publish one kind of text, nor decide about it`() throws {
        let published = PublishedText(find: { _, _, _ in nil }, setHidden: { _, _, _, _ in })
        var (one, other) = (Feature(name: "One", bundle: .main), Feature(name: "Other", bundle: .main))
        // One room may hold a text back that another shows.
        one.safetyTexts = [
            WrittenText("words", field: "a", decideHeld: { _, _, _, _ in throw Problem.notFound }),
            WrittenText("more", field: "b", published: published), WrittenText("note", field: "c"),
        ]
        other.safetyTexts = [
            WrittenText("words", field: "a", published: published), WrittenText("note", field: "c"),
        ]
        try [one, other].checkNames()
        other.safetyTexts = [
            WrittenText("words", field: "a", decideHeld: { _, _, _, _ in throw Problem.notFound }),
            WrittenText("more", field: "b", published: published),
        ]
        let refusal = #expect(throws: NameClashes.self) { try [one, other].checkNames() }
        expect(
            refusal?.clashes ?? [],
            is: [
                "The published text \"more\" is handed in twice, by One and Other: rename one.",
                "The held text \"words\" is handed in twice, by One and Other: rename one.",
            ], "texts")
    }

    @Test func `every menu entry leads to a page, and every code that is written is declared`() async throws {
        try await WholeHouse.open { house in
            let features = await house.features
            let pages = Set(house.site.routes.filter { $0.method == .get }.map(\.path))
            let nowhere = features.flatMap(\.menu).map(\.link.text).filter { !pages.contains($0) }
            expect(nowhere, is: [], "these menu entries lead nowhere")
            expect(
                Self.codes(/AuditEvent\(\s*"([^"]+)"/).subtracting(features.flatMap(\.auditEvents).map(\.code)), is: [],
                "add these to their room's feature.auditEvents")
            expect(
                Self.codes(/ReceiptUse\(\s*"([^"]+)"/).subtracting(features.flatMap(\.receiptUses).map(\.code)), is: [],
                "add these to their room's feature.receiptUses")
        }
    }

    /// What the sources of all rooms write into logs.
    private static func codes(_ pattern: Regex<(Substring, Substring)>) -> Set<String> {
        let base = Project.root.appending(path: "Sources/Features")
        let names =
            FileManager.default.enumerator(atPath: base.path(percentEncoded: false))?.compactMap { $0 as? String } ?? []
        let found = names.filter { $0.hasSuffix(".swift") }.flatMap { name -> [String] in
            let text = (try? String(contentsOf: base.appending(path: name), encoding: .utf8)) ?? ""
            return text.matches(of: pattern).map { String($0.1) }
        }
        return Set(found)
    }
}

extension WholeHouse {
    /// Somebody who has signed in with a passphrase, in a browser.
    func signedIn() async throws -> (browser: Browser, name: String, passphrase: String) {
        let accounts = try await house.rooms.accounts.createDemoAccounts(
            folder: house.settings.data.path(percentEncoded: false))
        guard let account = accounts.first(where: { $0.kind == .member }) else { throw HouseTestError("no account") }
        var browser = Browser(site: site, language: .en)
        _ = await browser.post(
            "/sign-in", [("pseudonym", account.pseudonym), ("passphrase", account.passphrase)])
        guard browser.isSignedIn else { throw HouseTestError("the account could not sign in") }
        return (browser, account.pseudonym, account.passphrase)
    }
}
