import Testing

@testable import Web

/// What rooms say of the pieces that they put on other rooms' pages.
@Suite struct BesideVersionTests {
    @Test func `a page that is kept depends on every room's piece about each of its topics`() async throws {
        let topics = ["pain", "sleep"].map { Topic(kind: "condition", slug: $0, name: $0) }
        let rooms = [Beside { _, _ in nil }, Beside(version: { "\($0.slug) 7" }) { _, _ in nil }]
        #expect(try await rooms.version(topics) == "||pain 7||sleep 7")
        #expect(try await [Beside]().version(topics).isEmpty)
    }
}
