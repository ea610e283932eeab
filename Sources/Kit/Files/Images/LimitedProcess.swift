import Foundation
import Subprocess
import SystemPackage

/// What a process that reads strangers' files may use.
struct ProcessLimits: Sendable {
    /// Bytes of its address space.
    var memory = 640 * 1_024 * 1_024
    /// Of all its threads together.
    var cpuSeconds = 10
    /// Until it is killed, whatever it does: of all that is run for one file together. With `Turns.patience` less than the
    /// answer waits (90 s): nothing is kept whose sender was told that it failed.
    var wallTime = Duration.seconds(45)
    /// Bytes that it may print.
    var output = 4 * 1_024 * 1_024
}

/// A program that reads one file from its standard input and prints what it makes of it: it can write no file at all,
/// leave no memory image, and use no more than `ProcessLimits` says.
struct LimitedProcess: Sendable {
    let tools: ImageTools
    let limits: ProcessLimits
    private let end: ContinuousClock.Instant

    /// For what is run from now on for one file.
    init(tools: ImageTools, limits: ProcessLimits) {
        (self.tools, self.limits, end) = (tools, limits, ContinuousClock.now + limits.wallTime)
    }

    enum Failure: Error, Sendable {
        /// It said no, or was ended.
        case failed
        /// It printed more than it may.
        case tooMuch
    }

    /// What it printed.
    func run(_ program: String, _ arguments: [String], reading file: SpooledFile) async throws -> [UInt8] {
        try file.rewind()
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask { try await output(of: program, arguments, file.descriptor) }
            group.addTask {
                try await Task.sleep(until: end, clock: .continuous)
                return nil
            }
            // Whichever comes first; when the time does, the other is cancelled, and that kills the process group.
            defer { group.cancelAll() }
            guard let printed = try await group.next() ?? nil else { throw Failure.failed }
            return printed
        }
    }

    private func output(of program: String, _ arguments: [String], _ input: FileDescriptor) async throws -> [UInt8] {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(1))
        ]
        do {
            let result = try await Subprocess.run(
                .path(FilePath(tools.nice)),
                arguments: Arguments(["-n", "10", tools.limits] + bounds + [program] + arguments),
                environment: .custom(Self.environment), workingDirectory: "/", platformOptions: options,
                input: .fileDescriptor(input, closeAfterSpawningProcess: false), output: .bytes(limit: limits.output),
                error: .discarded)
            guard result.terminationStatus.isSuccess else { throw Failure.failed }
            return result.standardOutput
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            throw Failure.tooMuch
        }
    }

    /// No count of processes: the kernel counts those of the whole account, the server's own threads among them.
    private var bounds: [String] {
        [
            "--as=\(limits.memory)", "--cpu=\(limits.cpuSeconds)", "--fsize=0", "--core=0", "--nofile=64", "--",
        ]
    }

    /// Nothing of the server's own environment: its secrets stand there.
    private static let environment: [Environment.Key: String] = [
        // No loader that its makers call unfit for strangers' files.
        "VIPS_BLOCK_UNTRUSTED": "1", "VIPS_CONCURRENCY": "1",
        // It would write machine code into a file, which it may not.
        "VIPS_NOVECTOR": "1", "VIPS_WARNING": "0", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
        "HOME": "/nonexistent", "TMPDIR": "/nonexistent", "MALLOC_ARENA_MAX": "2",
    ]
}
