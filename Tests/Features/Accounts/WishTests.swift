import Storage
import Testing
import Web
import World

@testable import Accounts

@Suite struct WishTests {
    private static let current = ("current", TestAccounts.passphrase)

    private func save(_ browser: inout Browser, _ fields: [(String, String)]) async -> Exchange {
        await browser.post("/me/account/wishes", fields + [Self.current])
    }

    @Test(arguments: Backend.available)
    func `a wish is kept sealed, shown back, changed, exported and withdrawn`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, ben) = (try await world.member("Ana"), try await world.member("Ben Reed"))
            try await world.accounts.follow(ben, as: .person(ana, roles: []))
            var browser = try await world.browser(of: ana)
            expect(await browser.get("/me/account/wishes"), 200, holds: ["Ben Reed"], lacks: ["Take my wish back"])
            let fields = [
                ("what", "handOver"), ("delegate", ben.description), ("outside", "My sister Marker, 603 555 0100"),
                ("words", "Marker likes\nthe garden."),
            ]
            expect(
                await browser.post("/me/account/wishes", fields + [("current", "wrong wrong wrong")]), 422,
                holds: "the garden")
            expect(await save(&browser, fields), 303)
            expect(
                await browser.get("/me/account/wishes"), 200,
                holds: ["My sister Marker, 603 555 0100", "the garden.", "Take my wish back", "Ben Reed"])
            // Nobody who copies the database reads it.
            #expect(try await world.database.places(of: ID<Person>.random(), orWords: ["marker"]) == [])
            let file = await browser.post("/me/account/export", [Self.current])
            expect(file, 200, holds: ["\"delegate\":\"Ben Reed\"", "\"what\":\"handOver\"", "My sister Marker"])
            expect(await save(&browser, [("what", "erase"), ("delegate", "nobody")]), 303)
            expect(await browser.get("/me/account/wishes"), 200, lacks: ["My sister Marker"])
            expect(await browser.post("/me/account/wishes/withdraw", on: "/me/account/wishes", []), 303)
            #expect(try await world.count("SELECT COUNT(*) FROM wishes") == 0)
            expect(await browser.post("/me/account/wishes/withdraw", on: "/me/account/wishes", []), 303)
        }
    }

    @Test func `nobody can be chosen whom one does not follow, and too much is refused with nothing lost`() async throws
    {
        try await withAccounts { world in
            let (ana, ben) = (try await world.member("Ana"), try await world.member("Ben Reed"))
            var browser = try await world.browser(of: ana)
            for other in [ben.description, ID<Person>.random().description, "Ben Reed", ""] {
                expect(await save(&browser, [("what", "erase"), ("delegate", other)]), 422, lacks: ["Ben Reed"])
            }
            expect(await save(&browser, [("what", "handOver"), ("delegate", "nobody")]), 422)
            expect(await save(&browser, [("what", "burn"), ("delegate", "nobody")]), 422)
            expect(await save(&browser, [("delegate", "nobody")]), 422)
            let long = String(repeating: "palabra ", count: 625)
            expect(
                await save(&browser, [("what", "erase"), ("delegate", "nobody"), ("words", long)]), 422,
                holds: long.trimmingSpaces)
            #expect(try await world.count("SELECT COUNT(*) FROM wishes") == 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a delegate who leaves or blocks is told of, without saying who blocked whom`(on backend: Backend) async throws
    {
        try await withAccounts(on: backend) { world in
            let (ana, ben) = (try await world.member("Ana"), try await world.member("Ben Reed"))
            try await world.accounts.follow(ben, as: .person(ana, roles: []))
            var browser = try await world.browser(of: ana)
            expect(await save(&browser, [("what", "erase"), ("delegate", ben.description)]), 303)
            try await world.accounts.block(ana, as: .person(ben, roles: []))
            expect(
                await browser.get("/me/account/wishes"), 200,
                holds: ["You do not follow the person you chose any more"],
                lacks: ["Ben Reed", "block"])
            _ = try await world.accounts.erase(ben, by: .person(ben, roles: []), [], at: world.time.now)
            expect(await browser.get("/me/account/wishes"), 200, holds: "The person you chose has left")
        }
    }

    @Test(arguments: Backend.available)
    func `an administrator reads a wish only after a notice of a death, and the member sees it and says they live`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            let root = try await world.member("Root", roles: [RoleTests.root])
            let ana = try await world.member("Ana")
            var own = try await world.browser(of: ana)
            expect(await save(&own, [("what", "erase"), ("delegate", "nobody"), ("words", "Feed the cat.")]), 303)
            var admin = world.browser()
            admin.cookies["__Host-wayfellow"] = try await world.accounts.openSession(of: root, hasSecondStep: true)
            let page = "/admin/people/\(ana)/death"
            expect(await admin.get("/admin/people/\(ana)"), 200, holds: [page], lacks: ["wish"])
            expect(await admin.get(page), 200, lacks: ["Feed the cat", "Read what they wished"])
            expect(await admin.post("\(page)/wish", on: page, []), 404)
            expect(await admin.post(page, [("why", " ")]), 422)
            expect(await admin.post(page, [("why", "Her sister called.")]), 303)
            expect(await admin.get(page), 200, lacks: ["Feed the cat"])
            expect(
                await admin.post("\(page)/wish", on: page, []), 200,
                holds: ["Feed the cat.", "What to do"], lacks: ["Erase everything, as they wished"])
            expect(await admin.post("\(page)/carry-out", on: page, []), 409)
            let receipts = try await world.receipts(of: ana).map(\.use)
            #expect(receipts.contains(ReceiptUse.wish.code) && receipts.contains(ReceiptUse.deathNotice.code))
            let events = try await world.texts("SELECT event, '', '' FROM audit_events")
            #expect(events.contains("death-noted") && events.contains("wish-read"))
            expect(await own.get("/me/account/wishes"), 200, holds: "If you read this, it is wrong")
            expect(await own.post("/me/account/wishes/alive", on: "/me/account/wishes", []), 303)
            world.time.pass(.days(31))
            admin.cookies["__Host-wayfellow"] = try await world.accounts.openSession(of: root, hasSecondStep: true)
            expect(await admin.post("\(page)/wish", on: page, []), 404)
            #expect(try await world.accounts.pseudonyms(of: [ana]).count == 1)
        }
    }

    @Test(arguments: ["save", "withdraw"])
    func `who changes a wish lives, and a notice is the first thing they see`(how: String) async throws {
        try await withAccounts { world in
            let root = try await world.member("Root", roles: [RoleTests.root])
            let ana = try await world.member("Ana")
            var own = try await world.browser(of: ana)
            expect(await save(&own, [("what", "erase"), ("delegate", "nobody")]), 303)
            var admin = world.browser()
            admin.cookies["__Host-wayfellow"] = try await world.accounts.openSession(of: root, hasSecondStep: true)
            let page = "/admin/people/\(ana)/death"
            expect(await admin.post(page, [("why", "Her sister called.")]), 303)
            expect(await own.get("/me/account"), 200, holds: ["Somebody told us that you died", "/me/account/wishes"])
            var again = Browser(site: world.site, language: .en)
            expect(
                await again.post("/sign-in", [("pseudonym", "Ana"), ("passphrase", TestAccounts.passphrase)]), 303,
                to: "/me/account/wishes")
            if how == "save" {
                expect(await save(&own, [("what", "anonymise"), ("delegate", "nobody")]), 303)
            } else {
                expect(await own.post("/me/account/wishes/withdraw", on: "/me/account/wishes", []), 303)
            }
            expect(await admin.get(page), 200, lacks: ["Her sister called."])
            expect(await own.get("/me/account"), 200, lacks: ["Somebody told us that you died"])
            let events = try await world.texts("SELECT event, '', '' FROM audit_events")
            #expect(events.contains("death-denied"))
        }
    }

    @Test(arguments: Backend.available, Wish.What.allCases)
    func `after a month a person does what was wished`(on backend: Backend, what: Wish.What) async throws {
        try await withAccounts(on: backend) { world in
            let root = try await world.member("Root", roles: [RoleTests.root])
            let (ana, ben) = (try await world.member("Ana"), try await world.member("Ben Reed"))
            try await world.accounts.follow(ben, as: .person(ana, roles: []))
            var own = try await world.browser(of: ana)
            let written = world.time.now
            expect(await save(&own, [("what", what.rawValue), ("delegate", ben.description)]), 303)
            let page = "/admin/people/\(ana)/death"
            var admin = world.browser()
            admin.cookies["__Host-wayfellow"] = try await world.accounts.openSession(of: root, hasSecondStep: true)
            expect(await admin.post(page, [("why", "Her sister called.")]), 303)
            world.time.pass(.days(30))
            admin.cookies["__Host-wayfellow"] = try await world.accounts.openSession(of: root, hasSecondStep: true)
            expect(await admin.post("\(page)/wish", on: page, []), 200, holds: "Ben Reed")
            expect(await admin.post("\(page)/carry-out", on: page, [("wish", "1")]), 409, holds: "Read it again first")
            let done = await admin.post("\(page)/carry-out", on: page, [("wish", "\(written.milliseconds)")])
            if what == .handOver {
                expect(done, 200, holds: "\"part\":\"accounts/wish\"")
                #expect(try await world.receipts(of: ana).map(\.use).contains(ReceiptUse.handedOver.code))
            } else {
                expect(done, 303, to: "/admin/people")
                #expect(try await world.accounts.pseudonyms(of: [ana]) == [:])
            }
        }
    }
}

