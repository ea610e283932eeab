import Foundation
import Testing

@testable import Files

/// Pictures from anybody, made anew by libvips.
@Suite(.enabled(if: TestImages.isInstalled, "libvips-tools is not installed: bin/setup test"))
struct ImageReencoderTests {
    let reencoder = ImageReencoder()

    private func refusal(of bytes: [UInt8], _ reencoder: ImageReencoder? = nil) async throws -> ImageRefusal? {
        do {
            _ = try await (reencoder ?? self.reencoder).picture(from: try await spooled(bytes))
            return nil
        } catch let refusal as ImageRefusal {
            return refusal
        }
    }

    @Test func `a photograph stands upright, and nothing but what it shows is left`() async throws {
        let sent = TestImages.turned(try TestImages.noise(300, 200, type: "jpg"))
        #expect(sent.contains("Dover") && sent.contains("Exif"))
        let image = try await reencoder.picture(from: try await spooled(sent))
        #expect(image.kind == .jpeg && image.width == 200 && image.height == 300)
        for words in ["Exif", "Dover", "GPS", "http://ns.adobe.com", "behind its end", "vips"] {
            #expect(!image.bytes.contains(words), "\(words)")
        }
        // The markers of application data but JFIF's own, and of comments.
        #expect(!image.bytes.hasMarker { (0xE1...0xEF).contains($0) || $0 == 0xFE })
    }

    @Test func `each kind is taken, and is at most 1600 pixels and 512 KiB`() async throws {
        for type in ["jpg", "png", "webp", "gif"] {
            let image = try await reencoder.picture(
                from: try await spooled(try TestImages.plain(2_400, 1_200, type: type)))
            #expect(image.width == 1_600 && image.height == 800, "\(type)")
            #expect(image.kind == (type == "png" || type == "gif" ? .png : .jpeg), "\(type)")
        }
        let small = try await reencoder.picture(from: try await spooled(try TestImages.plain(40, 30)))
        #expect(small.width == 40 && small.height == 30)
        for bands in [3, 4] {
            let detailed = try TestImages.noise(1_800, 1_800, bands: bands)
            #expect(detailed.count > 4 * StoredFile.mostBytes)
            let image = try await reencoder.picture(from: try await spooled(detailed))
            #expect(image.bytes.count <= StoredFile.mostBytes && image.width >= 600)
            #expect(image.kind == (bands == 4 ? .png : .jpeg))
        }
    }

    @Test func `what is no picture is refused, whatever it is called`() async throws {
        let others = [
            "", "hello, I am a picture", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "<?xml version=\"1.0\"?><svg/>",
            "%PDF-1.7", "BM\0\0", "II*\0", "\0\0\0\u{18}ftypheic", "P6 1 1 255 abc", "VIPS", "PK\u{3}\u{4}", "GIF88a",
        ]
        for bytes in others { #expect(try await refusal(of: Array(bytes.utf8)) == .notAnImage, "\(bytes)") }
    }

    @Test func `what lies about its kind or breaks off is refused`() async throws {
        let png = try TestImages.noise(400, 300)
        let jpeg = try TestImages.noise(400, 300, type: "jpg")
        let webp = try TestImages.noise(400, 300, type: "webp")
        for whole in [png, jpeg, webp] {
            #expect(try await refusal(of: Array(whole.prefix(whole.count / 2))) == .broken)
            #expect(try await refusal(of: Array(whole.prefix(64))) == .broken)
            #expect(try await refusal(of: Array(whole.prefix(12)) + Array(repeating: 0x41, count: 5_000)) == .broken)
        }
        // One kind's first bytes before another's picture, and a PNG that says it is larger than it is.
        #expect(try await refusal(of: Array("GIF89a".utf8) + jpeg) != nil)
        var lie = png
        lie.replaceSubrange(16..<24, with: [0, 0, 0x10, 0, 0, 0, 0x10, 0])
        #expect(try await refusal(of: lie) == .broken)
    }

    @Test func `a picture of fifty megapixels is refused by its header`() async throws {
        #expect(try await refusal(of: try TestImages.plain(7_100, 7_100)) == .tooManyPixels)
        #expect(try await refusal(of: try TestImages.plain(7_100, 7_100, type: "webp")) == .tooManyPixels)
        #expect(try await refusal(of: try TestImages.plain(7_100, 7_100, type: "jpg")) == .tooManyPixels)
        let gif = try await refusal(of: TestImages.hugeGIF)
        #expect(gif == .tooManyPixels || gif == .broken, "\(String(describing: gif))")
    }

    @Test func `of something that moves the first picture is taken`() async throws {
        let strip = try TestImages.make(
            ["black b.v 60 400 --bands 3", "copy b.v c.v --interpretation srgb", "gifsave c.v OUT --page-height 40"],
            type: "gif")
        let image = try await reencoder.picture(from: try await spooled(strip))
        #expect(image.width == 60 && image.height == 40)
    }
}

/// The process itself: what it may not do, with programs that do it.
@Suite struct LimitedProcessTests {
    /// A folder with the real `prlimit` and `nice`, and a `vipsheader` that is this script.
    private func withTool(_ script: String, _ body: (ImageTools, String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tools-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["vipsheader", "vipsthumbnail"] {
            try "#!/bin/bash\n\(script)\n".write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/\(name)")
        }
        try await body(try ImageTools(folders: [folder, "/usr/bin", "/bin"]), folder)
    }

    private let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]

