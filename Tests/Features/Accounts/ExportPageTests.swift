import Databases
import Dispatch
import Markup
import Storage
import Synchronization
import Testing
import Web
import World

@testable import Accounts

/// Everything as a page to read and as tables.
@Suite struct ExportPageTests {
    private static let passphrase = [("current", TestAccounts.passphrase)]

    @Test(arguments: Backend.available, Language.allCases)
    func `a member reads everything on one page, in their language and without a code`(
        on backend: Backend, language: Language
    ) async throws {
        try await withAccounts(on: backend) { world in
            try await world.fill("Marker Heron")
            let id = try await world.id(of: "Marker Heron")
            var browser = try await world.browser(of: id)
            browser.cookies["language"] = language.rawValue
            expect(
                await browser.post(
                    "/me/account/export/page", on: "/me/account/export", [("current", "wrong wrong wrong")]), 422)
            expect(try await world.receipts(of: id).count { $0.use == ReceiptUse.export.code }, is: 0)
            let page = await browser.post("/me/account/export/page", on: "/me/account/export", Self.passphrase)
            let text = try allTexts()[language]
            expect(
                page, 200,
                holds: [
                    "<h1>\(text("accounts.everything.title"))</h1>", "Marker Heron", "marker.heron@example.org",
                    "href=\"#accounts-contact\"", "id=\"accounts-contact\"", text("accounts.file.about.contact"),
                    "+16035550123", text("accounts.file.consent.health_data"), text("accounts.role.leader"),
                    text("accounts.file.space.site"), "Reed 12", "Rush 12", "</html>",
                ],
                lacks: ["⟦", id.description, "health_data", "argon2", "only-me", "2026-11-"])
            #expect(page.header("cache-control") == "no-store" && page.header("content-disposition") == nil)
            #expect(page.header("content-type") == "text/html; charset=utf-8")
            // Of the sets of which nothing is kept nothing is said.
            #expect(!page.text.contains(text("accounts.file.hold")) && !page.text.contains("id=\"accounts-hold\""))
            expect(try await world.receipts(of: id).count { $0.use == ReceiptUse.export.code }, is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `a member takes a table along for a quarter of an hour after the passphrase`(on backend: Backend) async throws
    {
        try await withAccounts(on: backend) { world in
            try await world.fill("Marker Heron")
            let id = try await world.id(of: "Marker Heron")
            var profile = OwnProfile.sample
            profile.about = "=1+1, \"quoted\" and more"
            try await world.accounts.setProfile(profile, as: .person(id, roles: []))
            var browser = try await world.browser(of: id)
            expect(
                await browser.post(
                    "/me/account/export/tables", on: "/me/account/export", [("current", "wrong wrong wrong")]), 422)
            let list = await browser.post("/me/account/export/tables", on: "/me/account/export", Self.passphrase)
            expect(list, 200, holds: ["accounts-contact.csv", "accounts-profile.csv"], lacks: ["accounts-hold.csv"])
            let right = String(try #require(list.text.firstMatch(of: /right=([0-9a-f]+)"/)).1)
            let file = await browser.get("/me/account/export/accounts-profile.csv?right=\(right)")
            expect(file, 200, holds: ["\"'=1+1, \"\"quoted\"\" and more\""])
            #expect(Array(file.body.prefix(3)) == [0xEF, 0xBB, 0xBF] && file.text.hasSuffix("\r\n"))
            #expect(file.header("content-disposition") == "attachment; filename=\"accounts-profile.csv\"")
            #expect(file.header("cache-control") == "no-store")
            expect(try await world.receipts(of: id).count { $0.use == ReceiptUse.export.code }, is: 1)
            let contact = await browser.get("/me/account/export/accounts-contact.csv?right=\(right)")
            expect(contact, 200, holds: ["\"'+16035550123\""])
            // One that there is none of is a header.
            let hold = await browser.get("/me/account/export/accounts-hold.csv?right=\(right)")
            #expect(hold.text.split(separator: "\r\n").count == 1)
            for name in ["nothing.csv", "accounts-profile", "accounts-wraps.csv", "page.csv", "%00.csv"] {
                expect(await browser.get("/me/account/export/\(name)?right=\(right)"), 404, name)
            }
            for wrong in ["", "?right=", "?right=00", "?right=\(right)0"] {
                expect(
                    await browser.get("/me/account/export/accounts-profile.csv\(wrong)"), 303, to: "/me/account/export")
            }
            // The right is this member's.
            var other = try await world.browser(of: try await world.member("Ana"))
            expect(
                await other.get("/me/account/export/accounts-profile.csv?right=\(right)"), 303, to: "/me/account/export"
            )
            var visitor = world.browser()
            expect(await visitor.get("/me/account/export/accounts-profile.csv?right=\(right)").status, is: 303)
            world.time.pass(.minutes(15))
            expect(
                await browser.get("/me/account/export/accounts-profile.csv?right=\(right)"), 303,
                to: "/me/account/export")
            expect(await browser.get("/me/account/export"), 200, holds: "The links to the tables have ended")
        }
    }

    @Test func `every field of what Accounts keeps is read`() async throws {
        try await withAccounts { world in
            try await world.fill("Marker Heron")
            let id = try await world.id(of: "Marker Heron")
            var seen: Set<String> = []
            for set in world.accounts.records {
                guard case .records(_, let read) = set.download else { continue }
                let records = try await world.database.read { try read(id, nil, 100, $0) }
                if !records.isEmpty { seen.insert(set.name) }
                let faults = records.flatMap { set.words?.faults(of: $0.value, in: set.name) ?? [set.name] }
                expect(faults, is: [], "name them in AccountRecordWords.swift")
            }
            #expect(
                seen.isSuperset(of: [
                    "accounts/authenticator", "accounts/blocking", "accounts/contact", "accounts/passphrase",
                    "accounts/spare-codes",
                ]))
        }
    }

    @Test(arguments: [
        ("plain", "\"plain\""), ("", ""), ("=1", "\"'=1\""), ("+1", "\"'+1\""), ("-1", "\"'-1\""), ("@a", "\"'@a\""),
        ("\ta", "\"'\ta\""), (" =1", "\"' =1\""), ("＝1", "\"'＝1\""), (" ＝1", "\"' ＝1\""), ("\n=1", "\"'\n=1\""),
        ("=\u{301}1", "\"'=\u{301}1\""),
        ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""), ("1 = 2", "\"1 = 2\""),
    ])
    func `a cell is text, whatever a spreadsheet would make of it`(cell: String, written: String) {
        expect(String(decoding: RecordTable.quoted(Array(cell.utf8)), as: UTF8.self), is: written)
    }

    /// As a file that is cut: by its missing end a program sees it, by a plain word a person.
    @Test(arguments: Backend.available)
    func `a page and a table say that they are not whole when their owner has left meanwhile`(
        on backend: Backend
    ) async throws {
        let leave = Leaving()
        try await withAccounts(on: backend, rooms: [try Self.room(leave)]) { world in
            for isTable in [false, true] {
                let ana = try await world.member("Ana", consent: true)
                var browser = try await world.browser(of: ana)
                let list = await browser.post("/me/account/export/tables", on: "/me/account/export", Self.passphrase)
                let right = String(try #require(list.text.firstMatch(of: /right=([0-9a-f]+)"/)).1)
                let whole = await browser.post("/me/account/export/page", on: "/me/account/export", Self.passphrase)
                expect(whole, 200, holds: ["This is the end:", "<dd>150</dd>"])
                leave.set { try await world.erase(ana) }
                if isTable {
                    let cut = await browser.get("/me/account/export/meanwhile.csv?right=\(right)")
                    expect(cut.status, is: 599)
                    #expect(cut.text.contains("This file is not whole"))
                } else {
                    // Not the bare number: a page's random marks hold any three digits now and then.
                    let cut = await browser.post("/me/account/export/page", on: "/me/account/export", Self.passphrase)
                    expect(
                        cut, 200, holds: ["This page is not whole", "</html>"],
                        lacks: ["This is the end:", "<dd>150</dd>"])
                }
                leave.set(nil)
            }
        }
    }

    /// A room with 250 records, whose owner leaves while the first hundred are read.
    private static func room(_ leave: Leaving) throws -> Feature {
        var room = try Feature.ofTest("Meanwhile")
        let words = RecordWords(
            "accounts.file.account", about: "accounts.file.about.account", [.number("number", "accounts.file.left")])
        room.records = [
            .list("meanwhile", count: { _, _ in 250 }) { _, after, limit, _ in
                let first = after.map { $0 + 1 } ?? 0
                if first == 0, let leave = leave.what {
                    let left = DispatchSemaphore(value: 0)
                    Task {
                        try? await leave()
                        left.signal()
                    }
                    left.wait()
                }
                return (first..<min(first + limit, 250)).map { ($0, ["number": $0]) }
            }.read(as: words)
        ]
        return room
    }
}

/// What happens while records are read.
private final class Leaving: Sendable {
    private let kept = Mutex<(@Sendable () async throws -> Void)?>(nil)

    var what: (@Sendable () async throws -> Void)? { kept.withLock { $0 } }
    func set(_ what: (@Sendable () async throws -> Void)?) { kept.withLock { $0 = what } }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
