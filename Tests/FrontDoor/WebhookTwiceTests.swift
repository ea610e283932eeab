import Databases
import Foundation
import Jobs
import Storage
import Synchronization
import Testing
import Web
import World

@testable import wayfellow

/// A sender that got no answer sends again, and what it sent later may come first: every message has one effect.
@Suite struct WebhookTwiceTests {
    private static let path = "/api/tea"

    /// A room whose webhook enqueues what is to be done, as every webhook's should.
    private final class Tea: Room {
        let house = Mutex<Dependencies?>(nil)

        var feature: Feature {
            var feature = Feature(name: "Sample", bundle: SampleTexts.bundle)
            feature.routes = { _ in
                [
                    .json(.post, path, .signature("kettle"), body: .json(limit: 100)) { visit in
                        guard let house = self.house.withLock({ $0 }), let delivery = visit.delivery else {
                            throw Problem.unavailable
                        }
                        let body = String(decoding: visit.body, as: UTF8.self)
                        try await house.database.write { tx in
                            try house.queue.enqueue(
                                "sample.pour", payload: body, key: delivery.key,
                                keyHolds: WebhookDelivery.remembered, in: tx)
                        }
                        return .json(Array("{}".utf8))
                    }
                ]
            }
            return feature
        }
    }

    @Test(arguments: Backend.available)
    func `a message that comes twice, or late, has one effect`(on backend: Backend) async throws {
        let tea = Tea()
        try await WholeHouse.open(on: backend, guests: [tea]) { whole in
            let house = await whole.house.dependencies
            tea.house.withLock { $0 = house }
            let (site, now) = (whole.site, house.clock.now())
            func send(_ id: String, _ body: String, at: Instant) async -> Int {
                let bytes = Array(body.utf8)
                let headers = WebhookSignature.headers(
                    id: id, at: at, bytes, secrets: site.settings.webhooks.secrets(of: "kettle", at: Self.path))
                return await site.respond(
                    "POST", Self.path, headers: headers.merging(["Content-Type": "application/json"]) { $1 },
                    bytes: bytes
                ).status
            }
            // The second of two, then the first, then both once more, signed anew.
            expect(await send("m2", "{\"cup\":2}", at: now), is: 200)
            expect(await send("m1", "{\"cup\":1}", at: now - 60_000), is: 200)
            expect(await send("m1", "{\"cup\":1}", at: now + 1_000), is: 200)
            expect(await send("m2", "{\"cup\":2}", at: now), is: 200)
            // What was caught on its way is of no use six minutes later.
            expect(await send("m3", "{\"cup\":3}", at: now - 360_000), is: 403)
            let jobs = try await house.database.read { tx in
                try tx.rows("SELECT payload FROM jobs WHERE kind = 'sample.pour' ORDER BY payload") {
                    try $0.get(0, as: String.self)
                }
            }
            expect(jobs, is: ["{\"cup\":1}", "{\"cup\":2}"])
        }
    }
}
