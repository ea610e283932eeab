import Foundation
import Testing

@testable import Web

/// The server as the network sees it.
@Suite struct SocketTests {
    /// Requests that two servers could read differently, or that are none; `H` stands for the right Host line.
    static let smuggled: [(name: String, request: String)] = [
        (
            "length and chunks",
            "POST /form HTTP/1.1\r\nH\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX"
        ),
        (
            "chunks and length",
            "POST /form HTTP/1.1\r\nH\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nX"
        ),
        ("two lengths", "POST /form HTTP/1.1\r\nH\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        ("the same length twice", "POST /form HTTP/1.1\r\nH\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na"),
        ("a list of lengths", "POST /form HTTP/1.1\r\nH\r\nContent-Length: 1, 1\r\n\r\na"),
        ("a negative length", "POST /form HTTP/1.1\r\nH\r\nContent-Length: -1\r\n\r\na"),
        ("a length with a sign", "POST /form HTTP/1.1\r\nH\r\nContent-Length: +1\r\n\r\na"),
        ("a hexadecimal length", "POST /form HTTP/1.1\r\nH\r\nContent-Length: 0x1\r\n\r\na"),
        ("a huge length", "POST /form HTTP/1.1\r\nH\r\nContent-Length: 99999999999999999999\r\n\r\na"),
        ("chunks alone", "POST /form HTTP/1.1\r\nH\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"),
        ("chunks, misspelt", "POST /form HTTP/1.1\r\nH\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        ("chunks, folded", "POST /form HTTP/1.1\r\nH\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
        (
            "chunks, twice",
            "POST /form HTTP/1.1\r\nH\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"
        ),
        ("a space before the colon", "GET / HTTP/1.1\r\nH\r\nX-A : b\r\n\r\n"),
        ("a folded field", "GET / HTTP/1.1\r\nH\r\nX-A: b\r\n c\r\n\r\n"),
        ("a bare newline", "GET / HTTP/1.1\nH\r\n\r\n"),
        ("a bare newline in a field", "GET / HTTP/1.1\r\nH\r\nX-A: b\nX-B: c\r\n\r\n"),
        ("a NUL in a field", "GET / HTTP/1.1\r\nH\r\nX-A: b\0c\r\n\r\n"),
        ("a CR in a field", "GET / HTTP/1.1\r\nH\r\nX-A: b\rc\r\n\r\n"),
        ("a field without a name", "GET / HTTP/1.1\r\nH\r\n: b\r\n\r\n"),
        ("no host", "GET / HTTP/1.1\r\n\r\n"), ("no host, old", "GET / HTTP/1.0\r\n\r\n"),
        ("two hosts", "GET / HTTP/1.1\r\nH\r\nH\r\n\r\n"),
        ("two names", "GET / HTTP/1.1\r\nH\r\nHost: evil.example\r\n\r\n"),
        ("an empty host", "GET / HTTP/1.1\r\nHost: \r\n\r\n"),
        ("a host with a path", "GET / HTTP/1.1\r\nHost: 127.0.0.1/x\r\n\r\n"),
        ("the whole address", "GET http://127.0.0.1/ HTTP/1.1\r\nH\r\n\r\n"),
        ("a tunnel", "CONNECT 127.0.0.1:22 HTTP/1.1\r\nH\r\n\r\n"), ("a star", "OPTIONS * HTTP/1.1\r\nH\r\n\r\n"),
        ("no slash", "GET me HTTP/1.1\r\nH\r\n\r\n"), ("a space in the path", "GET /a b HTTP/1.1\r\nH\r\n\r\n"),
        ("a raw letter in the path", "GET /é HTTP/1.1\r\nH\r\n\r\n"),
        ("another protocol", "GET / HTTP/3.1\r\nH\r\n\r\n"),
        ("no protocol", "GET /\r\nH\r\n\r\n"),
        ("a body with GET", "GET / HTTP/1.1\r\nH\r\nContent-Length: 5\r\n\r\nhello"),
        ("not HTTP", "\u{16}\u{3}\u{1}hello"),
        ("a long path", "GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\nH\r\n\r\n"),
        ("a long field", "GET / HTTP/1.1\r\nH\r\nX-A: \(String(repeating: "a", count: 17_000))\r\n\r\n"),
        ("many fields", "GET / HTTP/1.1\r\nH\r\n\(String(repeating: "X-A: b\r\n", count: 101))\r\n"),
        ("a head without end", "GET / HTTP/1.1\r\nH\r\n\(String(repeating: "X-A: b\r\n", count: 4_000))"),
    ]

    @Test func `what two servers could read differently is refused and the connection closed`() async throws {
        let test = try TestSite()
        try await withServer(test) { wire in
            for (name, request) in Self.smuggled {
                let sent = request.replacing("H\r\n", with: "Host: 127.0.0.1:\(wire.port)\r\n")
                let answer = try await wire.send([sent + "GET /limited HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"])
                let status = answer.firstMatch(of: /^HTTP\/1.1 (\d+)/).map { String($0.1) } ?? "none"
                #expect(status.hasPrefix("4"), "\(name): \(answer.prefix(80))")
                #expect(
                    answer.contains("content-security-policy") || answer.contains("Content-Security-Policy"), "\(name)")
                #expect(answer.ranges(of: "HTTP/1.1 ").count == 1, "\(name)")
            }
            #expect(try await wire.get("/health").hasSuffix("ok\n"))
        }
        #expect(test.journal.forms.isEmpty)
    }

    @Test func `a slow head and a slow body are cut off while others are served`() async throws {
        let test = try TestSite {
            $0.limits.headTime = 300
            $0.limits.bodyTime = 500
            $0.limits.bodyGrace = 300
            $0.limits.idleTime = 400
        }
        try await withServer(test) { wire in
            let host = "Host: 127.0.0.1:\(wire.port)\r\n"
            async let head = wire.send(["GET / HTTP/1.1\r\n" + host, "X-A: b\r\n"])
            async let nothing = wire.send([])
            async let body = wire.send([
                "POST /form HTTP/1.1\r\n\(host)Content-Length: 500\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\na=1"
            ])
            async let idle = wire.send(["GET /health HTTP/1.1\r\n\(host)\r\n"])
            #expect(try await wire.get("/health").hasSuffix("ok\n"))
            #expect(try await head == "")
            #expect(try await nothing == "")
            #expect(try await idle.hasSuffix("ok\n"))
            _ = try await body
            #expect(try await wire.get("/health").hasSuffix("ok\n"))
        }
        #expect(test.journal.forms.isEmpty)
    }

    @Test func `a page that takes too long is answered for, in the person's language`() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let test = try TestSite(extra: [
            .get("/stuck", .anyone) { _ in
                for await _ in gate { break }
                return .plain("late\n")
            }
        ]) { $0.limits.handlerTime = 200 }
        try await withServer(test) { wire in
            let request = "GET /stuck HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: es\r\n\r\n"
            let answer = try await wire.send([request])
            #expect(answer.hasPrefix("HTTP/1.1 503"))
            #expect(answer.contains("Esto tarda demasiado") && answer.contains("tel:988") && !answer.contains("late"))
            #expect(answer.lowercased().contains("retry-after: 5"))
            open.finish()
            #expect(try await wire.get("/health").hasSuffix("ok\n"))
        }
    }

