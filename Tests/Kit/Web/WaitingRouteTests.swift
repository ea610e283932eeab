import Storage
import Testing

@testable import Web

/// A route that waits for something to come to pass is slow for nobody's log: the line would say when somebody was here.
@Suite struct WaitingRouteTests {
    private static func late(_ path: String, _ error: any Error) -> Route {
        .get(path, .anyone) { _ in throw error }
    }

    private static let routes: [Route] = [
        Route.get("/waits", .anyone) { _ in .plain("done\n") }.waiting(),
        .get("/plain", .anyone) { _ in .plain("done\n") },
        late("/waits/late", Problem.unavailable).waiting(), late("/plain/late", Problem.unavailable),
        late("/waits/broken", StorageError.other("fault")).waiting(),
    ]

    @Test(arguments: [
        ("/plain", 200, 1), ("/waits", 200, 0), ("/waits/late", 503, 0), ("/plain/late", 503, 2),
        // A fault of ours is told where it happened, as anywhere.
        ("/waits/broken", 500, 1),
    ])
    func `how long it took, and what it did not get in time, is not logged`(
        path: String, status: Int, lines: Int
    ) async throws {
        // Every answer is slow here.
        let test = try TestSite(extra: Self.routes) { $0.limits.slowAnswer = 0 }
        expect(await test.get(path), status)
        #expect(test.journal.lines.count == lines, "\(test.journal.lines)")
        #expect(!test.journal.lines.contains { $0.contains("slow") && $0.contains("/waits") })
    }

    @Test func `it may take twenty seconds, and what a route has of its own stays`() {
        func route(_ deadline: Route.Deadline) -> Route {
            Route.post("/", .member, deadline: deadline) { _ in .plain("") }.waiting()
        }
        #expect(route(.site).deadline == .own(body: 30_000, answer: 20_000))
        #expect(route(.own(body: 9, answer: 60_000)).deadline == .own(body: 9, answer: 60_000))
        #expect(route(.own(body: 9, answer: 9)).deadline == .own(body: 9, answer: 20_000))
        #expect(Route.post("/", .member) { _ in .plain("") }.around { try await $1($0) }.waits == false)
        #expect(route(.site).around { try await $1($0) }.waits)
    }
}
