import Dispatch
import Foundation
import Logging
import Synchronization

/// Between tasks, which never block, and the threads that own connections, which do. A thread is started when mail waits for
/// one, and ends with its connection when none has come for half a minute.
final class SMTPQueue: Sendable {
    typealias Answer = Result<Handover, MailError>

    private struct Piece {
        let mail: Mail
        let then: @Sendable (Answer) -> Void
    }

    private struct State {
        var waiting: [Piece] = []
        var threads = 0
        var idle = 0
        var hasEnded = false
    }

    private enum Step {
        case work(Piece)
        case wait
        case leave
    }

    private let state = Mutex(State())
    private let semaphore = DispatchSemaphore(value: 0)
    private let settings: SMTPSettings
    private let logger: Logger

    /// Servers hang up after minutes; before they do, we do.
    private static let patience = 30.0

    init(_ settings: SMTPSettings, logger: Logger) {
        (self.settings, self.logger) = (settings, logger)
    }

    /// Says when the mail is taken, or is not. How many may wait is the caller's to bound.
    func add(_ mail: Mail, then: @escaping @Sendable (Answer) -> Void) {
        let (needsThread, isIdle) = state.withLock { state in
            state.waiting.append(Piece(mail: mail, then: then))
            let needsThread = state.waiting.count > state.idle && state.threads < settings.connections
            if needsThread { state.threads += 1 }
            return (needsThread, state.idle > 0)
        }
        if needsThread { startThread() } else if isIdle { semaphore.signal() }
    }

    /// Lets the threads go as soon as nothing waits.
    func end() {
        let threads = state.withLock { state in
            state.hasEnded = true
            return state.threads
        }
        for _ in 0..<threads { semaphore.signal() }
    }

    private func startThread() {
        let thread = Thread { [self] in
            ignoreBrokenPipes()
            var session: SMTPSession?
            while let piece = next() {
                session = session ?? SMTPSession(settings, logger: logger)
                piece.then(answer(to: piece.mail, from: session))
            }
        }
        thread.name = "smtp"
        thread.start()
    }

    private func answer(to mail: Mail, from session: SMTPSession?) -> Answer {
        // Without memory for a handle there is none for a mail.
        guard let session else { return .failure(.unreachable) }
        return session.handOver(mail)
    }

    /// The mail that has waited longest; `nil` when the thread may go.
    private func next() -> Piece? {
        var isLate = false
        while true {
            let step: Step = state.withLock { state in
                if !state.waiting.isEmpty { return .work(state.waiting.removeFirst()) }
                guard isLate || state.hasEnded else {
                    state.idle += 1
                    return .wait
                }
                state.threads -= 1
                return .leave
            }
            switch step {
            case .work(let piece): return piece
            case .leave: return nil
            case .wait: isLate = semaphore.wait(timeout: .now() + Self.patience) == .timedOut
            }
            state.withLock { $0.idle -= 1 }
        }
    }

    /// Writing to a connection that the server has closed is an error code here, not the end of the process: `NOSIGNAL`
    /// leaves that to whoever uses libcurl on threads.
    private func ignoreBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
