import Dispatch
import Foundation
import Synchronization

/// A bounded queue between tasks, which never block, and the threads that own connections, which do.
final class WorkQueue: Sendable {
    private struct State {
        /// Two stacks make a queue: newest last, and what is taken next last.
        var incoming: [Work] = []
        var outgoing: [Work] = []
        var isClosed = false
        var threads = 0
        var waiting: [CheckedContinuation<Void, Never>] = []

        var next: Work? { outgoing.last ?? incoming.first }

        mutating func pop() -> Work? {
            if outgoing.isEmpty {
                outgoing = incoming.reversed()
                incoming.removeAll(keepingCapacity: true)
            }
            return outgoing.popLast()
        }
    }

    private let state = Mutex(State())
    private let semaphore = DispatchSemaphore(value: 0)
    private let bound: Int

    init(bound: Int) {
        self.bound = bound
    }

    /// Throws `.busy` when the queue is full and `.closed` after closing.
    func add(_ work: Work) throws(StorageError) {
        let refusal: StorageError? = state.withLock { state in
            if state.isClosed { return .closed }
            if state.incoming.count + state.outgoing.count >= bound { return .busy }
            state.incoming.append(work)
            return nil
        }
        if let refusal { throw refusal }
        semaphore.signal()
    }

    /// Takes what another queue had accepted, however full this one is, also after closing while one of its threads still
    /// runs: **only such a thread may bring it then**, or somebody who closes this queue later.
    func addAccepted(_ work: Work) {
        state.withLock { $0.incoming.append(work) }
        semaphore.signal()
    }

    enum Next {
        case work(Work)
        /// Nothing came in time.
        case nothing
        case closed
    }

    /// The next piece of work, waiting for it; `nil` when closed and empty.
    func take() -> Work? {
        if case .work(let work) = take(until: .distantFuture) { work } else { nil }
    }

    /// The next piece of work, waiting for it until then.
    func take(until deadline: DispatchTime) -> Next {
        while semaphore.wait(timeout: deadline) == .success {
            let (work, isDone) = state.withLock { state in (state.pop(), state.isClosed) }
            if let work { return .work(work) }
            if isDone { return .closed }
            // Somebody took it with `takeWaiting`: sleep on.
        }
        return .nothing
    }

    /// The next piece of work if there is one already that can share a transaction.
    func takeWaiting() -> Work? {
        state.withLock { $0.next?.alone == nil ? $0.pop() : nil }
    }

    /// Starts a thread that runs `body`, which should take work until there is none.
    func startThread(_ name: String, _ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.threads += 1 }
        let thread = Thread { [self] in
            body()
            let waiting = state.withLock { state in
                state.threads -= 1
                return state.threads == 0 ? state.waiting.removingAll() : []
            }
            for continuation in waiting { continuation.resume() }
        }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Refuses new work, waits until what was accepted is done and the threads are gone.
    func close() async {
        let threads = state.withLock { state in
            state.isClosed = true
            return state.threads
        }
        for _ in 0..<threads { semaphore.signal() }
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.threads > 0 { state.waiting.append(continuation) }
                return state.threads == 0
            }
            if isDone { continuation.resume() }
        }
    }
}

extension Array {
    fileprivate mutating func removingAll() -> Self {
        defer { self = [] }
        return self
    }
}
