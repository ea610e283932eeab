import Databases
import Foundation
import Storage
import Testing
import Web

@testable import wayfellow

/// Nobody who holds copies of the database may see who was here when: nothing is written because somebody sits and reads
/// (docs/decisions/0033-ask-in-the-dark.md). Who presses a button does something others may see, and so do the few pages
/// named here.
@Suite struct SittingTests {
    /// Pages whose opening is itself something that is kept, with the reason.
    private static let kept: [String: String] = [:]

    @Test(arguments: Backend.available)
    func `a member who reads leaves nothing in any table`(on backend: Backend) async throws {
        let written = try await WholeHouse.open(on: backend) { house in try await house.writtenByReading() }
        let wrong = written.filter { Self.kept[$0.key] == nil }.map { "\($0.key) writes \($0.value.sorted())" }
        #expect(wrong.isEmpty, "\(wrong.sorted().joined(separator: "\n"))")
        #expect(Self.kept.keys.allSatisfy { written[$0] != nil })
    }

    /// The control: an address at which it is noted who was there.
    @Test(arguments: Backend.available)
    func `a page that notes its reader is found`(on backend: Backend) async throws {
        let written = try await WholeHouse.open(on: backend) { house in
            let member = try await house.person(.owner)
            return try await house.writtenByReading { path, database in
                guard path == "/consent" else { return }
                try await database.write { try $0.execute("UPDATE members SET language = 'es' WHERE id = \(member)") }
            }
        }
        #expect(written["GET /consent"] == ["members"])
    }
}

extension WholeHouse {
    /// By address: the tables that differ after a member has opened it.
    /// - Parameter besides: what is done with each, for a control.
    func writtenByReading(
        besides: (String, Database) async throws -> Void = { _, _ in }
    ) async throws -> [String: Set<String>] {
        var written: [String: Set<String>] = [:]
        // Whoever has been here before: opening the session is no reading.
        _ = try await send("GET", "/me/account", as: .owner)
        for (room, routes) in routesByRoom {
            for route in routes where route.method == .get && route.isForMembers {
                let path = try path(of: route, in: room)
                let before = try await marks()
                _ = try await send("GET", path, as: .owner)
                try await besides(path, house.dependencies.database)
                let after = try await marks()
                let tables = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
                if !tables.isEmpty { written["GET \(route.path)"] = tables }
            }
        }
        return written
    }
}

extension Route {
    /// Opened by somebody who only has an account.
    fileprivate var isForMembers: Bool {
        switch access {
        case .anyone, .account, .member: true
        default: false
        }
    }
}
