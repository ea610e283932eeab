import NIOCore
import Storage
import Synchronization
import Testing

@testable import Web

/// Long answers and events, as they go out.
@Suite struct StreamTests {
    @Test func `a long answer comes whole, in pieces, to be kept and not cached`() async throws {
        let test = try TestSite(extra: [
            .get("/file", .anyone, answer: .stream) { _ in
                .stream(
                    Stream(type: "text/plain", name: "my \"file\"\r\n.txt") { writer in
                        for number in 0..<50_000 { try await writer.write("\(number)\n".utf8) }
                    })
            }
        ])
        let file = await test.get("/file")
        expect(file, 200)
        #expect(file.text == (0..<50_000).map { "\($0)\n" }.joined())
        #expect(file.header("content-disposition") == "attachment; filename=\"my--file---.txt\"")
        #expect(file.header("cache-control") == "no-store")
        #expect(file.header("content-security-policy") != nil)
        let head = await test.site.respond("HEAD", "/file")
        expect(head, 200)
        #expect(head.body.isEmpty)
    }

    @Test func `an answer that breaks in its middle is logged, and its reader sees that it is not whole`() async throws
    {
        let test = try TestSite(extra: [
            .get("/file", .anyone, answer: .stream) { _ in
                .stream(
                    Stream(type: "text/plain") { writer in
                        try await writer.write("begun".utf8)
                        throw TestSite.Secret(word: "swordfish")
                    })
            }
        ])
        // Without a socket the error arrives where the connection would be cut off.
        #expect(await test.get("/file").status == 599)
        #expect(test.journal.lines.count == 1)
    }

    private func events(_ news: [Events.News]) throws -> TestSite {
        let rest = Mutex(news)
        return try TestSite(extra: [
            .get("/events", .member, answer: .events) { _ in
                .events(
                    Events(every: .milliseconds(1)) { _ in
                        rest.withLock { $0.isEmpty ? .last([]) : $0.removeFirst() }
                    })
            }
        ])
    }

    @Test func `events are told one by one, and their end`() async throws {
        let test = try events([
            .more([.init(id: "1", "step", "one\r\ntwo\rthree\nfour"), .init("step", "")]), .more([]),
            .last([.init(id: "2\nevent: forged", "done\ndata: x", "5")]),
        ])
        let told = await test.get("/events", as: TestSite.ana)
        expect(told, 200)
        #expect(told.header("content-type") == "text/event-stream")
        #expect(
            told.text == """
                retry: 3000

                id: 1
                event: step
                data: one
                data: two
                data: three
                data: four

                event: step
                data:\u{20}

                id: 2event: forged
                event: donedata: x
                data: 5

                event: end
                data:\u{20}


                """)
        #expect(test.site.eventStreams.count == 0)
    }

    @Test func `a browser goes on where its line broke; what it makes up is passed over`() async throws {
        let asked = Mutex<[String?]>([])
        let test = try TestSite(extra: [
            .get("/events", .anyone, answer: .events) { _ in
                .events(
                    Events(every: .zero) { last in
                        asked.withLock { $0.append(last) }
                        return last == "8" ? .last([]) : .more([.init(id: "8", "step", "")])
                    })
            }
        ])
        _ = await test.get("/events", headers: ["Last-Event-ID": "7"])
        _ = await test.get("/events", headers: ["Last-Event-ID": String(repeating: "9", count: 101)])
        #expect(asked.withLock { $0 } == ["7", "8", nil, "8"])
    }

    @Test func `a person has a few streams, the newest of them; others are turned away when it is full`() {
        let streams = EventStreams(each: 2, total: 3)
        let (ana, ben, cleo) = (ID<Person>(named: "a"), ID<Person>(named: "b"), ID<Person>(named: "c"))
        let opened = (0..<4).compactMap { _ in streams.begin(.person(ana)) }
        #expect(opened.count == 4 && streams.count == 2)
        #expect(opened.map { streams.isOpen($0) } == [false, false, true, true])
        #expect(streams.begin(.person(ben)) != nil)
        #expect(streams.begin(.person(cleo)) == nil)
        streams.end(opened[0])
        #expect(streams.count == 3)
        streams.end(opened[3])
        #expect(streams.begin(.person(cleo)) != nil)
    }

    @Test func `a stream of events ends when its time is over`() async throws {
        let test = try TestSite(extra: [
            .get("/events", .anyone, answer: .events) { _ in .events(Events(every: .milliseconds(1)) { _ in .more([]) })
            }
        ]) { $0.limits.eventsTime = 20 }
        let told = await test.get("/events")
        #expect(told.text == "retry: 3000\n\n")
        expect(try await events([]).get("/events"), 401)
    }

    @Test func `whose head alone is asked for takes up no place`() async throws {
        let test = try events([])
        for _ in 0..<10 {
            expect(await test.site.respond("HEAD", "/events", headers: ["Cookie": TestSite.cookie(TestSite.ana)]), 200)
        }
        #expect(test.site.eventStreams.count == 0)
    }

    @Test func `who is signed out meanwhile is told no more`() async throws {
        let looks = Mutex(0)
        let isSignedIn = Mutex(true)
        let test = try TestSite(extra: [
            .get("/events", .member, answer: .events) { _ in
                .events(
                    Events(every: .milliseconds(1)) { _ in
                        let count = looks.withLock { looks in
                            looks += 1
                            return looks
                        }
                        if count == 3 { isSignedIn.withLock { $0 = false } }
                        return count < 10_000 ? .more([]) : .last([])
                    })
            }
        ]) {
            $0.limits.eventsSilence = 10
        } session: { token in
            isSignedIn.withLock { $0 } ? try await TestSite.session(token) : nil
        }
        let told = await test.get("/events", as: TestSite.ana)
        expect(told, 200)
        #expect(!told.text.contains("event: end") && looks.withLock { $0 } < 5_000)
        #expect(test.journal.lines.isEmpty)
    }
}
