import Foundation
import FoundationXML
import Storage
import Testing
import Web
import World

@testable import Communities

/// The web feed of a community: what anyone may read, the same for everybody.
@Suite struct FeedTests {
    private static let feed = "\(TestTalk.page)/feed"

    /// What a reader of feeds finds in it.
    private final class Entries: NSObject, XMLParserDelegate {
        private(set) var titles: [String] = []
        private var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) { text = "" }
        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            if name == "title" { titles.append(text) }
        }
    }

    /// The titles, that of the feed first; nil where it is not well-formed.
    private func titles(_ page: Exchange) -> [String]? {
        expect(page.status, is: 200)
        let (parser, entries) = (XMLParser(data: Data(page.body)), Entries())
        parser.delegate = entries
        return parser.parse() ? entries.titles : nil
    }

    @Test(arguments: Backend.available)
    func `it has what anyone may read and nothing else, whoever asks`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            try await site.join(2)
            var shown: ID<CommunityThread>?
            for visibility in ThreadVisibility.allCases {
                for state in PostState.allCases where state != .gone {
                    let thread = try await site.start("\(visibility) \(state)", by: 2, visibility, state: state)
                    if visibility == .anyone, state == .shown { shown = thread }
                }
            }
            let thread = try #require(shown)
            for number in [nil, 0, 2] {
                let page = await site.get(Self.feed, as: number)
                expect(page.header("content-type"), is: "application/atom+xml; charset=utf-8")
                expect(titles(page)?.dropFirst() ?? [], is: ["anyone shown"])
                expect(page.text.contains(TestTalk.words), is: false, "no words of a post")
                expect(page.text.contains(try await site.name(2)), is: false, "nobody's name")
            }
            try await site.setHidden(true, PostPlace(thread, 1))
            expect(titles(await site.get(Self.feed))?.count, is: 1)
            try await site.setHidden(false, PostPlace(thread, 1))
            expect(titles(await site.get(Self.feed))?.count, is: 2)
            _ = try await site.remove(PostPlace(thread, 1), by: 2)
            expect(titles(await site.get(Self.feed))?.count, is: 1)
            expect(await site.get("/communities/nights/feed"), 404)
        }
    }

    @Test(arguments: Backend.available)
    func `any title stands in it as it was typed`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let hostile = [
                "<script>alert(1)</script>", "]]></title><b hostile>", "&amp; &#60; &nope;", "\"'\u{301}><x/>",
                "\u{FFFD} \u{10FFFD} 👩🏽‍⚕️ مرحبا", "<!ENTITY a SYSTEM \"file:///etc/passwd\">&a;",
            ]
            for title in hostile { _ = try await site.start(title, by: 1, .anyone) }
            let found = try #require(titles(await site.get(Self.feed)))
            expect(Set(found.dropFirst()), is: Set(hostile))
        }
    }

    /// It is kept for all, and its addresses are whole: what one reader sends must not stand in another's.
    @Test(arguments: Backend.available)
    func `no reader's own address of the site comes into another's feed`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start("Anyone", by: 1, .anyone)
            for host in ["localhost:666", "127.0.0.1:666", "LOCALHOST:666"] {
                _ = await site.world.site.respond("GET", Self.feed, headers: ["Host": host])
                let page = await site.get(Self.feed)
                expect(titles(page)?.count, is: 2)
                expect(page.text.contains(":666"), is: false, host)
            }
            expect(await site.get(Self.feed).text.contains("\(thread)"), is: true)
        }
    }
}
