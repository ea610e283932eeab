import Markup
import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities

/// Who looks at what member 1 wrote, and what there is between them.
enum Reader: String, CaseIterable, CustomTestStringConvertible {
    case visitor = "a visitor"
    case member = "any member"
    case belonging = "a member who belongs to the community"
    case elsewhere = "a member who belongs to another community"
    case author = "its author"
    case blocked = "somebody who belongs and whom its author blocked"
    case blocker = "somebody who belongs and who blocked its author"
    case moderator = "a moderator, outside of the queue"
    case program = "the program itself"

    var testDescription: String { rawValue }

    /// The rules, written down by hand.
    func reads(_ visibility: ThreadVisibility, _ state: PostState) -> Bool {
        switch self {
        case .program: return true
        case .author where state != .gone: return true
        case .blocked, .blocker: return false
        default: break
        }
        // What was taken back is read for its answers only, and here are none.
        guard state == .shown else { return false }
        switch visibility {
        case .anyone: return true
        case .members: return self != .visitor
        case .community: return self == .belonging
        }
    }

    /// A post of a thread that they may read.
    func reads(postIn state: PostState) -> Bool {
        switch self {
        case .program: true
        case .author: state != .gone
        case .blocked, .blocker: false
        default: state == .shown
        }
    }
}

@Suite struct VisibilityTests {
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

    private func withReaders(on backend: Backend, _ body: (TestTalk) async throws -> Void) async throws {
        try await withTalk(on: backend) { site in
            for number in 2...4 { try await site.join(number) }
            try await site.join(5, "epilepsy")
            try await site.world.accounts.block(site.people[3], as: site.viewer(1))
            try await site.world.accounts.block(site.people[1], as: site.viewer(4))
            try await body(site)
        }
    }

    @Test(arguments: Backend.available)
    func `a thread is found and listed for those whom its author chose, and for nobody else`(
        on backend: Backend
    ) async throws {
        try await withReaders(on: backend) { site in
            for visibility in ThreadVisibility.allCases {
                for state in PostState.allCases {
                    let thread = try await site.start(by: 1, visibility, state: state)
                    for reader in Reader.allCases {
                        let viewer = viewer(reader, site)
                        let found = try await site.database.read { tx in
                            [
                                try ThreadStore.find(thread, as: viewer, in: tx) != nil,
                                try ThreadStore.list(of: TestTalk.stigma, limit: 100, as: viewer, in: tx)
                                    .contains { $0.id == thread },
                            ]
                        }
                        let reads = reader.reads(visibility, state)
                        expect(found, is: [reads, reads && state == .shown], "\(reader), \(visibility), \(state)")
                    }
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `of a post that somebody may not read nothing is left but its place`(on backend: Backend) async throws {
        try await withReaders(on: backend) { site in
            let thread = try await site.start(by: 0, .anyone)
            for state in PostState.allCases {
                let place = try await site.put("Word of \(state)", in: thread, by: 1, state)
                for reader in Reader.allCases {
                    let viewer = viewer(reader, site)
                    let (post, words) = try await site.database.read { tx in
                        (
                            try PostStore.posts(of: thread, numbered: [place.number], as: viewer, in: tx).first,
                            try PostStore.words(of: place, as: viewer, in: tx)?.words
                        )
                    }
                    let shown = try #require(post)
                    let reads = reader.reads(postIn: state)
                    let about = "\(reader), \(state)"
                    expect(shown.html.string.contains("Word of"), is: reads, about)
                    expect([shown.author != nil, shown.pseudonym != nil], is: [reads, reads], about)
                    expect(words != nil, is: reads && state != .gone, about)
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `what a quote shows follows the post it quotes, for each reader`(on backend: Backend) async throws {
        try await withReaders(on: backend) { site in
            let thread = try await site.start(by: 0, .members)
            let quoted = try await site.put("About the green door", in: thread, by: 1)
            let fields = [("words", "It did for me."), ("answers", "\(quoted.number)"), ("quote", "yes")]
            let sent = await site.post(site.path(thread) + "/reply", as: 2, fields)
            expect(sent, 303, to: "\(site.path(thread))#p3")
            let page = site.path(thread)
            expect(occurrences("green door", await site.get(page, as: 0)), is: 2, "the post and its quote")
            for number in [3, 4] {
                expect(occurrences("green door", await site.get(page, as: number)), is: 0, "a block")
                let reply = "\(page)/reply?answers=\(quoted.number)&quote=yes"
                expect(
                    occurrences("green door", await site.get(reply, as: number)), is: 0, "nor in the form of a reply")
            }
            try await site.setHidden(true, quoted)
            expect(occurrences("green door", await site.get(page, as: 0)), is: 0, "hidden")
            try await site.setHidden(false, quoted)
            expect(occurrences("green door", await site.get(page, as: 0)), is: 2, "and back")
            expect(try await site.remove(quoted, by: 1), is: true)
            expect(occurrences("green door", await site.get(page, as: 0)), is: 0, "gone")
        }
    }

    private func occurrences(_ words: String, _ page: Exchange) -> Int {
        expect(page, 200)
        return page.text.ranges(of: words).count
    }

    @Test(arguments: Backend.available)
    func `whoever leaves a community reads no more what is for it, but what they wrote themselves`(
        on backend: Backend
    ) async throws {
        try await withReaders(on: backend) { site in
            let theirs = try await site.start("For this place only", by: 0, .community)
            let own = try await site.start("Mine for this place", by: 2, .community)
            let page = await site.get(TestTalk.page, as: 2)
            expect(page, 200, holds: ["For this place only", "Mine for this place"])
            expect(await site.post("\(TestTalk.page)/leave", as: 2), 303, to: TestTalk.page)
            expect(await site.get(TestTalk.page, as: 2), 200, lacks: ["For this place only"])
            expect(await site.get(site.path(theirs), as: 2), 404)
            expect(await site.get(site.path(own), as: 2), 200)
        }
    }

    @Test(arguments: Backend.available)
    func `a name that a moderator took out of sight stands under no post and in no news`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            try await site.put(in: thread, by: 1)
            let (member, name) = (site.people[1], try await site.name(1))
            try await site.talk.tellWatchers(of: PostPlace(thread, 2))
            expect(await site.get(site.path(thread), as: 0), 200, holds: [name])
            expect(await site.get("/me/talk", as: 0), 200, holds: [name])
            try await site.database.write {
                try $0.execute("UPDATE members SET name_hidden = TRUE WHERE id = \(member)")
            }
            for page in [site.path(thread), "/me/talk", site.path(thread) + "/reply?answers=2&quote=yes"] {
                expect(await site.get(page, as: 0), 200, lacks: [name], page)
            }
        }
    }
}
