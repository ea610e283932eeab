import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities

/// A name is a link only where its reader may see what it leads to; else it is a word.
@Suite struct NameLinkTests {
    @Test(arguments: Backend.available)
    func `a name above a post leads to a page for whoever may see that, and for nobody else`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0, .anyone)
            try await site.put(in: thread, by: 1)
            try await site.befriend(1, 3)
            let name = try await site.name(1)
            /// Whether a name is a link for a visitor, its member, a stranger and somebody whom they follow back.
            func leads(_ expected: [Bool], _ about: String) async {
                for (reader, leads) in zip([nil, 1, 2, 3], expected) {
                    let about = "\(about), to \(String(describing: reader))"
                    let page = await site.get(site.path(thread), as: reader)
                    expect(page, 200, holds: [name])
                    expect(page.text.contains("href=\"\(Self.page(1, site))\""), is: leads, about)
                    expect(await site.get(Self.page(1, site), as: reader).status != 404, is: leads, about)
                }
            }
            await leads([false, true, false, false], "without a profile")
            try await site.show(1, to: .anyone)
            // What is kept for visitors is made anew with the next change.
            try await site.put(in: thread, by: 2)
            await leads([true, true, true, true], "for anyone")
            try await site.show(1, to: .members)
            await leads([false, true, true, true], "for members")
            try await site.show(1, to: .followedBack)
            await leads([false, true, false, true], "for who is followed back")
            try await site.show(1, to: .onlyMe)
            await leads([false, true, false, false], "for nobody")
        }
    }

    @Test(arguments: Backend.available)
    func `a suspended member's name is a word, at once and for visitors too`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            try await site.show(1, to: .anyone)
            let (thread, link) = (try await site.start(by: 1, .anyone), Self.page(1, site))
            for reader in [nil, 2] { expect(await site.get(site.path(thread), as: reader), 200, holds: [link]) }
            try await site.world.accounts.hold(site.people[1], isForGood: false, by: .system(reason: "test"))
            for reader in [nil, 2] { expect(await site.get(site.path(thread), as: reader), 200, lacks: [link]) }
        }
    }

    @Test(arguments: Backend.available)
    func `a name above a letter leads to a page only where that is open`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let (id, link) = (try await site.correspondence(1, 2), "href=\"\(Self.page(2, site))\"")
            await site.write("Ten minutes, sitting.", in: id, by: 2)
            let name = try await site.name(2)
            expect(await site.get(site.letterbox(id), as: 1), 200, holds: [name], lacks: [link])
            try await site.show(2, to: .followedBack)
            expect(await site.get(site.letterbox(id), as: 1), 200, holds: [link])
        }
    }

    private static func page(_ number: Int, _ site: TestTalk) -> String { "/people/\(site.people[number])" }
}
