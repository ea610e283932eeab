import Databases
import Foundation
import Testing
import Web

@testable import wayfellow

/// Who may call what: every route of the product, asked by everybody, beside a table that anybody can read.
///
/// `permissions.csv` has a line a route. "yes": the page's code is reached. "sign in": the visitor is asked to. "no": the
/// same "not found" as for a page that does not exist. The owner is whoever the course, the question or the word in the
/// address belongs to.
@Suite struct PermissionTests {
    @Test(arguments: Backend.available)
    func `every route lets in whom the table lets in, and no route is missing in it`(on backend: Backend) async throws {
        let found = try await WholeHouse.open(on: backend) { try await Self.matrix(of: $0) }
        let table = try Self.table()
        let missing = found.filter { !table.contains($0) }.joined(separator: "\n")
        #expect(missing.isEmpty, "permissions.csv does not say so:\n\(missing)")
        let gone = table.filter { !found.contains($0) }.joined(separator: "\n")
        #expect(gone.isEmpty, "permissions.csv says what is not so:\n\(gone)")
    }

    /// A line a route, as the table has it.
    private static func matrix(of house: WholeHouse) async throws -> [String] {
        var lines: [String] = []
        for route in house.site.routes.sorted(by: { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }) {
            var line = [route.method.rawValue, route.path]
            for caller in Caller.allCases { line.append(try await outcome(of: route, as: caller, house)) }
            lines.append(line.joined(separator: ","))
        }
        return lines
    }

    private static func outcome(of route: Route, as caller: Caller, _ house: WholeHouse) async throws -> String {
        let path = try await house.path(of: route)
        let answer = await house.send(route.method.rawValue, path, as: caller, [("reply", "It went well.")])
        // Some leave the session behind.
        if path.contains("sign-out") { try await house.enter(caller) }
        let isSignIn = answer.header("location")?.hasPrefix("/sign-in?") == true
        switch answer.status {
        case 303 where isSignIn && route.path != "/sign-out": return "sign in"
        case 200, 303, 422: return "yes"
        case 404: return "no"
        default: return "\(answer.status)"
        }
    }

    private static func table() throws -> [String] {
        let file = Project.root.appending(path: "Tests/FrontDoor/permissions.csv")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map(String.init)
    }
}
