import Markup
import Storage
import Synchronization
import Testing

@testable import Web

/// Routes that take a file: what is checked, and when.
@Suite struct UploadTests {
    /// What handlers got, and what tests hold them up with.
    final class Desk: Sendable {
        private let state = Mutex((begun: 0, files: [[UInt8]](), names: [[String]](), isHeld: false, hasEnded: false))
        var begun: Int { state.withLock { $0.begun } }
        var files: [[UInt8]] { state.withLock { $0.files } }
        var names: [[String]] { state.withLock { $0.names } }
        var isHeld: Bool {
            get { state.withLock { $0.isHeld } }
            set { state.withLock { $0.isHeld = newValue } }
        }
        /// Whether Ana's session is over.
        var hasEnded: Bool {
            get { state.withLock { $0.hasEnded } }
            set { state.withLock { $0.hasEnded = newValue } }
        }
        func begin(_ names: [String]) { state.withLock { ($0.begun, $0.names) = ($0.begun + 1, $0.names + [names]) } }
        func keep(_ file: [UInt8]) { state.withLock { $0.files.append(file) } }
    }

    let desk = Desk()
    let test: TestSite

    init() throws {
        let desk = desk
        let limit = RateLimit(per: .person, count: 100, within: 60)
        test = try TestSite(
            extra: [
                .upload("/picture", .member, limit: 100_000, rate: limit) { visit in
                    desk.begin(visit.fields.names)
                    while desk.isHeld { try await Task.sleep(for: .milliseconds(5)) }
                    var bytes: [UInt8] = []
                    while let more = try await visit.upload?.next() { bytes += more }
                    desk.keep(bytes)
                    return visit.redirect("/me")
                },
                .get("/picture", .anyone) { _ in .file(ServedFile([1, 2, 3], type: "image/png")) },
            ],
            session: { token in
                if token == TestSite.ana, desk.hasEnded { return nil }
                return try await TestSite.session(token)
            })
    }

    private func form(token: String, file: String = "\u{1}bytes", name: String = "a.png") -> String {
        """
        --b
        Content-Disposition: form-data; name="csrf"

        \(token)
        --b
        Content-Disposition: form-data; name="words"

        a lighthouse
        --b
        Content-Disposition: form-data; name="file"; filename="\(name)"
        Content-Type: image/png

        \(file)
        --b--

        """.replacing("\n", with: "\r\n")
    }

    private func send(
        _ body: String, as token: String? = TestSite.ana, type: String = "multipart/form-data; boundary=b",
        _ headers: [String: String] = ["Sec-Fetch-Site": "same-origin"]
    ) async -> Exchange {
        var headers = headers.merging(["Content-Type": type]) { $1 }
        if let token { headers["Cookie"] = TestSite.cookie(token) }
        return await test.site.respond("POST", "/picture", headers: headers, body: body)
    }

    private func token() async throws -> String { try TestSite.token(in: await test.get("/me", as: TestSite.ana)) }

    @Test func `fields come first, then the file as it was sent`() async throws {
        expect(await send(form(token: try await token(), name: "../../etc/passwd")), 303, location: "/me")
        expect(await send(form(token: try await token(), file: "")), 303)
        #expect(desk.names == Array(repeating: ["csrf", "words"], count: 2))
        #expect(desk.files == [Array("\u{1}bytes".utf8), []])
    }

    @Test func `without sign-in, this site's page and its token no file is looked at`() async throws {
        let good = form(token: try await token())
        expect(await send(good, as: nil), 303, location: "/sign-in?to=%2Fpicture")
        expect(await send(good, ["Sec-Fetch-Site": "cross-site"]), 403)
        expect(await send(good, ["Origin": "https://elsewhere.example"]), 403)
        let other = try TestSite.token(in: await test.get("/me", as: TestSite.director))
        for wrong in [form(token: ""), form(token: "00"), form(token: other)] { expect(await send(wrong), 403) }
        let late = good.replacing("name=\"csrf\"", with: "name=\"other\"")
            .replacing("--b--", with: "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nx\r\n--b--")
        // Told as a broken form where the field behind the file has come along with it.
        #expect([400, 403].contains(await send(late).status))
        #expect(desk.begun == 0)
    }

    @Test func `another kind of body, or one too large, is refused before it is read`() async throws {
        let good = form(token: try await token())
        for type in [
            "application/x-www-form-urlencoded", "application/json", "multipart/mixed; boundary=b",
            "multipart/form-dataset; boundary=b", "",
        ] {
            let answer = await send(good, type: type)
            expect(answer, 415, type)
            #expect(answer.text.contains("What is taken here: multipart/form-data."))
        }
        let large = await send(good + String(repeating: "x", count: 100_000))
        expect(large, 413)
        #expect(large.text.contains("That file is too large"))
        #expect(desk.begun == 0)
    }

