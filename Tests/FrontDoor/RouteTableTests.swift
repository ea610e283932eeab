import Databases
import Foundation
import Testing
import Web

@testable import wayfellow

/// `docs/routes.md` says of every route what its declaration says.
@Suite struct RouteTableTests {
    private static let path = Project.root.appending(path: "docs/routes.md")

    @Test func `the page of all addresses is as the routes are declared`() async throws {
        let table = try await WholeHouse.open { house in RouteTable(rooms: await house.routesByRoom).text }
        if ProcessInfo.processInfo.environment["WAYFELLOW_WRITE_PERMISSIONS"] == "1" {
            try Data(table.utf8).write(to: Self.path)
        }
        let page = (try? String(contentsOf: Self.path, encoding: .utf8)) ?? ""
        let (lines, wanted) = (page.split(separator: "\n"), table.split(separator: "\n"))
        let missing = wanted.filter { !lines.contains($0) }.joined(separator: "\n")
        #expect(
            page == table,
            "docs/routes.md lacks:\n\(missing)\nWAYFELLOW_WRITE_PERMISSIONS=1 swift test --filter RouteTableTests writes it."
        )
    }
}
