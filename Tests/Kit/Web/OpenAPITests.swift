import Foundation
import Testing

@testable import Web

/// The description for programs says what the declarations say.
@Suite struct OpenAPITests {
    private static let takes = Schema.object([
        .init("name", .text), .init("amount", .integer(0...9), isRequired: false),
    ])

    private static let routes: [Route] = [
        Route.json(.put, "/api/doses/:id", .key(KeyScope("doses")), body: .json(limit: 100)) { _ in .plain("") }
            .documented(
                .init(
                    "A dose", path: [.init("id", .integer(1...9), "Which.")], query: [.init("q", .text, "What.")],
                    takes: takes, answers: .list(.orNull(.instant)), refusals: [410: "Gone."])),
        Route.json(.post, "/api/bounces", .signature("post"), body: .raw(limit: 9, types: ["text/plain"])) { _ in
            .plain("")
        },
        .json(.get, "/api/own", .member) { _ in .plain("") },
        .json(.get, "/api/workshop", .development) { _ in .plain("") },
        .get("/api-less", .anyone) { _ in .plain("") },
    ]

    private func document() async throws -> [String: Any] {
        let answer = await (try TestSite(extra: Self.routes)).get("/api/openapi.json")
        expect(answer, 200)
        #expect(answer.header("content-type") == "application/json" && answer.header("etag") != nil)
        return try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
    }

    /// What stands at a path of names.
    private func at(_ document: [String: Any], _ path: String...) -> Any? {
        path.reduce(document as Any?) { ($0 as? [String: Any])?[$1] }
    }

    @Test func `doors for programs are in it, pages and what is for development are not`() async throws {
        let document = try await document()
        let paths = try #require(at(document, "paths") as? [String: Any])
        #expect(paths.keys.sorted() == ["/api/bounces", "/api/doses/{id}", "/api/openapi.json", "/api/own"])
        let schemes = try #require(at(document, "components", "securitySchemes") as? [String: Any])
        #expect(schemes.keys.sorted() == ["key", "session", "signature"])
        #expect(at(document, "components", "securitySchemes", "session", "name") as? String == "__Host-wayfellow")
    }

    @Test func `an operation has its parameters, body, answer, refusals and security`() async throws {
        let document = try await document()
        let put = try #require(at(document, "paths", "/api/doses/{id}", "put") as? [String: Any])
        let parameters = try #require(put["parameters"] as? [[String: Any]])
        #expect(parameters.map { $0["in"] as? String } == ["path", "query"])
        #expect((put["security"] as? [[String: [String]]]) == [["key": ["doses"]]])
        let body = try #require(
            at(put, "requestBody", "content", "application/json", "schema") as? [String: Any])
        #expect(body["required"] as? [String] == ["name"] && body["additionalProperties"] as? Bool == false)
        let responses = try #require(put["responses"] as? [String: Any])
        for status in [200, 400, 401, 403, 404, 410, 413, 415, 422, 429, 503] {
            #expect(responses[String(status)] != nil, "\(status)")
        }
        let known = try #require(at(document, "components", "responses") as? [String: Any])
        for (status, response) in responses {
            guard let reference = (response as? [String: Any])?["$ref"] as? String else { continue }
            let name = ["401", "403"].contains(status) ? "\(status)-key" : status
            #expect(reference == "#/components/responses/\(name)" && known[name] != nil)
        }
        // What opens one route is no word about another.
        for (name, word) in [("401-key", "key"), ("403-key", "scope"), ("401-session", "session")] {
            #expect((at(known, name, "description") as? String)?.contains(word) == true, "\(name)")
        }
    }

    @Test func `a webhook names the header fields of its signature`() async throws {
        let post = try #require(at(try await document(), "paths", "/api/bounces", "post") as? [String: Any])
        let parameters = try #require(post["parameters"] as? [[String: Any]])
        #expect(parameters.map { $0["name"] as? String } == ["webhook-id", "webhook-timestamp"])
        #expect(at(post, "requestBody", "content", "text/plain") != nil)
        #expect(at(post, "responses", "401") == nil && at(post, "responses", "403") != nil)
    }
}