    private func refusal(_ tools: ImageTools, _ limits: ProcessLimits = ProcessLimits()) async throws -> ImageRefusal? {
        let reencoder = ImageReencoder(tools: .success(tools), limits: limits)
        do {
            _ = try await reencoder.picture(from: try await spooled(png))
            return nil
        } catch let refusal as ImageRefusal {
            return refusal
        }
    }

    private func expectBroken(
        _ tools: ImageTools, _ limits: ProcessLimits = ProcessLimits(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let refusal = try await refusal(tools, limits)
        #expect(refusal == .broken, sourceLocation: sourceLocation)
    }

    @Test func `one that never ends is killed with all that it started`() async throws {
        try await withTool("sleep 97.25 & sleep 97.25 & wait") { tools, _ in
            var limits = ProcessLimits()
            limits.wallTime = .milliseconds(300)
            try await expectBroken(tools, limits)
            for _ in 0..<50 where isRunning("sleep\u{0}97.25") { try await Task.sleep(for: .milliseconds(20)) }
            #expect(!isRunning("sleep\u{0}97.25"))
        }
    }

    @Test func `one that computes without end is ended by the kernel`() async throws {
        try await withTool("while :; do :; done") { tools, _ in
            var limits = ProcessLimits()
            limits.cpuSeconds = 1
            try await expectBroken(tools, limits)
        }
    }

    @Test func `it can write no file, print no more than it may, and take no more memory`() async throws {
        try await withTool("echo x > \"$0.out\"; exit 0") { tools, folder in
            try await expectBroken(tools)
            let written = try? String(contentsOfFile: "\(folder)/vipsheader.out", encoding: .utf8)
            #expect(written ?? "" == "")
        }
        try await withTool("yes width: 1") { tools, _ in
            try await expectBroken(tools)
        }
        try await withTool("x=$(head -c 900000000 /dev/zero | tr '\\0' a); echo ${#x}") { tools, _ in
            try await expectBroken(tools)
        }
    }

    @Test func `it is told nothing of the server`() async throws {
        setenv("WAYFELLOW_KEY_OF_A_TEST", "secret", 1)
        try await withTool("env | grep -q WAYFELLOW && sleep 30; echo 'width: 2'") { tools, _ in
            try await expectBroken(tools)
            let file = try await spooled(png)
            let process = LimitedProcess(tools: tools, limits: ProcessLimits())
            let printed = try await process.run(tools.header, [], reading: file)
            #expect(printed == Array("width: 2\n".utf8))
        }
    }

    @Test func `one at a time, a few wait, and the others are told so at once`() async throws {
        try await withTool("sleep 0.2; exit 1") { tools, _ in
            let reencoder = ImageReencoder(tools: .success(tools))
            var refusals: [ImageRefusal: Int] = [:]
            try await withThrowingTaskGroup(of: ImageRefusal?.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        do {
                            _ = try await reencoder.picture(from: try await spooled(png))
                            return nil
                        } catch { return error as? ImageRefusal }
                    }
                }
                for try await case let refusal? in group { refusals[refusal, default: 0] += 1 }
            }
            #expect(refusals == [.broken: 7, .busy: 5])
            try await expectBroken(tools)
        }
    }

    @Test func `programs that are missing are named`() async throws {
        let none = ImageReencoder(
            tools: Result { () throws(ImageRefusal) in try ImageTools(folders: ["/nonexistent"]) })
        #expect(none.missing == ["vipsthumbnail", "vipsheader", "prlimit", "nice"])
        await #expect(throws: ImageRefusal.notInstalled(none.missing)) {
            _ = try await none.picture(from: try await spooled(png))
        }
    }

    /// Whether a process of this command line is there.
    private func isRunning(_ line: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.contains { name in
            guard let command = try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8) else {
                return false
            }
            return command.contains(line)
        }
    }
}

extension [UInt8] {
    func contains(_ words: String) -> Bool { firstRange(of: Array(words.utf8)) != nil }

    /// Whether the head of a JPEG has such a marker.
    func hasMarker(_ isWanted: (UInt8) -> Bool) -> Bool {
        var at = 2
        while at + 4 <= count, self[at] == 0xFF, self[at + 1] != 0xDA {
            if isWanted(self[at + 1]) { return true }
            at += 2 + Int(self[at + 2]) << 8 + Int(self[at + 3])
        }
        return false
    }
}
