@testable import Markup
import Testing

/// What is on every page.
@Suite struct ShellTests {
    static func page(_ change: (inout Shell) -> Void = { _ in }, language: Language = .en) throws -> String {
        var shell = Shell(
            text: try ownTexts()[language], title: "Duloxetine", main: "<h1>x</h1>", path: "/treatments/d?a=1")
        change(&shell)
        return shell.document().string
    }

    @Test(arguments: Language.allCases) func `the crisis line comes before everything but the skip link`(
        language: Language
    ) throws {
        let page = try Self.page(language: language)
        let order = [
            "class=\"skip\"", "href=\"tel:988\"", "href=\"sms:988\"", "href=\"tel:911\"", "class=\"site-name\"",
            "<main",
        ]
        let places = order.map { page.firstRange(of: $0)?.lowerBound ?? page.endIndex }
        #expect(places == places.sorted() && places.last != page.endIndex)
        #expect(page.contains("<html lang=\"\(language.rawValue)\""))
    }

    @Test func `the line says how to be understood where that is known of the number`() throws {
        let words = ["en": "hi", "es": "AYUDA"]
        let spanish = try Self.page({ $0.crisisWords = words }, language: .es)
        expect(spanish, holds: ["<a href=\"tel:988\">988, oprime 2</a>", "<a href=\"sms:988?body=AYUDA\""])
        expect(
            try Self.page { $0.crisisWords = words },
            holds: ["<a href=\"tel:988\">Call 988</a>", "<a href=\"sms:988?body=hi\""])
        // Of another number nobody knows what it wants to hear.
        let other = try Self.page({ $0.crisisNumber = "112" }, language: .es)
        expect(other, holds: ["<a href=\"tel:112\">Llama al 112</a>", "<a href=\"sms:112\""], lacks: ["oprime"])
    }

    @Test(arguments: Language.allCases) func `a frame made for one page holds for every other of its language`(
        language: Language
    ) throws {
        let text = try ownTexts()[language]
        let frame = Shell(text: text, title: "", main: .empty, path: "/").frame()
        var shell = Shell(
            text: text, title: "Yoga", main: "<h1>y</h1>", path: "/treatments/yoga", viewerName: "Fernleaf",
            csrf: "token")
        for query in ["", "back pain"] {
            shell.query = query
            #expect(shell.document(in: frame) == shell.document())
        }
    }

    @Test func `the language switch leads back to this page`() throws {
        #expect(try Self.page().contains("href=\"/language/es?back=%2Ftreatments%2Fd%3Fa%3D1\" lang=\"es\""))
        #expect(try Self.page(language: .es).contains("href=\"/language/en?back="))
    }

    @Test func `several other languages stand in a list that opens without script`() throws {
        let texts = try Texts([(MarkupTexts.feature, MarkupTexts.bundle)], pseudo: true)
        let page = Shell(text: texts[.es], title: "x", main: "<h1>x</h1>", path: "/a").document().string
        #expect(page.contains("<details class=\"language language-menu\"><summary>"))
        #expect(page.contains("<li><a href=\"/language/en?back=%2Fa\" lang=\"en\""))
        #expect(page.contains("<li><a href=\"/language/en-XA?back=%2Fa\" lang=\"en-XA\""))
    }

    @Test func `a visitor is asked to sign in or join, a member may sign out`() throws {
        let visitor = try Self.page()
        expect(visitor, holds: ["href=\"/sign-in\"", "href=\"/sign-up\""], lacks: ["/sign-out"])
        let member = try Self.page { ($0.viewerName, $0.csrf) = ("Fernleaf", "token") }
        let form = "action=\"/sign-out\" method=\"post\"><input type=\"hidden\" name=\"csrf\" value=\"token\">"
        expect(member, holds: ["<bdi>Fernleaf</bdi>", form], lacks: ["href=\"/sign-in\""])
    }

    @Test func `the menu shows what it is given, marks the current entry and says what waits`() throws {
        let menu = ShellMenu(
            doors: [ShellItem(label: "Learn", link: "/learn", isCurrent: true)],
            own: [ShellItem(label: "Questions", link: "/me/asks", waiting: 3, waitingWords: "3 questions wait")],
            account: [ShellItem(label: "Server", link: "/admin")])
        let page = try Self.page { ($0.menu, $0.viewerName, $0.csrf) = (menu, "Fernleaf", "token") }
        expect(
            page,
            holds: [
                "<a href=\"/learn\" aria-current=\"true\">Learn", "<span class=\"unseen\">3 questions wait</span>",
                "<a href=\"/admin\">Server</a>",
            ])
        #expect(page.ranges(of: "aria-current").count == 1)
    }

    @Test func `what waits in several rooms is said room by room, and behind the member's name as well`() throws {
        func item(_ label: String, _ waiting: Int) -> ShellItem {
            ShellItem(
                label: label, link: "/x", waiting: waiting, waitingWords: waiting > 0 ? "\(waiting) \(label)" : "")
        }
        var server = item("alerts", 2)
        server.isCurrent = true
        let menu = ShellMenu(
            doors: [item("doors", 0)], own: [item("questions", 3), item("messages", 4)], account: [server])
        let page = try Self.page { ($0.menu, $0.viewerName, $0.csrf) = (menu, "Fernleaf", "token") }
        expect(
            page,
            holds: [
                "<span aria-hidden=\"true\">9</span>",
                "<span class=\"unseen\">3 questions, 4 messages, 2 alerts</span>",
                "<a href=\"/x\" aria-current=\"true\">alerts", "<span class=\"unseen\">2 alerts</span>",
            ])
    }

    private func expect(
        _ page: String, holds words: [String], lacks absent: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let missing = words.filter { !page.contains($0) }
        let shown = absent.filter { page.contains($0) }
        #expect(missing.isEmpty && shown.isEmpty, "\(page)", sourceLocation: sourceLocation)
    }

    @Test func `no page asks another site for anything`() throws {
        let page = try Self.page()
        let loaded = page.matches(of: /(?:src|<link[^>]* href)="([^"]*)"/).map { $0.1 }
        #expect(!loaded.isEmpty && loaded.allSatisfy { $0.hasPrefix("/public/") })
    }

    @Test func `a demonstration says so and a private page is not indexed`() throws {
        #expect(try Self.page { $0.isSynthetic = true }.contains("class=\"synthetic\""))
        #expect(try !Self.page().contains("class=\"synthetic\""))
        #expect(try Self.page { $0.isIndexed = false }.contains("<meta name=\"robots\" content=\"noindex\">"))
    }
}
