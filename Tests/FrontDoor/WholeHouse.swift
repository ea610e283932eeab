import Accounts
import Databases
import Foundation
import Storage
import Web
import World

@testable import wayfellow

/// Somebody who comes to the door.
enum Caller: Hashable, Sendable {
    case visitor
    /// A member to whom nothing in any address belongs.
    case member
    /// Whoever the record, the question or the word in the address belongs to.
    case owner
    /// A member whose account is suspended.
    case held
    /// Somebody with a role in a space, who has taken the second step of signing in, or has not.
    case holder(HeldRole, hasSecondStep: Bool)
}

/// The whole product on a fresh database, without a socket, and a session for whoever comes.
actor WholeHouse {
    /// The spaces in which roles are held: two of each kind where there can be two. Addresses name the first.
    static let community = Space.community(ID(named: "our community"))
    static let organization = Space.organization(ID(named: "our organization"))
    static let spaces = [
        Space.site, .county, community, .community(ID(named: "another community")), organization,
        .organization(ID(named: "another organization")),
    ]

    let house: House
    let site: Site
    var features: [Feature] { house.features }
    private var people: [Caller: ID<Person>] = [:]
    private var sessions: [Caller: (cookie: String, token: String)] = [:]
    private var fixtures: [String: [String: String]] = [:]

    /// What everybody reads.
    private let language: String

    private init(_ house: House, language: String) throws {
        self.language = language
        self.house = house
        site = try house.site()
    }

    /// Runs a body with a house of its own.
    static func open<Value: Sendable>(
        on backend: Backend = .sqlite, inPseudoLanguage: Bool = false, guests: [any Room] = [],
        _ body: @Sendable (WholeHouse) async throws -> Value
    ) async throws -> Value {
        switch backend {
        case .sqlite: return try await open(database: nil, inPseudoLanguage, guests, body)
        case .postgres(let server):
            return try await withPostgresAddress(on: server) {
                try await open(database: $0, inPseudoLanguage, guests, body)
            }
        }
    }

    private static func open<Value: Sendable>(
        database: String?, _ inPseudoLanguage: Bool, _ guests: [any Room],
        _ body: @Sendable (WholeHouse) async throws -> Value
    ) async throws -> Value {
        try await withFolder { folder in
            var settings = try await Settings.read(data: folder.path(percentEncoded: false))
            settings.content = Project.root
            settings.databaseURL = database
            settings.rateLimits = false
            settings.address = "https://example.org"
            settings.isDevelopment = inPseudoLanguage
            settings.pseudoLanguage = inPseudoLanguage
            settings.port = 0
            let whole = try WholeHouse(
                try await House.open(settings, guests: guests), language: inPseudoLanguage ? "en-XA" : "en")
            try await whole.settle()
            let value = try await body(whole)
            try await whole.house.dependencies.database.close()
            return value
        }
    }

    /// The spaces, and what every room gives the owner.
    private func settle() async throws {
        try await house.dependencies.database.write { tx in
            for space in Self.spaces where space.id != nil {
                try AccountsFeature.addSpace(space, named: space.code, in: tx)
            }
        }
        for feature in features { try await prepare(feature) }
    }
}

// MARK: - People

extension WholeHouse {
    /// A member who was not there before.
    func newMember() async throws -> ID<Person> {
        let now = house.dependencies.clock.now()
        let made = try await house.rooms.accounts.createSynthetic(count: 1, seed: 1, joined: { _ in now })
        guard let member = made.first else { throw HouseTestError("no member was made") }
        return member
    }

    func person(_ caller: Caller) async throws -> ID<Person> {
        if let person = people[caller] { return person }
        let person = try await newMember()
        switch caller {
        case .visitor, .member, .owner: break
        case .held:
            try await house.rooms.accounts.hold(person, isForGood: false, by: .system(reason: "test"))
        case .holder(let held, _):
            try await house.rooms.accounts.grant(held, to: person, by: .system(reason: "test"))
        }
        people[caller] = person
        return person
    }

