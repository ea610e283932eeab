import Accounts
import Storage
import Web

@testable import wayfellow

/// A program that comes to the door, and what it brings.
enum ProgramCaller: String, CaseIterable, Sendable {
    case nothing
    /// The cookie of a member's session, sent from a page of the site.
    case session
    /// The owner's key for this.
    case goodKey = "good key"
    /// The owner's key for something else.
    case wrongScope = "wrong scope"
    case expired = "expired key"
    case revoked = "revoked key"
    /// A key for this of a member to whom nothing in the address belongs.
    case otherKey = "another's key"
    /// Signed by the sender that the route names; wherever it names none, by one.
    case signed
    /// Signed for another address.
    case signedElsewhere = "signed for elsewhere"
}

/// What a program is answered.
enum ProgramOutcome: Hashable, Sendable, CustomStringConvertible {
    case done, keyNeeded, wrongScope, notSigned, status(Int)

    init(_ answer: Exchange) {
        switch (answer.status, answer.text) {
        case (200..<300, _): self = .done
        case (401, let text) where text.contains("\"urn:wayfellow:problem:key\""): self = .keyNeeded
        case (403, let text) where text.contains("\"urn:wayfellow:problem:scope\""): self = .wrongScope
        case (403, let text) where text.contains("\"urn:wayfellow:problem:signature\""): self = .notSigned
        default: self = .status(answer.status)
        }
    }

    var description: String {
        switch self {
        case .done: "done"
        case .keyNeeded: "key needed"
        case .wrongScope: "wrong scope"
        case .notSigned: "not signed"
        case .status(let number): "status \(number)"
        }
    }
}

/// A route that keys or signatures open, and what every program gets there.
struct ProgramLine: Sendable {
    static let header = (["method", "path", "asks for"] + ProgramCaller.allCases.map(\.rawValue)).joined(separator: ",")

    let route: Route
    var outcomes: [ProgramCaller: ProgramOutcome] = [:]

    var text: String {
        ([route.method.rawValue, route.path, route.access.words]
            + ProgramCaller.allCases.map { outcomes[$0]?.description ?? "-" }).joined(separator: ",")
    }

    /// What is wrong whatever the table says.
    var breaches: [String] {
        outcomes.compactMap { caller, outcome in
            let isRight =
                switch (route.access, caller) {
                case (.key, .goodKey): outcome != .keyNeeded && outcome != .wrongScope
                case (.key, .otherKey): outcome != .keyNeeded && outcome != .wrongScope
                case (.key, .wrongScope): outcome == .wrongScope
                case (.key, _): outcome == .keyNeeded
                case (.signature, .signed): outcome != .notSigned
                case (.signature, _): outcome == .notSigned
                default: false
                }
            return isRight
                ? nil : "\(route.method.rawValue) \(route.path) answers \(caller.rawValue) with: \(outcome)"
        }.sorted()
    }
}

extension WholeHouse {
    /// Tries a route with every program.
    func programLine(of route: Route, in room: String) async throws -> ProgramLine {
        var line = ProgramLine(route: route)
        let path = try path(of: route, in: room)
        for caller in ProgramCaller.allCases {
            line.outcomes[caller] = ProgramOutcome(try await send(route, path, as: caller))
        }
        return line
    }

    private func send(_ route: Route, _ path: String, as caller: ProgramCaller) async throws -> Exchange {
        var headers = try await headers(of: caller, route, path)
        let body = route.method == .get ? [] : Array("{}".utf8)
        if !body.isEmpty { headers["Content-Type"] = route.sampleType }
        return await site.respond(route.method.rawValue, path, headers: headers, bytes: body)
    }

    private func headers(of caller: ProgramCaller, _ route: Route, _ path: String) async throws -> [String: String] {
        let accounts = house.rooms.accounts
        var scope = KeyScope("sample")
        if case .key(let named) = route.access { scope = named }
        func bearer(_ scope: KeyScope, of caller: Caller, lasting: Duration = .days(1)) async throws -> String {
            "Bearer \(try await accounts.createKey(of: try await person(caller), named: "Test", scopes: [scope], lasting: lasting))"
        }
        switch caller {
        case .nothing: return [:]
        case .session: return try await sessionHeaders(of: .owner)
        case .goodKey: return ["Authorization": try await bearer(scope, of: .owner)]
        case .wrongScope: return ["Authorization": try await bearer(KeyScope("other"), of: .owner)]
        case .expired: return ["Authorization": try await bearer(scope, of: .owner, lasting: .zero)]
        case .otherKey:
            try await revokeKeys(of: .member)
            return ["Authorization": try await bearer(scope, of: .member)]
        case .revoked:
            let key = try await bearer(scope, of: .owner)
            try await revokeKeys(of: .owner)
            return ["Authorization": key]
        case .signed, .signedElsewhere:
            var sender = "sample"
            if case .signature(let named) = route.access { sender = named }
            let secrets = site.settings.webhooks.secrets(
                of: sender, at: caller == .signed ? path : "/api/elsewhere")
            return WebhookSignature.headers(
                id: "test", at: house.dependencies.clock.now(), Array("{}".utf8), secrets: secrets)
        }
    }

    /// By the page.
    private func revokeKeys(of caller: Caller) async throws {
        let page = try await send("GET", "/me/account/keys", as: caller)
        for link in page.text.matches(of: /href="([^"]+\/revoke)"/) {
            let done = try await send("POST", String(link.1), as: caller)
            guard done.status == 303 else { throw HouseTestError("a key could not be revoked: \(done.text)") }
        }
    }
}

extension Route {
    /// A media type that the route takes.
    fileprivate var sampleType: String {
        if case .raw(_, let types) = body { return types.first ?? "application/octet-stream" }
        return "application/json"
    }
}
