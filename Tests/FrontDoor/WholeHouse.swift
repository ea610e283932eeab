import Accounts
import Databases
import Foundation
import Storage
import Web

@testable import wayfellow

/// Somebody who comes to the door, as the table of permissions names them.
enum Caller: String, CaseIterable {
    case visitor, stranger, steward, administrator, owner

    var role: Role? {
        switch self {
        case .steward: .steward
        case .administrator: .administrator
        case .visitor, .stranger, .owner: nil
        }
    }
}

/// The whole product on a fresh database, without a socket, and a session for each caller.
actor WholeHouse {
    let features: Features
    let site: Site
    private(set) var passphrases: [Caller: String] = [:]
    private var cookies: [Caller: String] = [:]
    /// What everybody reads; nil: what they chose.
    private let language: String?

    private init(_ features: Features, language: String?) throws {
        self.language = language
        self.features = features
        site = try features.site()
    }

    /// Runs a body with a house of its own.
    static func open<Value: Sendable>(
        on backend: Backend, inPseudoLanguage: Bool = false, _ body: @Sendable (WholeHouse) async throws -> Value
    ) async throws -> Value {
        switch backend {
        case .sqlite: return try await open(database: nil, inPseudoLanguage, body)
        case .postgres(let server):
            return try await withPostgresAddress(on: server) { try await open(database: $0, inPseudoLanguage, body) }
        }
    }

    private static func open<Value: Sendable>(
        database: String?, _ inPseudoLanguage: Bool, _ body: @Sendable (WholeHouse) async throws -> Value
    ) async throws -> Value {
        try await withFolder { folder in
            var settings = try await Settings.read(data: folder.path())
            settings.content = Project.root
            settings.databaseURL = database
            settings.rateLimits = false
            settings.isDevelopment = inPseudoLanguage
            settings.pseudoLanguage = inPseudoLanguage
            let house = try WholeHouse(
                try await Features.open(settings), language: inPseudoLanguage ? "en-XA" : nil)
            for caller in Caller.allCases where caller != .visitor { try await house.admit(caller) }
            let value = try await body(house)
            try await house.features.dependencies.database.close()
            return value
        }
    }

    private func admit(_ caller: Caller) async throws {
        passphrases[caller] = try await features.accounts.add(
            named: "Caller \(caller.rawValue)", role: caller.role, hasHealthConsent: true)
        try await enter(caller)
    }

    /// Signs in, with a new session.
    func enter(_ caller: Caller) async throws {
        guard let passphrase = passphrases[caller] else { return }
        cookies[caller] = nil
        let answer = await send(
            "POST", "/sign-in", as: caller,
            [("pseudonym", "Caller \(caller.rawValue)"), ("passphrase", passphrase)])
        cookies[caller] = answer.cookies.filter { !$0.hasSuffix("=") }.joined(separator: "; ")
    }

    /// A request of a caller; a POST carries a good token.
    func send(_ method: String, _ path: String, as caller: Caller, _ fields: [(String, String)] = []) async -> Exchange
    {
        let own = [language.map { "language=\($0)" }, cookies[caller]].compactMap { $0 }.joined(separator: "; ")
        var headers = ["Sec-Fetch-Site": "same-origin", "Cookie": own]
        guard method == "POST" else { return await site.respond(method, path, headers: headers) }
        let form = await site.respond("GET", cookies[caller] == nil ? "/sign-in" : "/consent", headers: headers)
        let token = form.text.firstMatch(of: /name="csrf" value="([0-9a-f]+)"/).map { String($0.1) } ?? ""
        headers["Cookie"] = ([own] + form.cookies).filter { !$0.isEmpty }.joined(separator: "; ")
        let body = (fields + [("csrf", token)]).map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
        return await site.respond("POST", path, headers: headers, body: body)
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

// MARK: - Things that belong to the owner

extension WholeHouse {
    /// A path in which every parameter names something that is there, and that only its owner may see if it is private.
    func path(of route: Route) async throws -> String {
        var path = route.path
        for (parameter, value) in try await values(for: route.path) {
            path = path.replacing(":" + parameter, with: value)
        }
        return path
    }

    private func values(for path: String) async throws -> [(String, String)] {
        if path.hasPrefix("/me/treatments/:id") {
            let course = try await course()
            let page = await send("GET", "/me/treatments/\(course)", as: .owner).text
            let evaluation = page.firstMatch(of: /evaluations\/([0-9a-f-]{36})\/delete/).map { String($0.1) }
            return [("id", course), ("evaluation", evaluation ?? "no evaluation")]
        }
        if path.hasPrefix("/steward/words/:id") { return [("id", try await word())] }
        if path.hasPrefix("/me/asks/:ask") { return [("ask", try await ask())] }
        let slug = path.hasPrefix("/conditions") ? "depression" : "sertraline"
        return [
            ("treatment", "sertraline"), ("purpose", "depression"), ("code", "es"), ("slug", slug),
            ("reference", "0123456789abcdef"), ("job", "\(ID<Caller>.random())"),
            // Nobody in the house has a second factor, so whatever would remove one leads nowhere.
            ("passkey", "\(ID<Caller>.random())"),
        ]
    }

    /// A course of the owner's, evaluated.
    private func course() async throws -> String {
        let new = await send("GET", "/me/treatments/new?treatment=sertraline&purpose=depression", as: .owner)
        var form = new.header("location") ?? ""
        if form.isEmpty {
            let hidden = new.text.matches(of: /<input type="hidden" name="(\w+)" value="([^"]*)"/).map {
                (String($0.1), String($0.2))
            }
            let fields = hidden.filter { $0.0 != "csrf" } + [("purpose", "depression")]
            form = await send("POST", "/me/treatments/new", as: .owner, fields).header("location") ?? ""
        }
        _ = await send("POST", form, as: .owner, [("help", "4")])
        return form.split(separator: "/").map(String.init).first { $0.count == 36 } ?? "no course"
    }

    /// A new question that waits for the owner.
    private func ask() async throws -> String {
        _ = try await course()
        _ = await send("POST", "/me/asks/open", as: .owner, [("open", "yes")])
        try await enter(.stranger)
        // Never the same twice: that would be one question.
        let question = "How was the first week? \(ID<Caller>.random())"
        _ = await send("POST", "/ask/sertraline/depression", as: .stranger, [("question", question)])
        let page = await send("GET", "/me/asks", as: .owner)
        return page.text.firstMatch(of: /\/me\/asks\/([0-9a-f-]{36})\/answer/).map { String($0.1) } ?? "no question"
    }

    /// A new word that waits for a steward.
    private func word() async throws -> String {
        _ = await send(
            "POST", "/words", as: .owner,
            [("kind", "treatment"), ("word", String("Leaf tea \(ID<Caller>.random())".prefix(40)))])
        let page = await send("GET", "/steward/words", as: .steward)
        return page.text.firstMatch(of: /\/steward\/words\/([0-9a-f-]{36})/).map { String($0.1) } ?? "no word"
    }
}
