import Databases
import Testing

@testable import Web

/// Forms with a file, read from bytes.
@Suite struct MultipartParserTests {
    /// What a whole form brings: its fields, and the file's bytes in one piece.
    struct Form: Hashable {
        var fields: [String] = []
        var file: [UInt8]?
        var isWhole = false
    }

    static let boundary = "----b0undary"

    /// Line feeds stand for CR LF.
    static func form(_ text: String) -> [UInt8] {
        Array(text.replacing("\n", with: "\r\n").replacing("§", with: boundary).utf8)
    }

    /// Reads bytes cut at these places.
    static func read(
        _ bytes: [UInt8], cutAt cuts: [Int] = [], _ limits: MultipartParser.Limits = .init()
    ) -> Result<Form, MultipartParser.Failure> {
        var parser = MultipartParser(boundary: Array(boundary.utf8), limits: limits)
        var form = Form()
        do throws(MultipartParser.Failure) {
            for (start, end) in zip([0] + cuts, cuts + [bytes.count]) {
                for event in try parser.feed(bytes[start..<end]) {
                    switch event {
                    case .field(let name, let value): form.fields.append("\(name)=\(value)")
                    case .file(let name): (form.fields, form.file) = (form.fields + ["\(name):"], [])
                    case .bytes(let bytes): form.file?.append(contentsOf: bytes)
                    case .end: form.isWhole = true
                    }
                }
            }
            try parser.finish()
            return .success(form)
        } catch {
            return .failure(error)
        }
    }

    static let good = form(
        """
        --§
        Content-Disposition: form-data; name="csrf"

        abc
        --§
        Content-Disposition: form-data; name="título"
        Content-Type: text/plain; charset=UTF-8

        Ana
        --b
        --§
        content-disposition: Form-Data; name="file"; filename="..\\etc\\€ %22x.png"
        Content-Type: image/png
        Content-Length: 9

        \u{1}--§-
        --
        --§--

        """)

    @Test func `fields and file come as they were sent, however the bytes are cut`() {
        let wanted = Form(
            fields: ["csrf=abc", "título=Ana\r\n--b", "file:"], file: Self.form("\u{1}--§-\n--"), isWhole: true)
        #expect(Self.read(Self.good) == .success(wanted))
        #expect(Self.read(Self.good, cutAt: Array(1..<Self.good.count)) == .success(wanted))
        for cut in 1..<Self.good.count {
            #expect(Self.read(Self.good, cutAt: [cut]) == .success(wanted), "cut at \(cut)")
        }
    }

    @Test func `a form that ends early is cut off, wherever`() {
        for count in 0..<(Self.good.count - 4) {
            #expect(Self.read(Array(Self.good.prefix(count))) == .failure(.cutOff), "\(count) bytes")
        }
    }

    @Test func `an empty file is a file`() {
        let form = Self.form("--§\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\n\n\n--§--")
        #expect(Self.read(form) == .success(Form(fields: ["f:"], file: [], isWhole: true)))
    }

    static let file = "Content-Disposition: form-data; name=\"f\"; filename=\"a\""
    static let text = "Content-Disposition: form-data; name=\"t\""

    static let refused: [(sent: String, why: MultipartParser.Failure)] = [
        ("", .cutOff), ("--other\n", .badBoundary), ("hello\n--§\n", .badBoundary), ("\n--§\n", .badBoundary),
        ("--§ \n\(file)\n\nx\n--§--", .badBoundary), ("--§x", .badBoundary), ("--§--", .noFile),
        ("--§\n\(text)\n\nx\n--§--", .noFile), ("--§\n\(file)\n\nx\n--§-x", .badBoundary),
        ("--§\n\(file)\n\nx\n--§--\nmore", .badBoundary), ("--§\n\(file)\n\nx\n--§--\n\n", .badBoundary),
        ("--§\n\(file)\n\nx\n--§\n\(text)\n\nx\n--§--", .behindFile),
        ("--§\n\(file)\n\nx\n--§\n\(file)\n\nx\n--§--", .behindFile),
        ("--§\n\(text)\n\nx\n--§\n\(text)\n\nx\n--§--", .nameTwice),
        ("--§\n\n\nx\n--§--", .badHead), ("--§\nContent-Type: text/plain\n\nx\n--§--", .badHead),
        ("--§\n\(text)\nContent-Type: multipart/mixed; boundary=x\n\nx\n--§--", .badHead),
        ("--§\n\(file)\nContent-Type: Multipart/Mixed; boundary=x\n\nx\n--§--", .badHead),
        ("--§\n\(text)\nContent-Type: text/plain; charset=utf-16\n\nx\n--§--", .badHead),
        ("--§\n\(text)\nContent-Transfer-Encoding: base64\n\nx\n--§--", .badHead),
        ("--§\n\(text)\n\(text)\n\nx\n--§--", .badHead), ("--§\n\(text)\n folded\n\nx\n--§--", .badHead),
        ("--§\n\(text)\n\tfolded: x\n\nx\n--§--", .badHead), ("--§\n\(text)\nno colon\n\nx\n--§--", .badHead),
        ("--§\n\(text)\n: empty\n\nx\n--§--", .badHead), ("--§\n\(text)\nX : y\n\nx\n--§--", .badHead),
        ("--§\nContent-Disposition: form-data\n\nx\n--§--", .badHead),
        ("--§\nContent-Disposition: attachment; name=\"a\"\n\nx\n--§--", .badHead),
        ("--§\nContent-Disposition: form-data; name=\"\"\n\nx\n--§--", .badHead),
        ("--§\nContent-Disposition: form-data; name*=UTF-8''a\n\nx\n--§--", .badHead),
        ("--§\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8''a\n\nx\n--§--", .badHead),
        ("--§\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\n\nx\n--§--", .badHead),
        ("--§\nContent-Disposition: form-data; name=\"a\"; filename=\"x\\\"; name=\"b\"\n\nx\n--§--", .badHead),
        ("--§\nContent-Disposition: form-data; name=\"a\\b\"\n\nx\n--§--", .badHead),
        ("--§\nContent-Disposition: form-data; name=\"a\n\nx\n--§--", .badHead),
        ("--§\nContent-Disposition: form-data; name=\"\(String(repeating: "n", count: 101))\"\n\nx\n--§--", .badHead),
        ("--§\n\(text)\nX-Long: \(String(repeating: "x", count: 2_100))\n\nx\n--§--", .headTooLong),
        ("--§\n\(text)\n\n\(String(repeating: "x", count: 16_385))\n--§--", .fieldTooLong),
    ]

