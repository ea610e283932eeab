import Databases
import Foundation
import Storage
import Testing
import Web

@testable import wayfellow

/// A role reaches as far as its space and no further: every role, asked for in every kind of space, by whoever holds it
/// there and everywhere else, beside `permissions/roles.csv`.
///
/// A room of the test asks for all of them, so that the table is whole before the rooms of the product are.
@Suite struct RoleSpaceTests {
    static let file = "roles.csv"
    private static let header =
        "role,asked for in,held there,held in another of the kind,held in other kinds,another role held there"

    @Test(arguments: Backend.available)
    func `a role counts in the space where it is held, and nowhere else`(on backend: Backend) async throws {
        let rows = try await WholeHouse.open(on: backend, guests: [SampleRoom()]) { house in
            var rows: [String] = []
            for route in SampleRoom.routesOfRoles {
                let line = try await house.line(of: route, in: "Sample")
                #expect(line.breaches.isEmpty, "\(line.breaches)")
                rows.append(Self.row(line))
            }
            return rows
        }
        #expect(rows.count == Role.allCases.count * Space.Kind.allCases.count)
        let url = Project.root.appending(path: "Tests/FrontDoor/permissions/\(Self.file)")
        let found = ([Self.header] + rows).joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["WAYFELLOW_WRITE_PERMISSIONS"] == "1" {
            try Data(found.utf8).write(to: url)
        }
        let table = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        #expect(found == table, "WAYFELLOW_WRITE_PERMISSIONS=1 swift test --filter RoleSpaceTests writes it anew.")
    }

    private static func row(_ line: PermissionLine) -> String {
        guard case .role(let role, let rule) = line.route.access else { return "" }
        let kind = SampleRoom.kind(of: rule)
        func cell(_ isMeant: (HeldRole) -> Bool) -> String {
            let found = line.outcomes.compactMap { caller, outcome -> String? in
                guard case .holder(let held, hasSecondStep: true) = caller, isMeant(held) else { return nil }
                return "\(outcome)"
            }
            return found.isEmpty ? "-" : Set(found).sorted().joined(separator: " or ")
        }
        let here = WholeHouse.spaces.first { $0.kind == kind }
        return [
            role.rawValue, kind.rawValue,
            here.map { role.canBeHeld(in: $0) } == true
                ? cell { $0.role == role && $0.space == here } : "cannot be given",
            cell { $0.role == role && $0.space.kind == kind && $0.space != here },
            cell { $0.role == role && $0.space.kind != kind }, cell { $0.role != role && $0.space == here },
        ].joined(separator: ",")
    }
}
