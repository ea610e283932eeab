import Logging
import Synchronization
import Testing

@testable import Web

@Suite struct RepeatingTests {
    private struct Fault: Error, CustomStringConvertible {
        var description: String { "what somebody wrote" }
    }

    private struct Lines: LogHandler {
        let kept: @Sendable (String) -> Void
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { kept("\(event.level) \(event.message) \(event.metadata?["error"] ?? "")") }
    }

    private final class Journal: Sendable {
        private let state = Mutex((times: 0, lines: [String]()))
        var lines: [String] { state.withLock { $0.lines } }
        func add(_ line: String) { state.withLock { $0.lines.append(line) } }
        func count() -> Int {
            state.withLock {
                $0.times += 1
                return $0.times
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `what fails is tried again, says no more than what kind of error it was, and ends when it is cancelled`()
        async throws
    {
        let journal = Journal()
        let logger = Logger(label: "test") { _ in Lines { journal.add($0) } }
        let (times, more) = AsyncStream.makeStream(of: Int.self)
        let task = Task {
            await logger.repeating(every: .milliseconds(1), "it was not done", at: .error) {
                let number = journal.count()
                more.yield(number)
                if number == 1 { throw Fault() }
                // An error of this kind that nobody asked for ends nothing.
                if number == 2 { throw CancellationError() }
            }
            more.finish()
        }
        for await number in times where number == 4 { task.cancel() }
        await task.value
        #expect(
            journal.lines == [
                "error it was not done Fault",
                "error it was not done CancellationError",
            ])
    }
}
