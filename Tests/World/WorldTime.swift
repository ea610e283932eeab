import Logging
package import Storage
import Synchronization

/// Time as the test says: 3 November 2026 at first.
package final class WorldTime: Sendable {
    private let milliseconds = Mutex<Int64>(1_793_664_000_000)

    package var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }
    package var clock: Storage.Clock { Storage.Clock { self.now } }
    package func pass(_ duration: Duration) { milliseconds.withLock { $0 += duration.wholeMilliseconds } }
}

/// The lines that were logged.
package final class WorldLog: Sendable {
    private let kept = Mutex<[String]>([])

    package var lines: [String] { kept.withLock { $0 } }

    struct Handler: LogHandler {
        let log: WorldLog
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .info

        init(log: WorldLog) {
            self.log = log
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.kept.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
        }
    }
}
