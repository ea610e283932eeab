import Databases
import Foundation
import Markup
import Storage
import Testing
import Web
import World

@testable import wayfellow

/// Where the table of permissions says "not found", nobody learns whether there is something: the answer is, to the byte, that
/// for an identifier that never was, and nothing is written. Every route with an identifier in its address is tried.
@Suite struct UnknownIdentifierTests {
    /// What gets a request as far as asking whose thing it is.
    private static let fields = [
        ("words", "It did for me."), ("title", "T"), ("post", "2 hope"), ("on", "yes"), ("answer", "yes"),
        ("option", "1"), ("options", "Yes\nNo"), ("reply", "It went well."), ("theme", "none"), ("letters", "take"),
    ]

    @Test(arguments: Backend.available)
    func `what is not for somebody answers as what never was, whoever asks`(on backend: Backend) async throws {
        let (faults, tried) = try await WholeHouse.open(on: backend) { house in
            var (faults, tried): ([String], Int) = ([], 0)
            let features = await house.features
            for feature in features {
                let asked = try Self.table(of: feature.name)
                let routes = feature.routes(features).filter { $0.path.utf8.contains(UInt8(ascii: ":")) }
                let tries: [(route: Route, caller: Caller)] = routes.flatMap { route in
                    (asked["\(route.method.rawValue) \(route.path)"] ?? []).flatMap { column in
                        column.callers(of: route).map { (route: route, caller: $0) }
                    }
                }
                try await house.prepare(feature)
                for caller in Set(tries.map { $0.caller }) { _ = try await house.token(of: caller) }
                let before = try await house.marks()
                for one in tries {
                    faults += try await house.differences(one.route, in: feature.name, one.caller, Self.fields)
                    tried += 1
                }
                let after = try await house.marks()
                // A job that looks whether there is something to do is put down whether there is or not.
                let tables = Set(before.keys).union(after.keys).subtracting(["jobs"])
                let changed = tables.filter { before[$0] != after[$0] }
                if !changed.isEmpty { faults.append("\(feature.name): something was written into \(changed.sorted())") }
            }
            return (faults, tried)
        }
        expect(faults, is: [])
        expect(tried > 80, is: true, "\(tried) were tried")
    }

    /// The control: a page that says by a word that there is something is found.
    @Test func `a page that tells the two apart is noticed`() async throws {
        let leaky = SampleRoom { route in
            guard route.path == "/sample/cups/:cup" else { return route }
            return .get(route.path, .member) { visit in
                visit.page(try visit.parameter("cup") == "blue" ? "Not yours" : "Not there", status: 404, "<p>Tea</p>")
            }
        }
        let faults = try await WholeHouse.open(guests: [leaky]) { house in
            let routes = leaky.feature.routes(await house.features).filter { $0.path == "/sample/cups/:cup" }
            guard let route = routes.first else { throw HouseTestError("the room has no cups") }
            return try await house.differences(route, in: "Sample", .member, [])
        }
        expect(faults.count, is: 1, "\(faults)")
    }

    /// A column of the table whose callers find nothing.
    private enum Column: Int, CaseIterable {
        case visitor = 3
        case member = 4
        case elsewhere = 8

        func callers(of route: Route) -> [Caller] {
            switch self {
            case .visitor: [.visitor]
            case .member: [.member]
            case .elsewhere: route.holdersElsewhere
            }
        }
    }

    /// Who finds nothing, by route.
    private static func table(of room: String) throws -> [String: [Column]] {
        let file = Project.root.appending(path: "Tests/FrontDoor/permissions/\(room).csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
        var columns: [String: [Column]] = [:]
        for line in lines {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == 9 else { continue }
            columns["\(cells[0]) \(cells[1])"] = Column.allCases.filter { cells[$0.rawValue] == "not found" }
        }
        return columns
    }
}

extension WholeHouse {
    /// What tells what is there from what never was, where a caller finds neither: each identifier of the address in its turn
    /// is one that nothing has.
    fileprivate func differences(
        _ route: Route, in room: String, _ caller: Caller, _ fields: [(String, String)]
    ) async throws -> [String] {
        let path = try path(of: route, in: room)
        let there = try await send(route.method.rawValue, path, as: caller, fields)
        guard there.status == 404 else { return ["\(route.method.rawValue) \(route.path), \(caller): \(there.status)"] }
        var faults: [String] = []
        let parts = path.split(separator: "/").map(String.init)
        for (index, name) in route.path.split(separator: "/").enumerated() where name.utf8.first == UInt8(ascii: ":") {
            var other = parts
            other[index] = parts[index].invented
            let address = "/" + other.joined(separator: "/")
            let none = try await send(route.method.rawValue, address, as: caller, fields)
            guard there.without([path, parts[index]]) != none.without([address, other[index]]) else { continue }
            faults.append("\(route.method.rawValue) \(route.path), \(caller): \(name) that is none answers otherwise")
        }
        return faults
    }
}

extension String {
    /// Another of the same kind, which nothing has.
    fileprivate var invented: String {
        if utf8.allSatisfy({ (48...57).contains($0) }) { return "9999999" }
        let parts = split(separator: ".", maxSplits: 1)
        guard let first = parts.first, first.utf8.count == 36 else { return "nothing-has-this" }
        return (["\(ID<Route>.random())"] + parts.dropFirst().map(String.init)).joined(separator: ".")
    }
}

extension Exchange {
    /// Without what differs each time: tokens, and what the page's own address is made of. A number of few digits may stand in
    /// a page for other reasons: it is taken out with the address only.
    fileprivate func without(_ own: [String]) -> String {
        let names = headers.map(\.name).filter { $0 != "content-length" }.joined(separator: " ")
        var text = self.text.replacing(/value="[0-9a-f]{128}"/, with: "")
        for one in own where one.utf8.count > 7 {
            text = text.replacing(one, with: "").replacing(PercentEncoding.encode(one), with: "")
        }
        return "\(status) \(names)\n\(text)"
    }
}