    /// A request of a caller; a POST carries a good token.
    func send(
        _ method: String, _ path: String, as caller: Caller, _ fields: [(String, String)] = []
    ) async throws -> Exchange {
        let session = try await session(of: caller)
        var headers = ["Cookie": session.cookie]
        var body = ""
        if method == "POST" {
            headers["Sec-Fetch-Site"] = "same-origin"
            body = Browser.body(fields, token: session.token)
        }
        var bytes: [UInt8]?
        if method == "POST", takesFile(path) {
            headers["Content-Type"] = Multipart.contentType
            bytes = Multipart(fields, file: []).body(token: session.token)
        }
        let answer = await site.respond(method, path, headers: headers, body: body, bytes: bytes)
        // Some actions leave the session behind.
        if answer.cookies.contains(where: { $0.hasPrefix("\(sessionCookie)=") }) { sessions[caller] = nil }
        return answer
    }

    private func takesFile(_ path: String) -> Bool {
        let segments = path.utf8.split(separator: UInt8(ascii: "/"))
        return site.routes.contains { route in
            guard case .upload = route.body, route.method == .post else { return false }
            let pattern = route.path.utf8.split(separator: UInt8(ascii: "/"))
            return pattern.count == segments.count
                && zip(pattern, segments).allSatisfy { $0.first == UInt8(ascii: ":") || $0.elementsEqual($1) }
        }
    }

    /// A request with a caller's cookies, and whatever somebody else has put into it.
    func send(
        _ method: String, _ path: String, as caller: Caller, headers: [String: String], bytes: [UInt8]
    ) async throws -> Exchange {
        let cookie = try await session(of: caller).cookie
        return await site.respond(method, path, headers: headers.merging(["Cookie": cookie]) { $1 }, bytes: bytes)
    }

    /// What stands in the forms of a caller.
    func token(of caller: Caller) async throws -> String { try await session(of: caller).token }

    /// What stands in each table now.
    func marks() async throws -> [String: Int] { try await house.dependencies.database.marks() }

    /// What a browser sends along with a call from a page of the site.
    func sessionHeaders(of caller: Caller) async throws -> [String: String] {
        ["Cookie": try await session(of: caller).cookie, "Sec-Fetch-Site": "same-origin"]
    }

    private var sessionCookie: String { house.settings.isDevelopment ? "wayfellow" : "__Host-wayfellow" }

    private func session(of caller: Caller) async throws -> (cookie: String, token: String) {
        if let session = sessions[caller] { return session }
        var cookie = "language=\(language)"
        if caller != .visitor {
            var hasSecondStep = false
            if case .holder(_, true) = caller { hasSecondStep = true }
            let opened = try await house.rooms.accounts.openSession(
                of: try await person(caller), hasSecondStep: hasSecondStep)
            cookie += "; \(sessionCookie)=\(opened)"
        }
        // A form that everybody may open, also while their account is held.
        let page = caller == .visitor ? "/sign-in" : "/me/account/export"
        let form = await site.respond("GET", page, headers: ["Cookie": cookie])
        guard let token = Browser.token(in: form) else { throw HouseTestError("\(page) has no form for \(caller)") }
        for set in form.cookies where !set.hasSuffix("=") { cookie += "; \(set)" }
        sessions[caller] = (cookie, token)
        return (cookie, token)
    }
}

// MARK: - Addresses

extension WholeHouse {
    /// Has a room give the owner its things anew, for its routes may have taken the old ones away.
    func prepare(_ feature: Feature) async throws {
        guard let fixture = feature.people else { return }
        let other = try await newMember()
        fixtures[feature.name] = try await fixture.make(try await person(.owner), other)
    }

    /// A path in which every parameter names something that is there, the owner's where it can be owned.
    func path(of route: Route, in room: String) throws -> String {
        var (pattern, path): (String, String) = ("", "")
        for segment in route.path.split(separator: "/") {
            pattern += "/\(segment)"
            guard segment.hasPrefix(":") else {
                path += "/\(segment)"
                continue
            }
            guard let value = value(of: String(segment.dropFirst()), pattern, route, in: room) else {
                throw HouseTestError("\(room)'s `people` (Feature.people) answers no value for \"\(pattern)\": add one")
            }
            path += "/\(value)"
        }
        return path.isEmpty ? "/" : path
    }

    private func value(of parameter: String, _ pattern: String, _ route: Route, in room: String) -> String? {
        switch route.access {
        case .role(_, in: .community(parameter)): Self.community.id?.description
        case .role(_, in: .organization(parameter)): Self.organization.id?.description
        default: fixtures[room]?[pattern] ?? ["/language/:code": "es"][pattern]
        }
    }
}

struct HouseTestError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
