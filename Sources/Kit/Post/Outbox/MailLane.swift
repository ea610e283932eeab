import Jobs
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Between jobs, each of which waits for its own mail, and a transport, which takes mail one behind the other.
final class MailLane: Sendable {
    private struct Entry: Sendable {
        let job: Job
        let since: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var waiting: [Entry] = []
        var isSending = false
        /// Mails that the transport has.
        var underWay = 0
        /// Whoever waits for the transport to have room.
        var room: CheckedContinuation<Void, Never>?
    }

    let pause = ServerPause()
    private let state = Mutex(State())
    private let transport: any MailTransport
    private let addresses: AddressBook
    private let clock: Clock
    private let logger: Logger
    private let write: MailSender.Writer

    static let lease = Duration.minutes(10)
    /// A job that has waited here for so long goes back to its place, before its lease can run out: slow answers to those
    /// before it took up the time, and some more may be to come while the transport has it.
    private static let longestWait = Duration.minutes(5)

    init(
        _ transport: any MailTransport, _ addresses: AddressBook, clock: Clock, logger: Logger,
        write: @escaping MailSender.Writer
    ) {
        (self.transport, self.addresses, self.clock) = (transport, addresses, clock)
        (self.logger, self.write) = (logger, write)
    }

    /// Returns when the job's mail is taken, or need not be sent. The job takes its place before anything is waited for; if
    /// the server ends before the mail was begun, it is put back.
    func send(_ job: Job) async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await withCheckedThrowingContinuation { continuation in
                let entry = Entry(job: job, since: clock.now(), continuation: continuation)
                let begins = state.withLock { state in
                    state.waiting.append(entry)
                    defer { state.isSending = true }
                    return !state.isSending
                }
                // The end may have been told before the job was here to be put back.
                if Task.isCancelled || Task.isShuttingDownGracefully { self.putBack(job) }
                // Not in the job's task: it sends others', too, and goes on when the job's is cancelled.
                if begins { Task { await sendAll() } }
            }
        } onCancelOrGracefulShutdown: {
            self.putBack(job)
        }
    }

    private func putBack(_ job: Job) {
        let entry = state.withLock { state in
            state.waiting.firstIndex { $0.job.id == job.id }.map { state.waiting.remove(at: $0) }
        }
        entry?.continuation.resume(throwing: JobPutBack())
    }

    private func sendAll() async {
        while let entry = await next() { await send(entry) }
    }

    /// The job that has waited longest, when there is room for its mail: what is looked up for it is fresh then.
    private func next() async -> Entry? {
        await waitForRoom()
        return state.withLock { state in
            state.isSending = !state.waiting.isEmpty
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
    }

    /// Hands one mail over; how that ends is told later.
    private func send(_ entry: Entry) async {
        do {
            let now = clock.now()
            guard pause.isOpen(at: now), now - entry.since < Self.longestWait else { throw JobPutBack() }
            guard let queued = QueuedMail(entry.job) else {
                throw JobFailure("this row is no mail", retry: .never)
            }
            // Gone, without an address, or not wishing for mail any more.
            guard let recipient = try await addresses.recipient(queued.member) else {
                return entry.continuation.resume()
            }
            guard let mail = try await write(queued, recipient) else { return entry.continuation.resume() }
            state.withLock { $0.underWay += 1 }
            transport.handOver(mail) { [self] answer in
                Task {
                    await end(entry, queued, recipient, answer)
                    leave()
                }
            }
        } catch {
            entry.continuation.resume(throwing: Self.remembering(entry.job, error))
        }
    }

    /// What one try leaves for the next to know is in its words; trouble on this side must not wipe that away.
    private static func remembering(_ job: Job, _ error: any Error) -> any Error {
        guard MailError.wasUncertain(job.lastFailure), !(error is JobPutBack), !(error is CancellationError) else {
            return error
        }
        let words = (error as? JobFailure)?.reason ?? "\(type(of: error))"
        return JobFailure(MailError.uncertain(then: words), retry: (error as? JobFailure)?.retry ?? .usual)
    }

    /// Few at a time, for no lease may run out in the transport.
    private func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let isRoom = state.withLock { state in
                let isRoom = state.underWay < transport.width * 2
                if !isRoom { state.room = continuation }
                return isRoom
            }
            if isRoom { continuation.resume() }
        }
    }

    private func leave() {
        let room = state.withLock { state in
            state.underWay -= 1
            defer { state.room = nil }
            return state.room
        }
        room?.resume()
    }
}

// MARK: - Ends

extension MailLane {
    /// Tells the job how its mail went.
    private func end(
        _ entry: Entry, _ queued: QueuedMail, _ recipient: Recipient, _ answer: Result<Handover, MailError>
    ) async {
        do {
            switch answer {
            case .success: pause.noteTaken()
            case .failure(let error): try await settle(error, entry.job, queued.member, recipient)
            }
            entry.continuation.resume()
        } catch {
            entry.continuation.resume(throwing: error)
        }
    }

    /// What is to be done about a failure; returns where nothing is left to do.
    private func settle(_ error: MailError, _ job: Job, _ member: ID<Person>, _ recipient: Recipient) async throws {
        let words = error.words(after: job.lastFailure)
        let suspect = error.mayBeOfMail ? job.id : nil
        let verdict = pause.note(failureOf: suspect, isAway: error.isAboutServer, at: clock.now())
        if let until = verdict.until {
            logger.warning("mail has to wait", metadata: ["reason": "\(error.words)", "until": "\(until)"])
        }
        if error == .uncertain {
            // Once more: a reader would rather have it twice than never. A third copy would be a nuisance.
            throw JobFailure(words, retry: MailError.wasUncertain(job.lastFailure) ? .never : .after(.minutes(15)))
        }
        if error.isAboutServer { throw JobFailure(words, retry: isSpent(job) ? .never : retry(job, after: error)) }
        if error.isBadAddress, !verdict.isServers {
            return try await addresses.noteBadAddress(member, recipient.addressSince)
        }
        let isLast = isSpent(job) || (error.isPermanent && !verdict.isServers)
        throw JobFailure(words, retry: isLast ? .never : .after(Self.delay(job)))
    }

    /// What found the server away keeps its place; but what may be the reason itself does so only once, and then goes behind
    /// the others.
    private func retry(_ job: Job, after error: MailError) -> JobFailure.Retry {
        guard error.mayBeOfMail, job.lastFailure != nil else { return .inItsPlace }
        return .after(min(Self.delay(job), .hours(1)))
    }

    /// Four days are enough (RFC 5321, 4.5.4.1): a person hears of it. What that person sends again is tried for a while.
    private func isSpent(_ job: Job) -> Bool { job.attempt >= 10 && clock.now() - job.created > .days(4) }

    /// What is put off for one address comes again in minutes, then hours.
    private static func delay(_ job: Job) -> Duration {
        let minutes = [5, 15, 30, 60, 120, 240]
        return .minutes(minutes[min(job.attempt - 1, minutes.count - 1)])
    }
}
