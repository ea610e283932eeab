import Foundation
import Storage
import Synchronization
import Testing

@testable import Web

/// Routes that a signature opens.
@Suite struct WebhookRouteTests {
    private static let path = "/api/bounces"
    private static let body = Array(#"{"to":"somebody"}"#.utf8)
    private static let address = "https://example.org"

    /// What reached the handlers.
    private final class Received: Sendable {
        private let all = Mutex<[WebhookDelivery]>([])
        var deliveries: [WebhookDelivery] { all.withLock { $0 } }
        func note(_ delivery: WebhookDelivery) { all.withLock { $0.append(delivery) } }
    }

    private let received = Received()
    private let test: TestSite
    private let keys: WebhookKeys

    init() throws {
        var keys = WebhookKeys()
        keys.address = Self.address
        self.keys = keys
        let (received, made) = (received, keys)
        let take: Route.Handler = { visit in
            if let delivery = visit.delivery { received.note(delivery) }
            return .json(Array("{}".utf8))
        }
        test = try TestSite(
            extra: [
                .json(.post, Self.path, .signature("post"), body: .json(limit: 200), take),
                .json(
                    .post, "/api/raw", .signature("post"), body: .raw(limit: 200, types: ["text/plain"]), take),
            ], { $0.webhooks = made })
    }

    private func signed(
        _ id: String = "m1", _ body: [UInt8] = body, at: Instant? = nil, for path: String = path
    ) -> [String: String] {
        WebhookSignature.headers(
            id: id, at: at ?? test.journal.now, body, secrets: keys.secrets(of: "post", at: path))
    }

    private func send(
        _ headers: [String: String], _ body: [UInt8] = body, to target: String = path
    ) async -> Exchange {
        await test.site.respond(
            "POST", target, headers: ["Content-Type": "application/json"].merging(headers) { $1 }, bytes: body)
    }

    @Test func `what its sender signed is taken, with its name and time`() async {
        expect(await send(signed("m1")), 200)
        let at = Instant(milliseconds: test.journal.now.milliseconds / 1_000 * 1_000)
        #expect(received.deliveries == [WebhookDelivery(sender: "post", id: "m1", sentAt: at)])
        expect(
            await send(signed("m2", for: "/api/raw").merging(["Content-Type": "text/plain"]) { $1 }, to: "/api/raw"),
            200)
    }

    @Test func `all else is refused alike and does nothing`() async throws {
        let none = await send([:])
        expect(none, 403)
        #expect(try ProblemRead(none).type == "urn:wayfellow:problem:signature")
        let (now, other) = (test.journal.now, Array(#"{"to":"another"}"#.utf8))
        let wrong: [(String, Exchange)] = [
            ("another body", await send(signed(), other)),
            ("for another address", await send(signed(for: "/api/raw"))),
            ("with a query", await send(signed(), to: Self.path + "?a=1")),
            ("replayed after five minutes", await send(signed(at: now - 301_000))),
            ("from the future", await send(signed(at: now + 301_000))),
            ("another name", await send(signed().merging(["webhook-id": "m2"]) { $1 })),
            (
                "a session's cookie",
                await send(["Cookie": TestSite.cookie(TestSite.ana), "Sec-Fetch-Site": "same-origin"])
            ),
            ("a key", await send(["Authorization": "Bearer reader"])),
        ]
        for (what, answer) in wrong { #expect(answer.status == 403 && answer.body == none.body, "\(what)") }
        #expect(received.deliveries.isEmpty)
    }

    @Test func `type and size are looked at before the signature`() async {
        let large = [UInt8](repeating: 32, count: 201)
        expect(await send(signed("m1", large), large), 413)
        expect(await send(signed().merging(["Content-Type": "text/html"]) { $1 }), 415)
        expect(await send(signed("m1", Array("[".utf8) + [0xFF]), Array("[".utf8) + [0xFF]), 400)
        #expect(received.deliveries.isEmpty)
    }

    @Test func `no cookie and no origin is asked of a sender`() async {
        let answer = await send(
            signed().merging(["Cookie": TestSite.cookie(TestSite.ana), "Sec-Fetch-Site": "cross-site"]) { $1 })
        expect(answer, 200)
        #expect(answer.cookies.isEmpty)
    }

    @Test func `a secret that was changed holds until it is changed again`() async throws {
        for (generation, status) in [(1, 200), (2, 200), (3, 403)] {
            var changed = keys
            changed.generation = generation
            let ready = changed
            let test = try TestSite(
                extra: [
                    .json(.post, Self.path, .signature("post"), body: .json(limit: 200)) { _ in .json(Array("{}".utf8))
                    }
                ], { $0.webhooks = ready })
            expect(
                await test.site.respond(
                    "POST", Self.path, headers: signed().merging(["Content-Type": "application/json"]) { $1 },
                    bytes: Self.body), status)
        }
    }
}
