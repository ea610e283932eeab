import Storage
import Web

/// What somebody is answered, in words that anybody can read.
enum Outcome: Hashable, Sendable, CustomStringConvertible {
    /// The page.
    case page
    /// The action was done, or the page leads on to another.
    case moved
    /// The form comes back and says what is wrong with it.
    case form
    case signIn, secondStep, held
    /// The same as for a page that does not exist.
    case notFound
    case status(Int)

    init(_ answer: Exchange, of route: Route) {
        let to = answer.header("location") ?? ""
        switch answer.status {
        case 200: self = .page
        case 303 where to.hasPrefix("/sign-in/confirm?"): self = .secondStep
        case 303 where to.hasPrefix("/sign-in?"): self = .signIn
        case 303 where to.hasPrefix("/me/account/held?"): self = .held
        case 303: self = .moved
        // A program is not led to the form.
        case 401: self = .signIn
        case 403 where answer.text.contains("urn:wayfellow:problem:held"): self = .held
        case 403 where answer.text.contains("urn:wayfellow:problem:secondStep"): self = .secondStep
        case 404: self = .notFound
        case 422: self = .form
        default: self = .status(answer.status)
        }
    }

    var description: String {
        switch self {
        case .page: "page"
        case .moved: "moved on"
        case .form: "form comes back"
        case .signIn: "sign in"
        case .secondStep: "second step"
        case .held: "held"
        case .notFound: "not found"
        case .status(let number): "status \(number)"
        }
    }
}

/// A route and what everybody gets there.
struct PermissionLine: Sendable {
    static let header = "method,path,asks for,visitor,member,owner,held,role here,role elsewhere"

    let route: Route
    var outcomes: [Caller: Outcome] = [:]

    /// The callers of a column; of several the outcomes must be the same.
    private var columns: [[Caller]] {
        [[.visitor], [.member], [.owner], [.held], [route.holder].compactMap { $0 }, route.holdersElsewhere]
    }

    /// As the table has it.
    var text: String {
        let cells = columns.map { callers in
            let found = Set(callers.compactMap { outcomes[$0]?.description })
            return found.isEmpty ? "-" : found.sorted().joined(separator: " or ")
        }
        return ([route.method.rawValue, route.path, route.access.words] + cells).joined(separator: ",")
    }

    /// What is wrong whatever the table says: a page that is not guarded as its route says.
    var breaches: [String] {
        outcomes.compactMap { caller, outcome in
            let isRight =
                switch (route.access, caller) {
                case (.anyone, _): outcome != .signIn && outcome != .held && outcome != .secondStep
                case (.development, _): outcome == .notFound
                // What opens these: `ProgramPermissions`.
                case (.key, _): outcome == .signIn
                case (.signature, _): outcome == .status(403) || outcome == .status(415)
                case (_, .visitor): outcome == .signIn
                case (.account, _): outcome != .held && outcome == outcomes[.member] || caller.owns
                case (.member, .held): outcome == .held
                // Who has taken the second step is not asked for it again.
                case (.member, .holder(_, hasSecondStep: true))
                where route.path == "/sign-in/confirm" && route.method == .get:
                    outcome == .moved
                case (.member, _): outcome == outcomes[.member] || caller.owns
                case (.role, .held): outcome == .held
                case (.role, .holder(_, hasSecondStep: false)): outcome == .secondStep
                case (.role, route.holder): outcome != .notFound && outcome != .secondStep
                // The list of what is theirs, or nothing of what is others'.
                case (.role(let role, .anywhere), .holder(let held, hasSecondStep: true)) where held.role == role:
                    outcome == .page || outcome == .moved || outcome == .notFound
                case (.role, _): outcome == .notFound
                }
            return isRight ? nil : "\(route.method.rawValue) \(route.path) answers \(caller) with: \(outcome)"
        }.sorted()
    }
}

extension Caller {
    /// Answered otherwise than other members, because the thing is theirs, or because they may not take part.
    fileprivate var owns: Bool { self == .owner || self == .held }
}

extension Route {
    /// The space that its address names in a test.
    private var space: Space? {
        guard case .role(_, let rule) = access else { return nil }
        switch rule {
        // Where any space will do, what the address names belongs to the site.
        case .site, .anywhere: return .site
        case .county: return .county
        case .community: return WholeHouse.community
        case .organization: return WholeHouse.organization
        }
    }

    /// Whoever holds the role that the route asks for, there.
    var holder: Caller? {
        guard case .role(let role, _) = access, let space else { return nil }
        return .holder(HeldRole(role, in: space), hasSecondStep: true)
    }

    /// Whoever holds that role everywhere else.
    var holdersElsewhere: [Caller] {
        guard case .role(let role, _) = access else { return [] }
        return WholeHouse.spaces.filter { $0 != space && role.canBeHeld(in: $0) }.map {
            .holder(HeldRole(role, in: $0), hasSecondStep: true)
        }
    }

    /// Everybody whom the route is tried with, the owner last: they may use up what is theirs.
    var callers: [Caller] {
        let others = Role.allCases.filter { $0.canBeHeld(in: space ?? .site) }.map {
            Caller.holder(HeldRole($0, in: space ?? .site), hasSecondStep: true)
        }
        var oneStep: [Caller] = []
        if case .role(let role, _) = access, let space, role.canBeHeld(in: space) {
            oneStep = [.holder(HeldRole(role, in: space), hasSecondStep: false)]
        }
        return [.visitor, .member, .held] + others + holdersElsewhere + oneStep + [.owner]
    }
}

extension Role {
    /// An administrator runs the server, and nothing less.
    func canBeHeld(in space: Space) -> Bool { self != .administrator || space == .site }
}

extension Access {
    /// Whom the route asks for.
    var words: String {
        switch self {
        case .anyone: "anyone"
        case .account: "an account (also held)"
        case .member: "a member"
        case .key(let scope): "a key for \(scope.name)"
        case .signature(let name): "signed by \(name)"
        case .development: "nobody (development only)"
        case .role(let role, .site): "\(role.rawValue) of the site"
        case .role(let role, .anywhere): "\(role.rawValue) of any space"
        case .role(let role, .county): "\(role.rawValue) of the county"
        case .role(let role, .community(let parameter)): "\(role.rawValue) of the community in :\(parameter)"
        case .role(let role, .organization(let parameter)): "\(role.rawValue) of the organization in :\(parameter)"
        }
    }
}

extension WholeHouse {
    /// The routes by room; what belongs to none is the house's own.
    var routesByRoom: [(room: String, routes: [Route])] {
        let features = features
        let rooms = features.map { ($0.name, $0.routes(features)) }
        let known = Set(rooms.flatMap(\.1).map { "\($0.method) \($0.path)" })
        let own = site.routes.filter { !known.contains("\($0.method) \($0.path)") }
        return rooms + [("House", own)]
    }

    /// Tries a route with everybody.
    func line(of route: Route, in room: String) async throws -> PermissionLine {
        if route.path.contains(":"), let feature = features.first(where: { $0.name == room }) {
            try await prepare(feature)
        }
        let path = try path(of: route, in: room)
        var line = PermissionLine(route: route)
        for caller in route.callers {
            // A field that the answer to a question needs, so that it gets as far as asking whose question it is.
            let answer = try await send(route.method.rawValue, path, as: caller, [("reply", "It went well.")])
            line.outcomes[caller] = Outcome(answer, of: route)
        }
        return line
    }
}
