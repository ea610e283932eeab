import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Safety

extension TestTalk {
    static let hello = "We both wrote about the first month."

    /// Two who may write to each other first.
    func befriend(_ one: Int, _ other: Int) async throws {
        try await world.accounts.follow(people[other], as: viewer(one))
        try await world.accounts.follow(people[one], as: viewer(other))
    }

    func letterPath(_ number: Int) -> String { "/people/\(people[number])/letter" }
    func letterbox(_ id: ID<Correspondence>, _ what: String = "") -> String { "/me/letters/\(id)\(what)" }

    func ask(_ one: Int, _ other: Int, _ fields: [(String, String)] = []) async -> Exchange {
        await post(letterPath(other), as: one, fields.isEmpty ? [("words", Self.hello)] : fields)
    }

    /// One asked another, who has not said anything.
    func asked(_ one: Int, _ other: Int, _ words: String = TestTalk.hello) async throws -> ID<Correspondence> {
        try await befriend(one, other)
        let sent = await ask(one, other, [("words", words)])
        expect(sent, 303)
        let place = try #require(sent.header("location"))
        return try #require(ID<Correspondence>(String(place.dropFirst("/me/letters/".count))))
    }

    /// Two who write to each other.
    func correspondence(_ one: Int, _ other: Int, _ words: String = TestTalk.hello) async throws -> ID<Correspondence> {
        let id = try await asked(one, other, words)
        expect(await post(letterbox(id, "/answer"), as: other, [("answer", "yes")]), 303, to: letterbox(id))
        return id
    }

    @discardableResult
    func write(
        _ words: String, in id: ID<Correspondence>, by number: Int, _ more: [(String, String)] = []
    ) async -> Exchange {
        await post(letterbox(id), as: number, [("words", words)] + more)
    }

    func show(_ number: Int, to visibility: Visibility) async throws {
        var profile = OwnProfile()
        profile.pseudonymVisibility = visibility
        try await world.accounts.setProfile(profile, as: viewer(number))
    }

    func wish(_ wish: Visibility, of number: Int) async {
        expect(await post("/me/letters", as: number, [("first", wish.rawValue)]), 303, to: "/me/letters")
    }

    func reportLetter(_ place: LetterPlace, by number: Int) async throws -> ReportOutcome {
        try await safety.report(
            CommunitiesFeature.subject(place), .contact, words: "", in: PublishedTexts(of: world.features),
            as: viewer(number), at: now)
    }
}
