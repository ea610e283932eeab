import Accounts
import Databases
import Foundation
import Storage
import Testing
import Web

@testable import wayfellow

/// What keys and signatures open, and that they open nothing else. `permissions/programs.csv` has a line a route, written
/// anew like the other tables (`PermissionTests`).
@Suite struct ProgramPermissionTests {
    static let file = "programs.csv"
    private static let path = Project.root.appending(path: "Tests/FrontDoor/permissions/\(file)")
    private static let isWriting = ProcessInfo.processInfo.environment["WAYFELLOW_WRITE_PERMISSIONS"] == "1"

    @Test(arguments: Backend.available)
    func `every door for keys and signatures answers every program as the table says`(on backend: Backend) async throws
    {
        let lines = try await WholeHouse.open(on: backend, guests: [SampleRoom()]) { house in
            var lines: [ProgramLine] = []
            for (room, routes) in await house.routesByRoom {
                for route in routes.sorted(by: { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }) {
                    guard [.key, .signature].contains(route.access.authentication) else { continue }
                    lines.append(try await house.programLine(of: route, in: room))
                }
            }
            return lines
        }
        let breaches = lines.flatMap(\.breaches).joined(separator: "\n")
        #expect(breaches.isEmpty, "The routes promise otherwise:\n\(breaches)")
        let table = ([ProgramLine.header] + lines.map(\.text)).joined(separator: "\n") + "\n"
        if Self.isWriting { try Data(table.utf8).write(to: Self.path) }
        #expect(
            (try? String(contentsOf: Self.path, encoding: .utf8)) == table,
            "If that is meant, WAYFELLOW_WRITE_PERMISSIONS=1 swift test --filter PermissionTests writes the tables anew."
        )
    }

    @Test func `with a key for everything, every other route answers as it answers a visitor`() async throws {
        try await WholeHouse.open(guests: [SampleRoom()]) { house in
            let scopes = await house.features.flatMap(\.keyScopes).map(\.scope)
            let key = try await house.house.rooms.accounts.createKey(
                of: try await house.person(.owner), named: "Test", scopes: scopes)
            var wrong: [String] = []
            for (room, routes) in await house.routesByRoom {
                for route in routes where [.none, .session].contains(route.access.authentication) {
                    let path = try await house.path(of: route, in: room)
                    let without = await house.site.respond(route.method.rawValue, path)
                    let with = await house.site.respond(
                        route.method.rawValue, path, headers: ["Authorization": "Bearer \(key)"])
                    let isAlike = with.status == without.status && with.header("location") == without.header("location")
                    if !isAlike {
                        wrong.append("\(route.method.rawValue) \(path): \(with.status), not \(without.status)")
                    }
                }
            }
            #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
        }
    }

    /// A route that asks for a scope which nobody can choose would be open to nobody.
    @Test func `every scope that a route asks for is offered`() async throws {
        try await WholeHouse.open { house in
            let offered = Set(await house.features.flatMap(\.keyScopes).map(\.scope))
            let asked = house.site.routes.compactMap { route -> KeyScope? in
                if case .key(let scope) = route.access { scope } else { nil }
            }
            #expect(Set(asked) == offered)
        }
    }
}
