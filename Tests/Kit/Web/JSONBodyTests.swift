import Databases
import Testing

@testable import Web

/// A body of JSON: what is taken, and that nothing else brings the server down.
@Suite struct JSONBodyTests {
    let program: ProgramSite

    init() throws {
        program = try ProgramSite { $0.rateLimits = false }
    }

    private func put(_ body: String, _ type: String = "application/json") async -> Exchange {
        await program.send("PUT", "/api/doses/1", body, as: nil, ["Content-Type": type])
    }

    @Test func `what was sent arrives`() async throws {
        let answer = await put(ProgramSite.good)
        expect(answer, 200)
        #expect(answer.text.contains(#""next":{"name":"é💊","times":[1,2]}"#))
        expect(await put(#" {"amount": 1, "name": "a\"},{\\", "next": null} "#), 200)
    }

    @Test func `only JSON in UTF-8 is taken`() async throws {
        for type in ["application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\"", "application/json "] {
            expect(await put(ProgramSite.good, type), 200, type)
        }
        for type in [
            "", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/problem+json",
            "application/json; charset=utf-16", "application/json; charset=latin1", "application/json;", "text/json",
        ] {
            let answer = await put(ProgramSite.good, type)
            expect(answer, 415, type)
            #expect(try ProblemRead(answer).detail.contains("“Content-Type”: application/json."))
        }
        let sixteen = ProgramSite.good.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let wrong: [[UInt8]] = [
            sixteen, [0xFF, 0xFE] + sixteen, [0xEF, 0xBB, 0xBF] + Array(ProgramSite.good.utf8), [0xC3, 0x28], [0],
            Array(#"{"name":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#"","amount":1}"#.utf8),
        ]
        for bytes in wrong { expect(await program.send("PUT", "/api/doses/1", bytes), 400, "\(bytes.prefix(12))") }
    }

    static let faults: [(body: String, status: Int, field: String?)] = [
        ("", 411, nil), ("null", 400, nil), ("[]", 400, nil), ("{", 400, nil), ("{}", 422, "name"),
        (#"{"name":"a"}"#, 422, "amount"), (#"{"name":"a","amount":null}"#, 422, "amount"),
        (#"{"name":"a","amount":"1"}"#, 422, "amount"), (#"{"name":"a","amount":NaN}"#, 400, nil),
        (#"{"name":"a","amount":Infinity}"#, 400, nil), (#"{"name":"a","amount":1e999}"#, 400, nil),
        (#"{"name":"a","amount":"NaN"}"#, 422, "amount"), (#"{"name":"a","amount":1,"dose":2}"#, 422, "dose"),
        (#"{"name":"a","name":"b","amount":1}"#, 422, "name"), (#"{"name":"a","amount":1,}"#, 400, nil),
        (#"{"name":"a","n\u0061me":"b","amount":1}"#, 422, #"n\u0061me"#), (#"{"name":"a","amount":01}"#, 400, nil),
        (#"{"name":"a","amount":1,"next":{"name":"b","times":[1,"2"]}}"#, 422, "next.times.1"),
        (#"{"name":"a","amount":1,"next":{"name":"b","times":[1e30]}}"#, 400, nil),
        (#"{"name":"a","amount":1,"next":{"name":"b","times":[],"times":[]}}"#, 422, "next.times"),
        (#"{"name":"a","amount":1,"next":{"name":"b","times":[],"amount":1}}"#, 422, "next.amount"),
        (#"{"name":"\ud800","amount":1}"#, 400, nil), ("{'name':'a'}", 400, nil),
        (#"{"name":"a","amount":1} {}"#, 400, nil), ("}}}}", 400, nil),
        (#"{"name":"a","amount":1,"at":["b", ]}"#, 400, nil), (#"{"name":"a"#, 400, nil),
    ]

    @Test func `what is wrong is told by field, or that it is no JSON`() async throws {
        for (body, status, field) in Self.faults {
            let answer = await put(body)
            expect(answer, status, body)
            let told = try ProblemRead(answer).errors ?? []
            #expect(told.map(\.field) == [field].compactMap(\.self), "\(body)")
        }
    }

    @Test func `depth and size are refused before anything is decoded`() async throws {
        func nested(_ depth: Int, _ open: String, _ close: String) -> String {
            String(repeating: open, count: depth) + String(repeating: close, count: depth)
        }
        for (body, status) in [
            (nested(32, "[", "]"), 200), (nested(33, "[", "]"), 400), (nested(1_900, "[", "]"), 400),
            (nested(600, #"{"a":"#, "}"), 400), (String(repeating: "[", count: 3_900), 400),
            ("[\"" + String(repeating: "[", count: 3_000) + "\"]", 200),
            ("[\"\\\"" + String(repeating: "[", count: 3_000) + "\"]", 200),
            (String(repeating: " ", count: ProgramSite.limit - 2) + "[]", 200),
            (String(repeating: " ", count: ProgramSite.limit) + "[]", 413),
            ("[" + String(repeating: "9", count: 3_900) + "]", 200), (String(repeating: "\"", count: 3_901), 400),
        ] {
            let answer = await program.send("POST", "/api/anything", body)
            #expect(answer.status == status, "\(body.prefix(20)) \(answer.status)")
        }
        expect(await program.send("PUT", "/api/doses/1", "{}", as: nil, ["Content-Length": "x"]), 411)
        expect(await program.send("PUT", "/api/doses/1", "{}", as: nil, ["Content-Length": "9"]), 400)
        let unknown = "{" + (0..<400).map { "\"k\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try ProblemRead(await put(unknown)).errors?.count == 20)
    }

    @Test func `two thousand broken bodies are refused, and none breaks anything`() async throws {
        var random = SeededRandom(seed: 13)
        let pieces = [
            "{", "}", "[", "]", "\"", "\\", ",", ":", "null", "1e999", "-", "\\u0000", "NaN", "\u{FEFF}", "9",
        ]
        var statuses: [Int: Int] = [:]
        for _ in 0..<2_000 {
            var bytes = Array(ProgramSite.good.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<max(bytes.count, 1), using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0 where !bytes.isEmpty: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1 where !bytes.isEmpty: bytes.remove(at: at)
                case 2: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: at)
                default: bytes.insert(contentsOf: bytes[0..<at], at: at)
                }
            }
            for (method, path) in [("PUT", "/api/doses/1"), ("POST", "/api/anything")] {
                let answer = await program.send(method, path, bytes)
                statuses[answer.status, default: 0] += 1
                #expect(
                    answer.status == 200 || (400..<500).contains(answer.status),
                    "\(answer.status) \(String(decoding: bytes, as: UTF8.self))")
            }
        }
        #expect(statuses[400, default: 0] > 500 && statuses[422, default: 0] > 100, "\(statuses)")
    }
}