    @Test func `a form that is put together wrongly is told so, and not as half of one`() async throws {
        let good = form(token: try await token())
        let wrong: [(String, type: String)] = [
            (good, "multipart/form-data; boundary=c"), (good, "multipart/form-data"),
            (good, "Multipart/Form-Data; boundary="), (good, "multipart/form-data; boundary=b; boundary=b"),
            (good.replacing("; name=\"words\"", with: ""), "multipart/form-data; boundary=b"),
            (good.replacing("name=\"words\"", with: "name=\"csrf\""), "multipart/form-data; boundary=b"),
            (
                good.replacing("; filename=\"a.png\"\r\nContent-Type: image/png", with: ""),
                "multipart/form-data; boundary=b"
            ),
            (good + "more", "multipart/form-data; boundary=b"),
        ]
        for (body, type) in wrong {
            let answer = await send(body, type: type)
            expect(answer, 400, type)
            #expect(answer.text.contains("The form could not be taken apart"), "\(type) \(body)")
        }
        #expect(desk.files.isEmpty)
    }

    @Test func `half an upload is refused in words, and nothing is made of it`() async throws {
        let good = form(token: try await token())
        for count in [good.utf8.count - 3, good.utf8.count - 14, good.utf8.count - 60, 40, 0] {
            let answer = await send(String(decoding: good.utf8.prefix(count), as: UTF8.self))
            expect(answer, 400, "\(count) bytes")
            #expect(answer.text.contains("The file did not arrive whole"))
        }
        #expect(desk.files.isEmpty)
    }

    @Test func `somebody whose session ends while their file comes in has sent nothing`() async throws {
        desk.isHeld = true
        let good = form(token: try await token())
        async let answer = send(good)
        while desk.begun == 0 { await Task.yield() }
        desk.hasEnded = true
        desk.isHeld = false
        expect(await answer, 303, location: "/sign-in?to=%2Fpicture")
        #expect(desk.files.isEmpty)
    }

    @Test func `a person has two under way, and then is asked to wait`() async throws {
        desk.isHeld = true
        let good = form(token: try await token())
        async let first = send(good)
        async let second = send(good)
        while desk.begun < 2 { await Task.yield() }
        let third = await send(good)
        expect(third, 429)
        #expect(third.header("retry-after") == "10")
        desk.isHeld = false
        expect(await first, 303)
        expect(await second, 303)
        expect(await send(good), 303)
        #expect(test.site.uploads.count == 0)
    }

    @Test func `all together have so many, and then everybody is asked to wait`() async throws {
        let slots = UploadSlots(each: 2, total: 2)
        func subject(_ name: String) -> RateLimiter.Subject { .person(ID(named: name)) }
        try await slots.run(for: subject("Ana")) {
            try await slots.run(for: subject("Bea")) {
                await #expect(throws: Problem.self) { try await slots.run(for: subject("Cleo")) {} }
            }
            try await slots.run(for: subject("Cleo")) {}
        }
        #expect(slots.count == 0)
    }

    @Test func `a file is shown as what it is, kept for good, and can run nothing`() async throws {
        let answer = await test.get("/picture", as: TestSite.ana)
        expect(answer, 200)
        #expect(answer.header("content-type") == "image/png")
        #expect(answer.header("cache-control") == "public, max-age=31536000, immutable")
        #expect(answer.header("x-content-type-options") == "nosniff")
        #expect(answer.header("content-security-policy")?.contains("sandbox") == true)
        #expect(answer.cookies.isEmpty)
        let tag = try #require(answer.header("etag"))
        expect(await test.get("/picture", headers: ["If-None-Match": tag]), 304)
    }

    @Test func `over a socket a file of many pieces arrives, and a broken line leaves nothing`() async throws {
        let token = try await token()
        let (test, desk) = (test, desk)
        let body = form(token: token, file: String(repeating: "0123456789", count: 9_000))
        let head = """
            POST /picture HTTP/1.1
            Host: 127.0.0.1
            Cookie: \(TestSite.cookie(TestSite.ana))
            Sec-Fetch-Site: same-origin
            Content-Type: multipart/form-data; boundary=b
            Connection: close

            """.replacing("\n", with: "\r\n")
        try await withServer(test) { wire in
            let whole = head + "Content-Length: \(body.utf8.count)\r\n\r\n"
            #expect(try await wire.send([whole, body]).hasPrefix("HTTP/1.1 303"))
            #expect(desk.files.map(\.count) == [90_000])
            #expect(try await wire.send([head + "\r\n"]).hasPrefix("HTTP/1.1 411"))
            let tooLarge = try await wire.send([head + "Content-Length: 200000\r\n\r\n", body])
            #expect(tooLarge.hasPrefix("HTTP/1.1 413"))
            try await wire.cut([whole, String(decoding: body.utf8.prefix(50_000), as: UTF8.self)])
            while desk.begun < 2 || test.site.uploads.count > 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
        #expect(desk.files.count == 1)
        #expect(test.site.uploads.count == 0)
    }
}