    @Test func `requests in one go are answered in order`() async throws {
        try await withServer(try TestSite()) { wire in
            let one = { (path: String, more: String) in "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\(more)\r\n" }
            let answer = try await wire.send([
                one("/echo/first", "") + one("/health", "") + one("/echo/third", "Connection: close\r\n")
            ])
            let places = ["<h1>first", "ok\n", "<h1>third"].map { answer.firstRange(of: $0)?.lowerBound }
            #expect(places.compactMap { $0 }.count == 3)
            #expect(zip(places, places.dropFirst()).allSatisfy { ($0 ?? answer.endIndex) < ($1 ?? answer.startIndex) })
        }
    }

    @Test func `a form over the wire, whole or broken off`() async throws {
        let test = try TestSite { $0.secureCookies = false }
        try await withServer(test) { wire in
            let page = try await wire.get("/form")
            let token = try #require(page.firstMatch(of: /name="csrf" value="([0-9a-f]+)"/)).1
            let cookie = try #require(page.firstMatch(of: /wayfellow-form=[0-9a-f]+/)).output
            let form = "word=hola&csrf=\(token)"
            func head(_ length: Int) -> String {
                "POST /form HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: \(cookie)\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(length)\r\n\r\n"
            }
            let taken = try await wire.send([
                head(form.utf8.count), String(form.prefix(40)), String(form.dropFirst(40)),
            ])
            #expect(taken.hasPrefix("HTTP/1.1 303"))
            let large = try await wire.send([head(100_000) + String(repeating: "a", count: 90_000)])
            #expect(large.hasPrefix("HTTP/1.1 413"))
        }
        #expect(test.journal.forms.map { $0["word"] } == ["hola"])
    }

    @Test func `a body that waits to be asked for is asked for, unless it is too large`() async throws {
        try await withServer(try TestSite()) { wire in
            func head(_ length: Int) -> String {
                "POST /form HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-Continue\r\nConnection: close\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(length)\r\n\r\n"
            }
            let asked = try await wire.send([head(10)], until: "\r\n\r\n")
            let refused = try await wire.send([head(70_000)], until: "\r\n\r\n")
            #expect(asked == "HTTP/1.1 100 Continue\r\n\r\n" && refused.hasPrefix("HTTP/1.1 413"))
        }
    }

    @Test func `an answer in HTTP 1.0 ends with the connection`() async throws {
        try await withServer(try TestSite()) { wire in
            let request = "GET /health HTTP/1.0\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n"
            let answer = try await wire.send([request + request])
            #expect(answer.hasSuffix("ok\n") && answer.lowercased().contains("connection: close"))
            #expect(answer.ranges(of: "HTTP/1.1 200").count == 1)
        }
    }

    @Test func `who reads slowly gets all of it, and who does not read is cut off`() async throws {
        let size = 24_000_000
        let test = try TestSite(extra: [
            .get("/much", .anyone) { _ in
                .download([UInt8](repeating: 46, count: size), name: "much", type: "text/plain")
            }
        ]) {
            $0.limits.answerWindow = 400
            $0.limits.idleTime = 200
            $0.limits.lingerTime = 100
            $0.limits.readRate = 100_000
        }
        try await withServer(test) { wire in
            let request = "GET /much HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            async let slow = wire.read(request, wait: 0, pause: 3_000)
            async let never = wire.read(request, wait: 3_000_000, pause: 0)
            let (patient, idle) = try await (slow, never)
            #expect(patient > size && idle < size)
        }
    }

    @Test func `too many connections from one address are turned away`() async throws {
        let test = try TestSite {
            $0.limits.connectionsPerAddress = 1
            $0.limits.idleTime = 500
            $0.limits.isLoopbackExempt = false
        }
        try await withServer(test) { wire in
            let request = "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            var statuses: [String] = []
            // Both stay open until the idle time ends, so they meet; if the machine dozed in between, once more.
            while !statuses.contains("HTTP/1.1 503") {
                async let one = wire.send([request])
                async let other = wire.send([request])
                statuses = [String(try await one.prefix(12)), String(try await other.prefix(12))]
            }
            #expect(statuses.contains("HTTP/1.1 200"))
        }
    }
}
