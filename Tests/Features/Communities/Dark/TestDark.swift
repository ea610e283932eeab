import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Communities
@testable import Safety

/// A site on which the dark is offered, with as many who could have asked as the test says.
struct TestDark: Sendable {
    let site: TestTalk

    var talk: CommunitiesFeature { site.talk }
    var pool: DarkPool { talk.darkPool }
    static let ask = "/communities/stigma/ask"

    /// Signed in with a key of their own, as who comes in by their passphrase is.
    func browser(_ number: Int, _ language: Language = .en) async throws -> Browser {
        let (accounts, person) = (site.world.accounts, site.people[number])
        let key = MemberKey(bytes: [UInt8](repeating: UInt8(number), count: 32))
        var browser = try await site.world.browser(language: language)
        browser.cookies["__Host-wayfellow"] = try await site.database.write {
            try accounts.open(SessionOpening(member: person, key: key), in: $0)
        }
        return browser
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
        await beating { await browser.post("/me/talk", on: "/me/talk", fields) }
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
        let fields = form(in: page, changes, action: action)
        return await beating { await browser.send(action, fields, token: Browser.token(in: page) ?? "") }
    }

    // MARK: - The pool and the hour

    /// Beats while something waits for its cell, as the server does every 3 s.
    private func beating<Value: Sendable>(_ body: () async -> Value) async -> Value {
        let beats = Task { [pool] in
            while !Task.isCancelled {
                if await !pool.pending.isEmpty { try? await pool.beat() }
                await Task.yield()
            }
        }
        let value = await body()
        beats.cancel()
        await beats.value
        return value
    }

    /// All that waits, whoever's it is, the soonest first.
    func waiting() async -> [DarkAct] {
        await pool.due(at: Instant(milliseconds: .max)).sorted { $0.due < $1.due }
    }

    /// Time goes on until all that waits is due, and it is done; sessions may be over by then. Answers the threads of the
    /// questions among it.
    @discardableResult
    func appear() async throws -> [ID<CommunityThread>] {
        let acts = await waiting()
        if let last = acts.last?.due, last > site.now { site.time.pass(last - site.now) }
        try await pool.beat()
        try await talk.releaseDark(await pool.due(at: site.now), at: site.now)
        // What is done, the pool has read with the next beat.
        try await pool.beat()
        return acts.compactMap { if case .ask(let question) = $0.deed { question.thread } else { nil } }
    }

    /// Three members report what was asked, and a moderator takes it out of sight.
    func hide(_ thread: ID<CommunityThread>) async throws {
        for number in [5, 6, 7] { try await site.report(PostPlace(thread, 1), by: number) }
        try await site.rule(.hidden)
        try await talk.rereadDark()
    }

    /// A reader is worried about whoever asked.
    func worry(about thread: ID<CommunityThread>) async throws {
        _ = try await site.safety.worry(
            about: CommunitiesFeature.subject(PostPlace(thread, 1)), in: PublishedTexts(of: site.world.features),
            as: site.viewer(2), at: site.now)
        try await talk.rereadDark()
    }

    /// A moderator closes the dark for a week to whoever asked.
    func bar(_ thread: ID<CommunityThread>) async throws -> Exchange {
        // Their session has come to an end by then.
        try await site.world.grant(.moderator, to: site.keeper)
        return await site.world.post("\(site.path(thread))/bar", on: TestTalk.page, as: site.moderator, [("days", "7")])
    }
}

extension DarkPool {
    /// As if the key were gone until the next beat.
    func lock(for reason: String) { lock = reason }
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
