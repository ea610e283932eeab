import Foundation
import ServiceLifecycle
import Synchronization
import Testing

@testable import Web

/// Long answers and events as the network sees them.
@Suite struct LongAnswerSocketTests {
    /// Writes for as long as anybody reads.
    private static func endless(_ writes: Counter) -> Route {
        .get("/endless", .anyone, answer: .stream) { _ in
            .stream(
                Stream(type: "text/plain") { writer in
                    let piece = [UInt8](repeating: 0x61, count: 65_536)
                    while true {
                        try await writer.write(piece)
                        writes.add()
                    }
                })
        }
    }

    private static let ticks: Route = .get("/ticks", .anyone, answer: .events) { _ in
        let next = Counter()
        return .events(
            Events(every: .milliseconds(1)) { _ in
                next.add()
                return .more([.init(id: "\(next.value)", "tick", "")])
            })
    }

    final class Counter: Sendable {
        private let state = Mutex(0)
        var value: Int { state.withLock { $0 } }
        func add() { state.withLock { $0 += 1 } }
    }

    private func request(_ path: String, _ port: Int) -> String {
        "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n"
    }

    /// Waits until something holds, at most twenty seconds.
    private func eventually(_ holds: () -> Bool) async throws {
        let until = ContinuousClock.now + .seconds(20)
        while !holds(), ContinuousClock.now < until { try await Task.sleep(for: .milliseconds(5)) }
        #expect(holds())
    }

    @Test func `a long answer waits for its reader`() async throws {
        let writes = Counter()
        let test = try TestSite(extra: [Self.endless(writes)])
        try await withServer(test) { wire in
            // Whoever reads nothing for a while has been sent no more than the system's buffers hold.
            let reading = Task { try await wire.read(self.request("/endless", wire.port), wait: 1_500_000, pause: 0) }
            try await self.eventually { writes.value > 0 }
            try await Task.sleep(for: .milliseconds(700))
            let before = writes.value
            try await Task.sleep(for: .milliseconds(300))
            #expect(writes.value == before && before < 400)
            try await self.eventually { writes.value > before + 20 }
            reading.cancel()
            // The answer has no end: the test's is that of the server.
        }
    }

    @Test func `who goes away ends their events, and that is no fault`() async throws {
        let test = try TestSite(extra: [Self.ticks])
        try await withServer(test) { wire in
            let told = try await wire.send([self.request("/ticks", wire.port)], until: "event: tick")
            #expect(
                told.contains("content-type: text/event-stream") || told.contains("Content-Type: text/event-stream"))
            #expect(told.contains("Transfer-Encoding: chunked") || told.contains("transfer-encoding: chunked"))
            try await self.eventually { test.site.eventStreams.count == 0 }
            #expect(test.journal.lines.allSatisfy { $0.hasPrefix("info ") }, "\(test.journal.lines)")
        }
    }

    @Test func `a server that is asked to stop does not wait for who looks on`() async throws {
        let test = try TestSite(extra: [
            .get("/events", .anyone, answer: .events) { _ in .events(Events(every: .seconds(1)) { _ in .more([]) }) }
        ])
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: test.site.application(host: "127.0.0.1", port: 0) { port.yield($0) })
                ], logger: test.site.logger))
        let serving = Task { try await group.run() }
        for await number in ports {
            let reading = Task { try await Wire(port: number).send([request("/events", number)]) }
            try await eventually { test.site.eventStreams.count == 1 }
            await group.triggerGracefulShutdown()
            let told = try await reading.value
            #expect(told.hasSuffix("0\r\n\r\n"), "the stream has an end: \(told.suffix(40))")
            break
        }
        try await serving.value
    }

    @Test func `a route's own limit of a body holds, also for one that waits to be asked`() async throws {
        let test = try TestSite(extra: [
            .post("/hook", .anyone, body: .raw(limit: 200_000, types: ["application/octet-stream"])) { visit in
                .plain("\(visit.body.count)\n")
            }
        ])
        try await withServer(test) { wire in
            func head(_ path: String, _ length: Int) -> String {
                "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(wire.port)\r\nContent-Type: application/octet-stream\r\n"
                    + "Expect: 100-continue\r\nConnection: close\r\nContent-Length: \(length)\r\n\r\n"
            }
            let body = String(repeating: "a", count: 150_000)
            let taken = try await wire.send([head("/hook", body.utf8.count), body])
            #expect(taken.hasPrefix("HTTP/1.1 100 ") && taken.hasSuffix("150000\n"), "\(taken.prefix(300))")
            let refused = try await wire.send([head("/hook", 200_001)])
            #expect(refused.hasPrefix("HTTP/1.1 413 "), "\(refused.prefix(300))")
        }
    }
}
