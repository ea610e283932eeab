import Foundation
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Communities
@testable import Vocabulary

extension TestTalk {
    /// Titles of what somebody finds, by all of the words and by any.
    func found(_ typed: String, as viewer: Viewer, in slug: String? = nil) async throws -> [String] {
        let community = slug.map { Community.id(slug: $0) }
        guard let words = SearchedWords(typed, talk.smallWords) else { return [] }
        let (all, any) = try await database.read { tx in
            (
                try SearchStore.newest(100, holding: words, in: community, as: viewer, in: tx).posts,
                try SearchStore.ranked(100, holdingAnyOf: words, in: community, as: viewer, in: tx)
            )
        }
        if words.count == 1 { expect(any.map(\.thread.title), is: all.map(\.thread.title), typed) }
        return all.map(\.thread.title)
    }

    func found(_ typed: String, as number: Int? = nil) async throws -> [String] {
        try await found(typed, as: number.map(viewer) ?? .anonymous)
    }

    func change(_ place: PostPlace, to words: String, title: String? = nil, by number: Int) async throws {
        let posted = try await talk.change(
            place, title: title, PostInput(words: words), as: viewer(number), at: now)
        guard case .done = posted else { throw StorageError.other("\(posted)") }
    }
}

/// What people wrote is found by its words, by those who may read it, for as long as they may.
@Suite struct SearchTests {
    @Test(arguments: Backend.available)
    func `words find what their reader may read, in every state and for every reader, and nothing else`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            for number in 2...4 { try await site.join(number) }
            try await site.join(5, "epilepsy")
            try await site.world.accounts.block(site.people[3], as: site.viewer(1))
            try await site.world.accounts.block(site.people[1], as: site.viewer(4))
            for visibility in ThreadVisibility.allCases {
                for state in PostState.allCases {
                    let title = "Quittenthread \(visibility) \(state)"
                    let thread = try await site.start(title, "Quittenword", by: 1, visibility, state: state)
                    if state == .shown { try await site.put("Quittenword again", in: thread, by: 1) }
                }
            }
            for reader in Reader.allCases {
                let viewer = viewer(reader, site)
                let readable = ThreadVisibility.allCases.filter { reader.reads($0, .shown) }
                let wanted = Set(readable.map { "Quittenthread \($0) shown" })
                let found = try await site.found("quittenword", as: viewer)
                expect(found.count, is: wanted.count, "\(reader): \(found)")
                expect(Set(found), is: wanted, "\(reader)")
                expect(try await Set(site.found("quittenthread", as: viewer, in: "stigma")), is: wanted, "\(reader)")
                expect(try await site.found("quittenword", as: viewer, in: "epilepsy"), is: [], "\(reader)")
            }
        }
    }

    private func viewer(_ reader: Reader, _ site: TestTalk) -> Viewer {
        switch reader {
        case .visitor: .anonymous
        case .member: site.viewer(0)
        case .author: site.viewer(1)
        case .belonging: site.viewer(2)
        case .blocked: site.viewer(3)
        case .blocker: site.viewer(4)
        case .elsewhere: site.viewer(5)
        case .moderator: site.moderator
        case .program: .system(reason: "test")
        }
    }

    @Test(arguments: Backend.available)
    func `in a thread that somebody reads, posts that they do not read are not found`(on backend: Backend) async throws
    {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("The open thread", by: 0, .anyone)
            for state in PostState.allCases where state != .shown {
                try await site.put("Quitten\(state)", in: thread, by: 1, state)
            }
            try await site.put("Quittenshown", in: thread, by: 1)
            try await site.world.accounts.block(site.people[3], as: site.viewer(1))
            for state in PostState.allCases {
                let isShown = state == .shown
                expect(try await site.found("quitten\(state)").isEmpty, is: !isShown, "\(state)")
                expect(try await site.found("quitten\(state)", as: 1).isEmpty, is: !isShown, "its author, \(state)")
                expect(try await site.found("quitten\(state)", as: 3), is: [], "a block, \(state)")
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a post is found for as long as others read it, by the words that it has now`(on backend: Backend) async throws
    {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("The first quittentitle", by: 1, .anyone)
            let (first, held) = (PostPlace(thread, 1), try await site.put("Quittenheld", in: thread, by: 2, .waiting))
            expect(try await site.found("quittenheld"), is: [])
            try await site.decide(held, isAllowed: true)
            expect(try await site.found("quittenheld").count, is: 1)
            try await site.setHidden(true, held)
            expect(try await site.found("quittenheld"), is: [])
            try await site.setHidden(false, held)
            expect(try await site.found("quittenheld").count, is: 1)
            try await site.change(held, to: "Quittenother", by: 2)
            expect(try await [site.found("quittenheld").count, site.found("quittenother").count], is: [0, 1])
            try await site.change(first, to: "The same", title: "The second plumtitle", by: 1)
            expect(try await [site.found("quittentitle").count, site.found("plumtitle").count], is: [0, 1])
            try await site.setHidden(true, first)
            expect(try await site.found("quittenother"), is: [], "in a hidden thread nothing is found")
            try await site.setHidden(false, first)
            expect(try await site.remove(held, by: 2), is: true)
            expect(try await site.found("quittenother"), is: [])
            expect(try await site.remove(first, by: 1), is: true)
            expect(try await site.found("plumtitle"), is: [])
            expect(try await site.count("SELECT COUNT(*) FROM post_words"), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM posts WHERE document IS NOT NULL"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `who leaves takes along what they are found by, or leaves it behind without their name`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("Asked by another", by: 0, .anyone)
            for number in [1, 2] { try await site.put("Quittenword \(number)", in: thread, by: number) }
            try await site.put("Quittenwaiting", in: thread, by: 2, .waiting)
            for (number, way) in [(1, LeavingWay.erase), (2, .anonymise)] {
                _ = try await site.world.accounts.leave(
                    site.people[number], way, by: site.viewer(number), site.world.features, at: site.now)
            }
            expect(try await site.found("quittenword 1"), is: [])
            expect(try await site.found("quittenword 2"), is: ["Asked by another"])
            expect(try await site.count("SELECT COUNT(*) FROM post_words"), is: 2, "the question, and what stays")
        }
    }

    @Test(arguments: Backend.available)
    func `every thread is found once, on one page, however many of its posts hold the words`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            var threads: [ID<CommunityThread>] = []
            for number in 0..<12 {
                threads.append(try await site.start("Thread \(number)", "Quittenword", by: number % 4))
            }
            // The posts of all threads between each other, and one thread with very many.
            for number in 0..<30 {
                site.time.pass(.seconds(1))
                try await site.put("Quittenword", in: threads[number * 7 % 12], by: number % 4)
                if number % 3 > 0 { try await site.put("Quittenword", in: threads[5], by: 1) }
            }
            let (words, viewer) = (try #require(SearchedWords("quittenword", site.talk.smallWords)), site.viewer(6))
            for limit in [1, 3, 5] {
                var (titles, cursor, pages) = ([String](), Int64?.none, 0)
                repeat {
                    let behind = cursor
                    let page = try await site.database.read { tx in
                        try SearchStore.newest(
                            limit, holding: words, in: TestTalk.stigma, behind: behind, as: viewer, in: tx)
                    }
                    expect(page.posts.count, is: min(limit, 12 - titles.count), "page \(pages) of \(limit)")
                    (cursor, pages) = (page.next, pages + 1)
                    titles += page.posts.map(\.thread.title)
                } while cursor != nil && pages < 20
                expect(titles.count, is: 12, "\(titles)")
                expect(Set(titles).count, is: 12, "\(titles)")
            }
        }
    }

    @Test(arguments: Backend.available)
    func `words are found however they are written, in the singular and in the plural`(on backend: Backend) async throws
    {
        try await withTalk(on: backend) { site in
            _ = try await site.start("Náusea y **convulsiones**", "See [the leaflet](https://example.org)", by: 0)
            for typed in [
                "nausea", "NÁUSEAS", "nauseas convulsion", "convulsiones", "leaflets", "the leaflet", "¡Náusea!",
                "na\u{301}usea",
            ] {
                expect(try await site.found(typed, as: 1).count, is: 1, typed)
            }
            for typed in ["nause", "leaf", "nausea vomiting", ""] {
                expect(try await site.found(typed, as: 1), is: [], typed)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `what is imported is found, and what was written before there was an index is put into it`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let file = """
                {"record":"member","name":"a"}
                {"record":"thread","thread":1,"community":"stigma","kind":"question","title":"Imported plumtitle","author":"a","daysAgo":3,"visibility":"anyone"}
                {"record":"post","thread":1,"number":1,"author":"a","daysAgo":3,"text":"Quittenword"}
                """
            try await site.talk.takeIn(TalkFile(file))
            expect(try await site.found("plumtitle quittenword"), is: ["Imported plumtitle"])
            let hidden = try await site.start("Hidden plumtitle", by: 1, .anyone, state: .hidden)
            try await site.database.write { tx in
                try PostIndexStore.index.remove(
                    try tx.rows("SELECT document FROM posts WHERE state = 'shown'") { try $0.get(0, as: Int64.self) },
                    in: tx)
                try tx.execute("UPDATE posts SET document = NULL")
                // Of a post that went along with its thread.
                try PostIndexStore.index.put([Array("plumtitle".utf8)], of: 7, in: tx)
            }
            expect(try await site.found("plumtitle"), is: [])
            try await site.talk.beginIndexing()
            try await site.world.runJobs()
            expect(try await site.found("plumtitle quittenword"), is: ["Imported plumtitle"])
            expect(try await site.count("SELECT COUNT(*) FROM post_words"), is: 1, "neither hidden nor lost")
            try await site.setHidden(false, PostPlace(hidden, 1))
            expect(try await site.found("plumtitle").count, is: 2)
        }
    }

    @Test func `posts of one moment have different numbers, and later ones larger`() {
        let moment = Instant(milliseconds: 1_795_000_000_000)
        let numbers = (0..<100).map { _ in PostIndexStore.newDocument(at: moment) }
        #expect(Set(numbers).count > 90)
        #expect(numbers.allSatisfy { $0 < PostIndexStore.newDocument(at: moment + .milliseconds(1)) })
        for far in [Int64.min, -1, 0, .max] {
            #expect(PostIndexStore.newDocument(at: Instant(milliseconds: far)) >= 0)
        }
    }

    @Test(arguments: [
        "", "…", "x", String(repeating: "x", count: 10_000), String(repeating: "é", count: 9_999) + " plum",
        String(repeating: "\u{300}", count: 9_999), String(repeating: "word ", count: 2_000) + "plum",
        "plum " + String(repeating: "word ", count: 2_000), "👩‍👩‍👧‍👦 plum 👩‍👩‍👧‍👦", String(repeating: "👩‍👩‍👧‍👦", count: 400) + "plum",
        "**plum**", "\u{0}plum\u{0}",
    ]) func `an excerpt is short, whatever the words are, and has the word that was looked for`(_ words: String) {
        guard let looked = SearchedWords("plum", SmallWords()) else { return }
        let excerpt = looked.excerpt(of: words)
        #expect(excerpt.utf8.count <= 240, "\(excerpt)")
        #expect(!excerpt.contains("*"))
        #expect(excerpt.contains("plum") == words.contains("plum"), "\(excerpt)")
    }
}
