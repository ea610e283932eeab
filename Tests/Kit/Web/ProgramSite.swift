import Foundation
import Storage
import Testing

@testable import Web

/// A site with doors for programs of every method, and what is sent to them.
struct ProgramSite: Sendable {
    let test: TestSite
    var site: Site { test.site }

    struct Dose: StrictBody, Encodable, Equatable {
        static let fields: Set = ["name", "amount", "at", "next", "next.name", "next.times"]
        struct Next: Codable, Equatable {
            let name: String
            let times: [Int]
        }
        let name: String
        let amount: Double
        let at: [String]?
        let next: Next?
    }

    /// Takes whatever is there, and goes as deep as it is led.
    indirect enum Anything: Decodable {
        case list([Anything]), object([String: Anything]), number(Double), text(String), nothing

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let list = try? container.decode([Anything].self) {
                self = .list(list)
            } else if let object = try? container.decode([String: Anything].self) {
                self = .object(object)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .nothing
            }
        }
    }

    static let limit = 4_000
    static let good = #"{"name":"Fluoxetine","amount":20.5,"at":["08:00"],"next":{"name":"é💊","times":[1,2]}}"#

    init(_ change: (inout SiteSettings) -> Void = { _ in }) throws {
        test = try TestSite(extra: Self.routes, change)
    }

    private static let routes: [Route] = [
        .json(.get, "/api/doses/:id", .anyone) { visit in
            guard try visit.parameter("id") == "1" else { throw Problem.notFound }
            return .json(Array("{}".utf8))
        },
        .json(.put, "/api/doses/:id", .anyone, body: .json(limit: limit)) { try take($0) },
        .json(.patch, "/api/doses/:id", .member, body: .json(limit: limit)) { try take($0) },
        .json(.delete, "/api/doses/:id", .member) { _ in .json(Array("{}".utf8)) },
        .json(.post, "/api/anything", .anyone, body: .json(limit: limit)) { visit in
            _ = try visit.json(Anything.self)
            return .json(Array("{}".utf8))
        },
        .json(.post, "/api/form", .member, body: .form(limit: 300)) { _ in .json(Array("{}".utf8)) },
        .json(.get, "/api/mine", .member) { _ in .json(Array("{}".utf8)) },
        .json(.get, "/api/broken", .anyone) { _ in throw TestSite.Secret(word: "swordfish") },
        .json(.get, "/api/limited", .anyone, limit: RateLimit(per: .address, count: 1, within: 60)) { _ in
            .json(Array("{}".utf8))
        },
        .json(.get, "/api/kept", .anyone) { visit in
            try await visit.publishedJSON("kept", version: "1") {
                try JSONBytes.of(["words": String(repeating: "warm paper ", count: 100)])
            }
        },
        .get("/kept.ics", .anyone) { visit in
            try await visit.publishedFile("kept.ics", version: "1", type: "text/calendar; charset=utf-8") {
                Array("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".utf8)
            }
        },
        .json(.get, "/api/workshop", .development) { _ in .json(Array("{}".utf8)) },
    ]

    private static func take(_ visit: Visit) throws -> Reply {
        .json(try JSONBytes.of(try visit.json(Dose.self)))
    }

    func send(
        _ method: String, _ path: String, _ body: String, as token: String? = nil, _ headers: [String: String] = [:]
    ) async -> Exchange {
        await send(method, path, Array(body.utf8), as: token, headers)
    }

    func send(
        _ method: String, _ path: String, _ body: [UInt8], as token: String? = nil, _ headers: [String: String] = [:]
    ) async -> Exchange {
        var all = ["Content-Type": "application/json"].merging(headers) { $1 }
        if let token { all["Cookie"] = TestSite.cookie(token) }
        return await site.respond(method, path, headers: all, bytes: body)
    }
}

/// What a problem document says.
struct ProblemRead: Decodable {
    struct Field: Decodable, Equatable {
        let field: String
        let message: String
    }
    let type: String
    let title: String
    let status: Int
    let detail: String
    let instance: String?
    let errors: [Field]?

    /// Fails when the answer is none.
    init(_ answer: Exchange, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(answer.header("content-type") == "application/problem+json", sourceLocation: sourceLocation)
        self = try JSONDecoder().decode(Self.self, from: Data(answer.body))
        #expect(status == answer.status && !title.isEmpty && !detail.isEmpty, sourceLocation: sourceLocation)
        #expect(!(title + detail).contains("⟦") && !(title + detail).contains("{"), sourceLocation: sourceLocation)
    }
}