@Suite struct LeavePageTests {
    private static let current = [("current", TestAccounts.passphrase)]

    @Test(arguments: LeavingWay.allCases)
    func `somebody leaves in either way, once, and the way back leads to the door`(way: LeavingWay) async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana", consent: true)
            var (browser, other) = (try await world.browser(of: ana), try await world.browser(of: ana))
            let path = "/me/account/leave/\(way.rawValue)"
            expect(await browser.get("/me/account/leave"), 200, holds: path)
            expect(await browser.get(path), 200, holds: "\(path)/confirm")
            expect(await browser.get("/me/account/leave/vanish"), 404)
            expect(await browser.post("/me/account/leave/vanish/confirm", on: "\(path)/confirm", Self.current), 404)
            let form = try #require(Browser.token(in: await other.get("\(path)/confirm")))
            let done = await browser.post("\(path)/confirm", Self.current)
            #expect(done.status == 303)
            let receipt = try #require(done.header("location"))
            let name = way == .erase ? "Erase everything" : "Leave without your name"
            expect(await browser.get(receipt), 200, holds: way == .erase ? "Your account is erased" : "You have left")
            expect(await browser.get(receipt), 200, holds: name)
            expect(await browser.get(receipt), 200, holds: "within a minute")
            // The same form from another tab, and the page before.
            let again = await other.send("\(path)/confirm", Self.current, token: form)
            #expect(again.status == 303 && again.header("location")?.hasPrefix("/sign-in") == true, "\(again.status)")
            expect(await browser.get("\(path)/confirm"), 303)
            let event = way == .erase ? "erased" : "anonymised"
            #expect(try await world.texts("SELECT event, '', '' FROM audit_events").count { $0 == event } == 1)
        }
    }

    @Test func `who has not agreed to health data is offered erasing only`() async throws {
        try await withAccounts { world in
            var browser = try await world.browser(of: try await world.member("Ana"))
            expect(
                await browser.get("/me/account/leave"), 200, holds: ["nothing of yours can stay"], lacks: ["/anonymise"]
            )
            expect(await browser.get("/me/account/leave/anonymise"), 200, holds: "Nothing of yours stays")
            let done = await browser.post("/me/account/leave/anonymise/confirm", Self.current)
            expect(await browser.get(try #require(done.header("location"))), 200, holds: "Erase everything")
        }
    }
}

extension String {
    fileprivate var trimmingSpaces: String { String(reversed().drop { $0 == " " }.reversed()) }
}
