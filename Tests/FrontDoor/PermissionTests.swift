import Databases
import Foundation
import Storage
import Testing
import Web

@testable import wayfellow

/// Who may call what: every route of the product, asked by everybody, beside tables that anybody can read.
///
/// `permissions/` has a file a room and in it a line a route, with what each is answered: a visitor, a member, the owner
/// of what the address names, a member whose account is held, whoever holds the role that the route asks for where it
/// asks for it ("here"), and whoever holds it in any other space ("elsewhere"). Every other role there is answered like
/// any member. What a route's declaration promises is checked besides, whatever the tables say.
///
/// `WAYFELLOW_WRITE_PERMISSIONS=1 swift test --filter PermissionTests` writes them anew. Read the difference.
@Suite struct PermissionTests {
    private static let folder = Project.root.appending(path: "Tests/FrontDoor/permissions")
    private static let isWriting = ProcessInfo.processInfo.environment["WAYFELLOW_WRITE_PERMISSIONS"] == "1"
    private static let advice =
        "If that is meant, WAYFELLOW_WRITE_PERMISSIONS=1 swift test --filter PermissionTests writes the tables anew."

    @Test(arguments: Backend.available)
    func `every route answers everybody as its room's table says`(on backend: Backend) async throws {
        let found = try await WholeHouse.open(on: backend) { house in
            var found: [(room: String, lines: [PermissionLine])] = []
            for (room, routes) in await house.routesByRoom {
                var lines: [PermissionLine] = []
                for route in routes.sorted(by: { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }) {
                    lines.append(try await house.line(of: route, in: room))
                }
                found.append((room, lines))
            }
            return found
        }
        let breaches = found.flatMap(\.lines).flatMap(\.breaches).joined(separator: "\n")
        #expect(breaches.isEmpty, "The routes promise otherwise:\n\(breaches)")
        if Self.isWriting { try Self.write(found) }
        let wrong = try Self.differences(found)
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))\n\(Self.advice)")
    }

    /// What the tables lack, and what they say of routes that are not so or not there.
    private static func differences(_ found: [(room: String, lines: [PermissionLine])]) throws -> [String] {
        var wrong: [String] = []
        for (room, lines) in found {
            let table = try? String(contentsOf: folder.appending(path: "\(room).csv"), encoding: .utf8)
            let rows = (table ?? "").split(separator: "\n").dropFirst().map(String.init)
            let texts = lines.map(\.text)
            wrong += texts.filter { !rows.contains($0) }.map { "permissions/\(room).csv lacks:    \($0)" }
            wrong += rows.filter { !texts.contains($0) }.map { "permissions/\(room).csv has, not so: \($0)" }
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        let known = Set(found.map { "\($0.room).csv" } + [RoleSpaceTests.file, ProgramPermissionTests.file])
        return wrong + files.filter { !known.contains($0) }.map { "permissions/\($0) is of a room that is not there" }
    }

    private static func write(_ found: [(room: String, lines: [PermissionLine])]) throws {
        for (room, lines) in found {
            let text = ([PermissionLine.header] + lines.map(\.text)).joined(separator: "\n") + "\n"
            try Data(text.utf8).write(to: folder.appending(path: "\(room).csv"))
        }
    }

    /// The control: a page that anybody reaches, while its route is said to ask for a role.
    @Test func `a page that is reached without its check is found`() async throws {
        let leaky = SampleRoom { route in
            route.path.hasPrefix("/sample/site/") ? .get(route.path, .anyone) { _ in .plain("everything\n") } : route
        }
        let (open, shut) = try await WholeHouse.open(guests: [leaky]) { house in
            let routes = SampleRoom.routesOfRoles.filter { $0.path.hasSuffix("/steward") }
            var lines: [PermissionLine] = []
            for route in routes { lines.append(try await house.line(of: route, in: "Sample")) }
            return (
                lines.filter { $0.route.path.contains("/site/") }, lines.filter { !$0.route.path.contains("/site/") }
            )
        }
        #expect(open.count == 1 && open.allSatisfy { $0.breaches.count == $0.outcomes.count - 1 })
        #expect(shut.count == 3 && shut.allSatisfy(\.breaches.isEmpty), "\(shut.flatMap(\.breaches))")
    }
}
