import Accounts
import Databases
import Foundation
import Storage
import Testing
import Web

@testable import wayfellow

/// What programs are told of a door is what it does.
@Suite struct DocumentedRouteTests {
    @Test func `every door for programs says what it is for, and what JSON it takes and answers`() async throws {
        try await WholeHouse.open { house in
            let routes = house.site.routes.filter { $0.isForPrograms && $0.access != .development }
            #expect(routes.count > 4)
            let wrong = routes.filter { route in
                let told = route.documentation
                let lacksBody = if case .json = route.body { told?.takes == nil } else { false }
                return told == nil || lacksBody || (route.answer == .json && told?.answers == nil)
            }
            #expect(wrong.isEmpty, "add .documented(…) to \(wrong.map { "\($0.method.rawValue) \($0.path)" })")
            let names = routes.flatMap { route in
                (route.documentation?.path ?? []).filter { !route.path.contains(":\($0.name)") }.map(\.name)
            }
            #expect(names.isEmpty, "these parameters are not in the path")
        }
    }

    @Test(arguments: Backend.available)
    func `what a door answers is what its schema says`(on backend: Backend) async throws {
        try await WholeHouse.open(on: backend) { house in
            var (read, faults): (Int, [String]) = (0, [])
            for (room, routes) in await house.routesByRoom {
                for route in routes where route.isForPrograms && route.method == .get && route.answer != .events {
                    guard let schema = route.documentation?.answers else { continue }
                    let path = try await house.path(of: route, in: room)
                    let answer = await house.site.respond("GET", path, headers: try await house.opening(route))
                    #expect(answer.status == 200, "GET \(path): \(answer.text)")
                    let json = try JSONSerialization.jsonObject(with: Data(answer.body))
                    faults += schema.faults(json).prefix(5).map { "GET \(route.path): \($0)" }
                    read += 1
                }
            }
            #expect(faults.isEmpty && read > 4, "\(read): \(faults.joined(separator: "\n"))")
        }
    }

    @Test func `a fault in a document is seen`() throws {
        let schema = Schema.object([
            .init("n", .integer(0...9)), .init("at", .orNull(.instant)),
            .init("all", .list(.oneOf(["a"])), isRequired: false),
        ])
        let documents: [(String, Int)] = [
            (#"{"n":3,"at":null,"all":["a"]}"#, 0), (#"{"n":3,"at":"2026-01-01T00:00:00.000Z"}"#, 0), (#"{"n":3}"#, 1),
            (#"{"n":10,"at":null}"#, 1), (#"{"n":"3","at":null}"#, 1), (#"{"n":3,"at":"today"}"#, 1),
            (#"{"n":3,"at":null,"more":1}"#, 1), (#"{"n":3,"at":null,"all":["a","b",1]}"#, 2), ("[]", 1),
        ]
        for (text, count) in documents {
            let found = schema.faults(try JSONSerialization.jsonObject(with: Data(text.utf8)))
            #expect(found.count == count, "\(text): \(found)")
        }
    }
}

extension WholeHouse {
    /// Header fields that open a route to the owner.
    fileprivate func opening(_ route: Route) async throws -> [String: String] {
        switch route.access {
        case .key(let scope):
            let key = try await house.rooms.accounts.createKey(
                of: try await person(.owner), named: "Test", scopes: [scope])
            return ["Authorization": "Bearer \(key)"]
        case .account, .member, .role: return try await sessionHeaders(of: .owner)
        case .anyone, .signature, .development: return [:]
        }
    }
}
