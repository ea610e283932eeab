import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Files
@testable import Safety

/// Markup in what stands beside conversations: polls, pictures, letters, filters, answers by mail, questions of the week, and
/// reports, which moderators read. Each page has the tags that it has with plain words, and no other.
@Suite struct HostileElsewhereTests {
    private static let plain = ["Plain words", "Plain words\n\nand two lines more\nof them"]

    /// The tags of a page with the names of their attributes.
    private func tags(_ page: Exchange) -> Set<String> {
        Set(page.text.matches(of: /<[^>]*>/).map { String($0.0).replacing(#/="[^"]*"/#, with: "") })
    }

    /// Puts words wherever there is a place for them, and answers the pages on which they stand.
    private func pages(
        _ words: String, _ letters: ID<Correspondence>, _ site: TestTalk
    ) async throws -> [String: Exchange] {
        let thread = try await site.start(by: 1)
        let (place, mailed, path) = (PostPlace(thread, 1), ID<WrittenPost>.random(), site.path(thread))
        try await fill(words, place, mailed, site)
        await site.write(words, in: letters, by: 2, [("sure", "yes")])
        _ = await site.post("/me/talk/filters", as: 2, [("words", short(words))])
        _ = try await site.safety.report(
            CommunitiesFeature.subject(place), .other, words: words, in: PublishedTexts(of: site.world.features),
            as: site.viewer(3), at: site.now)
        let found = try await site.database.read { tx in
            try tx.first("SELECT id FROM safety_cases WHERE subject_record = \(place.record)") {
                try $0.get(0, as: ID<SafetyCase>.self)
            }
        }
        let one = try #require(found)
        try await site.safety.take(one, as: site.moderator, at: site.now)
        let pages = [
            "thread": await site.get(path, as: 4),
            "picture": await site.get(site.path(place, "picture"), as: 1),
            "mailed": await site.get("\(path)/reply?mailed=\(mailed)", as: 2),
            "own": await site.get("/me/talk", as: 2), "filters": await site.get("/me/talk/filters", as: 2),
            "letters": await site.get(site.letterbox(letters), as: 1),
            "own letters": await site.get(site.letterbox(letters), as: 2),
            "community": await site.get(TestTalk.page, as: 1),
            "week": await site.world.get("\(TestTalk.page)/week", as: site.moderator),
            "case": await site.world.get("/staff/queue/\(one)", as: site.moderator),
        ]
        // So that the next words find the pages as these did.
        _ = try await site.remove(place, by: 1)
        let writer = site.viewer(2)
        try await site.database.write { tx in
            try MailedAnswerStore.drop(mailed, as: writer, in: tx)
            _ = try tx.execute("DELETE FROM week_questions")
        }
        return pages
    }

    /// As much as a short field takes.
    private func short(_ words: String) -> String {
        String(String.UnicodeScalarView(words.unicodeScalars.prefix(39)))
    }

    private func fill(
        _ words: String, _ place: PostPlace, _ mailed: ID<WrittenPost>, _ site: TestTalk
    ) async throws {
        let (now, author, keeper, option) = (site.now, site.people[2], site.keeper, short(words))
        try await site.database.write { tx in
            var reader = FormReader(FormFields(["options": "\(option)\nNo"]))
            try PollStore.add(PollInput(&reader, asksPerson: false), .shown, to: place.thread, at: now, in: tx)
            let image = Image(kind: .png, bytes: [1], width: 1, height: 1)
            let file = try FileStore.add(image, descriptions: [:], at: now, in: tx)
            try PostPictureStore.add(file, saying: words, .shown, at: place, in: tx)
            try MailedAnswerStore.hold(
                MailedAnswer(id: mailed, member: author, thread: place.thread, words: words), at: now, in: tx)
            _ = try WeekQuestionStore.add(words, .en, to: TestTalk.stigma, for: Week(now), by: keeper, in: tx)
        }
    }

    /// How a page is made does not hang on the engine.
    @Test func `whatever stands beside a conversation, each page is made of its own tags`() async throws {
        try await withTalk { site in
            let letters = try await site.correspondence(1, 2)
            var usual: [String: Set<String>] = [:]
            for words in Self.plain {
                for (what, page) in try await pages(words, letters, site) {
                    let isSaid = !["picture", "week"].contains(what)
                    expect(page, 200, holds: isSaid ? ["Plain words"] : [], what)
                    usual[what, default: []].formUnion(tags(page))
                }
            }
            for words in HostileWordsTests.markup {
                for (what, page) in try await pages(words, letters, site) {
                    expect(page.status, is: 200, "\(what): \(words)")
                    expect(tags(page).subtracting(usual[what] ?? []), is: [], "\(what): \(words)")
                }
            }
        }
    }
}
