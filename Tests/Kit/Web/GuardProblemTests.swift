import Foundation
import Testing

@testable import Web

/// What a connection's guard says by itself is a problem document where programs knock, and a page elsewhere.
@Suite struct GuardProblemTests {
    private static let heads: [(status: Int, head: String)] = [
        (400, "GET %@ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        (400, "GET %@ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"),
        (411, "PUT %@ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        (400, "FOO %@ HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        (400, "get %@ HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        (400, "GET http://localhost%@?q=/api/ HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        (400, "GET %@ HTTP/1.1\r\nHost: localhost\r\nX-A : b\r\n\r\n"),
        (400, "GET %@ HTTP/3.1\r\nHost: localhost\r\n\r\n"),
        (
            431,
            "GET %@ HTTP/1.1\r\nHost: localhost\r\n\(String(repeating: "X-Long: \(String(repeating: "a", count: 1_000))\r\n", count: 20))"
        ),
        (414, "GET %@?q=\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ]

    private static func body(_ answer: String) throws -> [String: Any] {
        let text = try #require(answer.firstRange(of: "\r\n\r\n").map { answer[$0.upperBound...] })
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func `a head that is refused is refused in the caller's form`() async throws {
        try await withServer(try TestSite()) { wire in
            for (status, head) in Self.heads {
                let program = try await wire.send([head.replacing("%@", with: "/api/doses")])
                #expect(program.hasPrefix("HTTP/1.1 \(status)"), "\(program.prefix(60))")
                #expect(program.contains("application/problem+json"))
                let problem = try Self.body(program)
                #expect(problem["status"] as? Int == status && problem["title"] != nil && problem["detail"] != nil)
                let person = try await wire.send([head.replacing("%@", with: "/doses")])
                #expect(person.hasPrefix("HTTP/1.1 \(status)") && person.contains("<!doctype html>"))
            }
        }
    }

    @Test func `a door that takes too long says so in a problem document, in the reader's language`() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let test = try TestSite(extra: [
            .json(.get, "/api/stuck", .anyone) { _ in
                for await _ in gate { break }
                return .json(Array("{}".utf8))
            }
        ]) { $0.limits.handlerTime = 200 }
        try await withServer(test) { wire in
            let answer = try await wire.send([
                "GET /api/stuck HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: es\r\n\r\n"
            ])
            #expect(answer.hasPrefix("HTTP/1.1 503") && answer.lowercased().contains("retry-after: 5"))
            let problem = try Self.body(answer)
            #expect(problem["type"] as? String == "urn:wayfellow:problem:slow")
            #expect(problem["title"] as? String == "Esto tarda demasiado")
            open.finish()
        }
    }

    @Test func `in pieces it is the same`() async throws {
        try await withServer(try TestSite()) { wire in
            let answer = try await wire.send(["GET /ap", "i/doses HTTP/1.1\r\nX-A", " : b\r\n\r\n"])
            #expect(answer.hasPrefix("HTTP/1.1 400") && answer.contains("application/problem+json"), "\(answer)")
        }
    }

    @Test func `where not even the line was read it is a page`() async throws {
        try await withServer(try TestSite()) { wire in
            for head in ["FOO", "\u{16}\u{3}\u{1}hello", " /api/doses\r\n\r\n"] {
                let answer = try await wire.send([head])
                #expect(answer.hasPrefix("HTTP/1.1 400") && answer.contains("<!doctype html>"), "\(answer.prefix(400))")
            }
        }
    }
}
