import Databases
import Storage
import Testing
import Web
import World

@testable import wayfellow

/// What changes something is sent by a page of this site, and whole, or it is refused before anybody looks at it: every route
/// there is, with what another site has a browser send, and with what arrives broken. Nothing of it is kept.
@Suite struct ForeignFormTests {
    /// A request, what is wrong with it, and how it is refused.
    private struct Wrong: Sendable {
        let what: String
        let status: Int
        let headers: [String: String]
        let bytes: [UInt8]
    }

    private static let fields = [
        ("words", "It did for me."), ("title", "T"), ("post", "1 hope"), ("on", "yes"), ("answer", "yes"),
        ("option", "1"), ("reason", "other"), ("theme", "none"), ("letters", "take"),
    ]

    @Test(arguments: Backend.available)
    func `what another site has a browser send is refused by every route, and nothing of it is kept`(
        on backend: Backend
    ) async throws {
        try await refuses(on: backend) { route, own, other in Self.foreign(route, own: own, other: other) }
    }

    /// Read before any room and any database.
    @Test func `what is too long, cut off, of another kind or unreadable is refused by every route, and not kept`()
        async throws
    {
        try await refuses(on: .sqlite) { route, own, _ in Self.broken(route, own: own) }
    }

    private func refuses(
        on backend: Backend, _ wrong: @escaping @Sendable (_ route: Route, _ own: String, _ other: String) -> [Wrong]
    ) async throws {
        let (faults, tried) = try await WholeHouse.open(on: backend) { house in
            let rooms = await house.routesByRoom.map { room, routes in (room, routes.filter(\.changesByCookie)) }
            let other = try await house.token(of: .member)
            for caller in Set(rooms.flatMap { $0.1 }.map(\.rightful)) { _ = try await house.token(of: caller) }
            var (faults, tried): ([String], Int) = ([], 0)
            for (room, routes) in rooms {
                let before = try await house.marks()
                for route in routes {
                    let (path, caller) = (try await house.path(of: route, in: room), route.rightful)
                    let own = try await house.token(of: caller)
                    for one in wrong(route, own, other) {
                        // Of a page nobody would read more.
                        let headers = one.headers.merging(["Accept": "application/json"]) { $1 }
                        let answer = try await house.send(
                            route.method.rawValue, path, as: caller, headers: headers, bytes: one.bytes)
                        tried += 1
                        guard answer.status != one.status else { continue }
                        faults.append("\(route.method.rawValue) \(route.path), \(one.what): \(answer.status)")
                    }
                }
                let after = try await house.marks()
                let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
                if !changed.isEmpty { faults.append("\(room): something was written into \(changed)") }
            }
            return (faults, tried)
        }
        expect(faults, is: [])
        expect(tried > 300, is: true, "\(tried) requests")
    }

    // MARK: - What is wrong

    private static func foreign(_ route: Route, own: String, other: String) -> [Wrong] {
        var wrong = [["Sec-Fetch-Site": "cross-site"], ["Origin": "https://evil.example"]].map { headers in
            request(route, "from elsewhere, \(headers)", token: own, headers)
        }
        if route.hasToken {
            wrong += [("no token", ""), ("another's token", other)].map { what, token in
                request(route, what, token: token, ["Sec-Fetch-Site": "same-origin"])
            }
        }
        return wrong
    }

    private static func request(
        _ route: Route, _ what: String, token: String, _ headers: [String: String]
    ) -> Wrong {
        let (type, bytes): (String, [UInt8]) =
            switch route.body {
            case .form, .none: ("application/x-www-form-urlencoded", Array(Browser.body(fields, token: token).utf8))
            case .upload: (Multipart.contentType, Multipart(fields, file: [1]).body(token: token))
            case .json: ("application/json", Array("{}".utf8))
            case .raw(_, let types): (types.first ?? "", [1])
            }
        return Wrong(
            what: what, status: 403, headers: headers.merging(["Content-Type": type]) { $1 }, bytes: bytes)
    }

    private static func broken(_ route: Route, own: String) -> [Wrong] {
        let good = request(route, "", token: own, ["Sec-Fetch-Site": "same-origin"])
        func wrong(_ what: String, _ status: Int, _ headers: [String: String] = [:], and more: String = "") -> Wrong {
            Wrong(
                what: what, status: status, headers: good.headers.merging(headers) { $1 },
                bytes: good.bytes + Array(more.utf8))
        }
        func tooLong(_ limit: Int) -> Wrong { wrong("too long", 413, ["Content-Length": "\(limit + 1)"]) }
        let otherType = wrong("of another kind", 415, ["Content-Type": "text/plain"])
        switch route.body {
        case .none: return []
        case .json(let limit), .raw(let limit, _): return [tooLong(limit), otherType]
        case .upload(let limit):
            return [
                tooLong(limit), otherType, wrong("without a boundary", 400, ["Content-Type": "multipart/form-data"]),
            ]
        case .form(let limit):
            return [
                tooLong(limit ?? Limits().formBytes), otherType,
                wrong("cut off", 400, ["Content-Length": "\(good.bytes.count + 1)"]),
                wrong("with bytes that are no letter", 400, and: "&words=%FF"),
                wrong("with half a sign", 400, and: "&words=%4"),
                wrong("with too many fields", 400, and: String(repeating: "&a=b", count: 300)),
            ]
        }
    }
}

extension Route {
    /// Whether it does something by the right of a cookie.
    fileprivate var changesByCookie: Bool {
        method != .get && access != .development && [.none, .session].contains(access.authentication)
    }

    fileprivate var hasToken: Bool {
        switch body {
        case .form, .upload: true
        case .none, .json, .raw: false
        }
    }

    /// Somebody signed in to whom it is open.
    fileprivate var rightful: Caller { holder ?? .owner }
}
