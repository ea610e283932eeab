import Storage
import Testing
import Web
import World

@testable import wayfellow

/// What somebody signed in is shown stays with them: every page that there is, asked for by whom it is open to.
@Suite struct AnswerHeaderTests {
    @Test func `no page of somebody's is kept on its way, tells another site where they were, or leads away`()
        async throws
    {
        let (faults, tried) = try await WholeHouse.open { house in
            var (faults, tried): ([String], Int) = ([], 0)
            for (room, routes) in await house.routesByRoom {
                for route in routes where route.isPage {
                    let path = try await house.path(of: route, in: room)
                    let answer = try await house.send("GET", path, as: route.holder ?? .owner)
                    tried += 1
                    let cache = answer.header("cache-control") ?? ""
                    // What caches may keep is the same for everybody.
                    if cache != "no-store", !cache.utf8.starts(with: "private".utf8) {
                        let visitors = try await house.send("GET", path, as: .visitor)
                        if visitors.body != answer.body { faults.append("\(route.path): cache-control is \(cache)") }
                    }
                    if answer.header("referrer-policy") != "same-origin" { faults.append("\(route.path): referrer") }
                    let to = Array((answer.header("location") ?? "/").utf8.prefix(2))
                    if to.first != UInt8(ascii: "/") || to == Array("//".utf8) {
                        faults.append("\(route.path): it leads to \(answer.header("location") ?? "")")
                    }
                }
            }
            return (faults, tried)
        }
        expect(faults, is: [])
        expect(tried > 80, is: true, "\(tried) pages")
    }
}

extension Route {
    /// Whether a browser opens it by its address.
    fileprivate var isPage: Bool {
        guard method == .get, [.none, .session].contains(access.authentication) else { return false }
        return answer == .page || answer == .stream
    }
}
