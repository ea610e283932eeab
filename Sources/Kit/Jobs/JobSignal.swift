import Synchronization

/// Wakes this process's workers when something may be due.
final class JobSignal: Sendable {
    private let listeners = Mutex<[AsyncStream<Void>.Continuation]>([])

    func wake() {
        listeners.withLock { for listener in $0 { listener.yield() } }
    }

    /// A wake for each `wake` that comes while nobody waits would be no use: they are one.
    func wakes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        listeners.withLock { $0.append(continuation) }
        continuation.yield()
        return stream
    }
}
