import Foundation
import Testing

@testable import Files

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

    @Test func `all that is run for one picture has one time together`() async throws {
        let script = """
            sleep 0.3
            case $0 in
            *header) printf 'width: 2\nheight: 2\nbands: 3\nvips-loader: pngload\n' ;;
            *) head -c 600000 /dev/zero ;;
            esac
            """
        try await withTool(script) { tools, _ in
            var limits = ProcessLimits()
            limits.wallTime = .milliseconds(900)
            // Five runs, each of them within the time.
            try await expectBroken(tools, limits)
            let refusal = try await refusal(tools)
            #expect(refusal == .tooDetailed)
        }
    }

    @Test func `whose turn comes too late is told that others are at it`() async throws {
        let turns = Turns(waiting: 1, patience: .milliseconds(5))
        let (asked, asking) = AsyncStream.makeStream(of: Void.self)
        let late = try await turns.run {
            let late = Task {
                asking.finish()
                try await turns.run {}
            }
            for await _ in asked {}
            try await Task.sleep(for: .milliseconds(500))
            return late
        }
        await #expect(throws: ImageRefusal.busy) { try await late.value }
        try await turns.run {}
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
