import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Communities

/// A site on which the dark is offered, with as many who could have asked as the test says.
struct TestDark: Sendable {
    let site: TestTalk

    var talk: CommunitiesFeature { site.talk }
    var pool: DarkPool { talk.darkPool }
    static let ask = "/communities/stigma/ask"

    func browser(_ number: Int, _ language: Language = .en) async throws -> Browser {
        try await site.world.browser(of: site.people[number], language: language)
    }

    /// A form as it stands, with some fields changed, sent again as a browser without script does.
    func form(
        in page: Exchange, _ changes: [(String, String)] = [], action: String = "/communities/stigma/ask"
    ) -> [(String, String)] {
        var fields = SentForm.fields(in: page.text, action: action)
        for (name, value) in changes {
            fields.removeAll { $0.0 == name }
            fields.append((name, value))
        }
        return fields
    }

    static let question = [
        ("title", "How do I tell somebody that I have seizures?"), ("words", "We have met four times."),
        ("readers", "members"), ("pace", "patient"),
    ]

    /// The empty form, behind the choice.
    func open(_ browser: inout Browser) async -> Exchange {
        await browser.post(Self.ask, on: Self.ask + "?kind=question", [("way", "dark")])
    }

    /// A page of the desk.
    func desk(_ browser: inout Browser, _ fields: [(String, String)] = []) async -> Exchange {
        await browser.post("/me/talk", on: "/me/talk", fields)
    }

    /// Asks to the end; answers the last page.
    func ask(
        _ browser: inout Browser, _ changes: [(String, String)] = []
    ) async -> Exchange {
        let opened = await open(&browser)
        let looked = await send(&browser, opened, Self.question + changes + [("go", "look")])
        return await send(&browser, looked, [("consent", "yes"), ("go", "send")])
    }

    func send(
        _ browser: inout Browser, _ page: Exchange, _ changes: [(String, String)],
        to action: String = "/communities/stigma/ask"
    ) async -> Exchange {
        await browser.send(
            action, form(in: page, changes, action: action), token: Browser.token(in: page) ?? "")
    }

    /// All that waits, whoever's it is.
    func waiting() async -> [DarkAct] { await pool.due(at: Instant(milliseconds: .max)) }

    /// What waits appears, as the release does it: questions only. Answers the threads.
    @discardableResult
    func appear(_ state: PostState = .shown, isWorried: Bool = false) async throws -> [ID<CommunityThread>] {
        var threads: [ID<CommunityThread>] = []
        for act in await waiting() {
            guard case .ask(let question) = act.deed else { continue }
            let id = try await site.start(question.title, question.words, by: 0, question.visibility, state: state)
            try await site.database.write { tx in
                try tx.execute("UPDATE threads SET author_id = NULL WHERE id = \(id)")
                try tx.execute("UPDATE posts SET author_id = NULL WHERE thread_id = \(id)")
                try tx.execute("DELETE FROM thread_watches WHERE thread_id = \(id)")
            }
            let thread = try #require(try await site.thread(id))
            let post = DarkPostStore.Own(
                number: 1, words: question.words, html: Array("<p>\(question.words)</p>".utf8), warning: nil,
                state: state, isJudged: false)
            let ruling = UnnamedRuling(
                isDecided: true, isHidden: true, category: "contact", explanation: "No numbers, please.", at: site.now,
                appealUntil: site.now + .days(10))
            let community = Community(id: TestTalk.stigma, slug: TestTalk.slug, kind: .theme)
            talk.darkBook.put(
                DarkThread(mark: act.mark, thread: id, day: PartialDate(site.now), barredUntil: nil),
                DarkBook.Entry(
                    thread: thread, community: community, posts: [post],
                    rulings: state == .hidden ? [1: ruling] : [:]), isWorried: isWorried)
            threads.append(id)
        }
        await pool.drop(Set(await waiting().map(\.id)))
        return threads
    }

    /// A moderator closes the dark to whoever asked.
    func bar(_ thread: DarkThread, until day: PartialDate) {
        let entry = thread.thread.flatMap { talk.darkBook.entry($0) }
        talk.darkBook.put(
            DarkThread(mark: thread.mark, thread: thread.thread, day: thread.day, barredUntil: day), entry)
    }
}

/// The fields of a page's form.
enum SentForm {
    static func fields(in page: String, action: String) -> [(String, String)] {
        let forms = page.split(separator: "<form ").dropFirst().filter { $0.contains("action=\"\(action)\"") }
        // The one in which somebody writes, else the first.
        guard let form = forms.first(where: { $0.contains("<textarea") }) ?? forms.first else { return [] }
        var found: [(String, String)] = []
        for match in form.matches(of: /<input type="hidden" name="([a-z]+)" value="([^"]*)"/) where match.1 != "csrf" {
            found.append((String(match.1), plain(match.2)))
        }
        for match in form.matches(of: /<input class="input[^>]* id="([a-z]+)" name="[^"]*"[^>]* value="([^"]*)"/) {
            found.append((String(match.1), plain(match.2)))
        }
        for match in form.matches(of: /<textarea [^>]*name="([a-z]+)"[^>]*>\n([^<]*)<\/textarea>/) {
            found.append((String(match.1), plain(match.2)))
        }
        for match in form.matches(
            of: /<input type="(?:radio|checkbox)" id="[^"]*" name="([a-z]+)" value="([^"]*)"([^>]*)>/)
        where match.3.contains("checked") {
            found.append((String(match.1), plain(match.2)))
        }
        return found
    }

    private static func plain(_ text: Substring) -> String {
        String(text).replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }
}

/// Runs a body on a site on which the dark is offered.
/// - Parameter people: who could have asked in the place; elsewhere 5,000.
func withDark(
    on backend: Backend = .sqlite, _ people: Int = 700, _ body: (TestDark) async throws -> Void
) async throws {
    try await withTalk(on: backend, dark: DarkSetting(isOffered: true)) { site in
        var counts: [DarkCrowd.Key: Int] = [:]
        for language in [Language.en, .es] {
            for slug in [TestTalk.slug, "epilepsy"] {
                let key = DarkCrowd.Key(community: Community.id(slug: slug), language: language)
                counts[key] = slug == TestTalk.slug ? people : 5_000
            }
        }
        site.talk.crowd.put(counts, at: site.now)
        try await body(TestDark(site: site))
    }
}