    @Test func `what readers could take differently is refused, however the bytes are cut`() {
        for (sent, why) in Self.refused {
            let bytes = Self.form(sent)
            #expect(Self.read(bytes) == .failure(why), "\(sent.prefix(200))")
            #expect(Self.read(bytes, cutAt: Array(1..<max(bytes.count, 1))) == .failure(why), "\(sent.prefix(200))")
        }
    }

    @Test func `bytes that are no text, bare line ends and too many fields are refused`() {
        let head = "--§\n\(Self.text)\n\n"
        #expect(Self.read(Self.form(head) + [0xFF] + Self.form("\n--§--")) == .failure(.notUTF8))
        #expect(Self.read(Array("--\(Self.boundary)\n\(Self.text)\n\nx".utf8)) == .failure(.badBoundary))
        let many = (1...51).map { "--§\nContent-Disposition: form-data; name=\"n\($0)\"\n\n\n" }.joined()
        #expect(Self.read(Self.form(many)) == .failure(.tooManyFields))
        let value = String(repeating: "x", count: 16_384)
        let long = (1...5).map { "--§\nContent-Disposition: form-data; name=\"n\($0)\"\n\n\(value)\n" }.joined()
        #expect(Self.read(Self.form(long + "--§--")) == .failure(.fieldTooLong))
    }

    @Test func `only a boundary that the standard allows is read`() {
        let long = String(repeating: "b", count: 70)
        let taken = [
            "multipart/form-data; boundary=abc": "abc",
            "Multipart/Form-Data;boundary=\"a b'()+_,-./:=?c\"": "a b'()+_,-./:=?c",
            "multipart/form-data; BOUNDARY=\(long)": long,
        ]
        for (type, boundary) in taken {
            #expect(MultipartBoundary.read(type).map { String(decoding: $0, as: UTF8.self) } == boundary, "\(type)")
        }
        for type in [
            "", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary=\(long)b", "multipart/mixed; boundary=abc",
            "multipart/form-data, boundary=a",
            "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=a; charset=utf-8",
            "multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=\"a\\b\"",
            "multipart/form-data; boundary=\"é\"", "text/plain; boundary=a", "multipart/form-data boundary=a",
        ] { #expect(MultipartBoundary.read(type) == nil, "\(type)") }
    }

    @Test func `changed forms end in a form or an error, the same however they are cut`() {
        var random = SeededRandom(seed: 16)
        let seeds = Self.refused.map { Self.form($0.sent) }
        var whole = 0
        for _ in 0..<4_000 {
            let isGood = Bool.random(using: &random)
            var bytes = isGood ? Self.good : seeds[Int.random(in: 0..<seeds.count, using: &random)]
            if bytes.count > 3_000 { bytes.removeLast(bytes.count - 3_000) }
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let at = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
                case 1 where at < bytes.count: bytes.remove(at: at)
                case 2: bytes.insert(contentsOf: Self.form("\n--§"), at: at)
                default: bytes.insert(contentsOf: Array("\r\n-\";=\\".utf8.shuffled(using: &random)), at: at)
                }
            }
            let once = Self.read(bytes)
            if case .success = once { whole += 1 }
            let cuts = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                Int.random(in: 0...bytes.count, using: &random)
            }
            #expect(Self.read(bytes, cutAt: cuts.sorted()) == once)
        }
        #expect(whole > 100)
    }
}
