import Databases
import Foundation
import Markup
import NIOCore
import Testing

@testable import Web

@Suite struct GzipTests {
    @Test func `what is compressed comes back byte for byte`() {
        var random = SeededRandom(seed: 3)
        for size in [1_024, 1_025, 4_096, 65_536, 300_000] {
            let words = (0..<size).map { _ in UInt8.random(in: 97...104, using: &random) }
            for level: Int32 in [1, 9] {
                let packed = Gzip.compress(words, level: level)
                #expect(packed.flatMap { Gzip.decompress(Array($0.readableBytesView)) } == words)
                #expect((packed?.readableBytes ?? .max) < size / 2 + 16)
            }
        }
        #expect(Gzip.compress([UInt8](repeating: 1, count: 1_023)) == nil)
        #expect(Gzip.compress((0..<5_000).map { _ in UInt8.random(in: 0...255, using: &random) }) == nil)
        #expect(Gzip.decompress([1, 2, 3]) == nil)
    }

    static let accepted: [(header: String?, isAccepted: Bool)] = [
        (nil, false), ("gzip", true), ("gzip, deflate, br, zstd", true), ("br", false), ("*", true),
        ("gzip;q=0", false),
        ("gzip; q=0.0", false), ("gzip;q=0.5", true), ("br, gzip ;q=1", true), ("identity", false), ("gzippy", false),
        ("", false),
    ]

    @Test func `pages are compressed for those who take it`() async throws {
        let test = try TestSite()
        for path in ["/", "/form"] {
            let plain = await test.get(path)
            for (header, isAccepted) in Self.accepted {
                let page = await test.get(path, headers: header.map { ["Accept-Encoding": $0] } ?? [:])
                #expect((page.header("content-encoding") == "gzip") == isAccepted, "\(header ?? "-")")
                #expect(page.header("content-length") == String(page.wireBytes))
                if path == "/" { #expect(page.body == plain.body) }
            }
        }
    }

    @Test func `public files are kept for a year under their edition and checked without`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wayfellow-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder.appending(path: "icons"), withIntermediateDirectories: true)
        let css = String(repeating: "p { margin: 0 } ", count: 200)
        for (name, words) in [
            ("wayfellow.css", css), (".hidden", "x"), ("icons/mark.svg", "<svg/>"), ("page.html", "x"),
        ] {
            try Data(words.utf8).write(to: folder.appending(path: name))
        }
        let test = try TestSite(publicFolder: folder.path)
        let version = test.site.publicFiles.version
        let page = await test.get("/")
        #expect(page.text.contains("/public/wayfellow.css?v=\(version)"))
        let pinned = await test.get("/public/wayfellow.css?v=\(version)", headers: ["Accept-Encoding": "gzip"])
        #expect(pinned.text == css && pinned.wireBytes < 200)
        #expect(pinned.header("cache-control") == "public, max-age=31536000, immutable")
        let checked = await test.get("/public/wayfellow.css?v=0")
        #expect(checked.header("cache-control") == "no-cache" && checked.text == css)
        expect(await test.get("/public/wayfellow.css", headers: ["If-None-Match": checked.header("etag") ?? ""]), 304)
        #expect(await test.get("/public/icons/mark.svg").header("content-type") == "image/svg+xml")
        for path in [
            "/public/.hidden", "/public/page.html", "/public/../Package.swift", "/public/", "/public/%2e%2e/x",
        ] {
            expect(await test.get(path), 404, path)
        }
    }
}

/// A sheet is put together from a file a component.
@Suite struct StylesheetTests {
    private static func withFolder(_ files: [String: String], _ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wayfellow-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let styles = folder.appending(path: "styles")
        try FileManager.default.createDirectory(at: styles, withIntermediateDirectories: true)
        for (name, words) in files { try Data(words.utf8).write(to: folder.appending(path: name)) }
        try await body(folder)
    }

    @Test func `parts stand in the order of their imports, at one address`() async throws {
        let files = [
            "wayfellow.css": "/* order */\n@import \"styles/b.css\";\n@import \"styles/a.css\";\np { top: 0 }\n",
            "styles/a.css": "a { top: 1px }\n", "styles/b.css": "b { top: 2px }\n",
        ]
        try await Self.withFolder(files) { folder in
            let test = try TestSite(publicFolder: folder.path)
            let sheet = await test.get("/public/wayfellow.css?v=\(test.site.publicFiles.version)")
            #expect(sheet.text == "/* order */\nb { top: 2px }\na { top: 1px }\np { top: 0 }\n")
            expect(await test.get("/public/styles/a.css"), 404)
        }
    }

    @Test(arguments: ["", "\n", "\np { top: 0 }", "\np { top: 0 }\n"])
    func `a sheet ends as it was written, also with an import`(end: String) async throws {
        let files = ["wayfellow.css": "@import \"styles/a.css\";" + end, "styles/a.css": "a { top: 1px }"]
        try await Self.withFolder(files) { folder in
            let sheet = try Stylesheet.assembled("wayfellow.css", in: folder)
            #expect(sheet.text == "a { top: 1px }" + end)
        }
        try await Self.withFolder(files.merging(["styles/a.css": ""]) { $1 }) { folder in
            let sheet = try Stylesheet.assembled("wayfellow.css", in: folder)
            #expect(sheet.text == end)
        }
    }

    @Test func `a part that is not there stops the start and says which`() async throws {
        try await Self.withFolder(["wayfellow.css": "@import \"styles/a.css\";\n"]) { folder in
            #expect(throws: Stylesheet.Failure.notFound(file: "styles/a.css", importedBy: "wayfellow.css")) {
                try TestSite(publicFolder: folder.path)
            }
        }
    }
}

/// Pages put together from pieces that were compressed before.
@Suite struct SharedPieceTests {
    private static func words(_ size: Int, _ seed: UInt64) -> String {
        var random = SeededRandom(seed: seed)
        return String(decoding: (0..<size).map { _ in UInt8.random(in: 97...106, using: &random) }, as: UTF8.self)
    }

    @Test(arguments: 0..<60)
    func `a page around ready pieces comes back byte for byte`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let pieces = (0..<3).map { number in
            SharedPiece(HTML(text: Self.words(Int.random(in: 1...9_000, using: &random), seed * 10 + UInt64(number))))
        }
        // Between, before and behind them, and one of them twice or not at all.
        var page = HTML.empty
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            if Bool.random(using: &random) {
                page += HTML(text: Self.words(Int.random(in: 0...3_000, using: &random), seed))
            }
            page += pieces[Int.random(in: 0..<3, using: &random)].html
        }
        guard let packed = Gzip.compress(page, around: pieces) else { return #expect(page.count < 2_048) }
        #expect(Gzip.decompress(Array(packed.readableBytesView)) == page.bytes)
    }

    @Test func `a piece is used where it stands, and one that only begins alike is not`() {
        let piece = SharedPiece(HTML(text: Self.words(4_000, 1)))
        let alike = HTML(text: String(Self.words(4_000, 1).prefix(3_999)) + "!")
        let page = HTML(text: "before ") + alike + piece.html + HTML(text: " behind")
        let isReady = page.withBytes { bytes in
            PageSegment.of(bytes, pieces: [piece, piece]).map { segment in
                if case .ready = segment { true } else { false }
            }
        }
        #expect(isReady == [false, true, false])
    }
}
