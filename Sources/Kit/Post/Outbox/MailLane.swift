import Jobs
import Logging
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
    /// A job in hand for so long has its lease renewed before the mail goes: two that wait for slow answers come first.
    private static let freshness = Duration.minutes(2)

    init(
        _ transport: any MailTransport, _ addresses: AddressBook, clock: Clock, logger: Logger,
        write: @escaping MailSender.Writer
    ) {
        (self.transport, self.addresses, self.clock) = (transport, addresses, clock)
        (self.logger, self.write) = (logger, write)
    }

    /// Returns when the job's mail is taken, or need not be sent. The job takes its place before anything is waited for.
    func send(_ job: Job) async throws {
        let now = clock.now()
        try await withCheckedThrowingContinuation { continuation in
            let begins = state.withLock { state in
                state.waiting.append(Entry(job: job, since: now, continuation: continuation))
                defer { state.isSending = true }
                return !state.isSending
            }
            // Not in the job's task: it sends others', too, and goes on when the job's is cancelled.
            if begins { Task { await sendAll() } }
        }
    }

    private func sendAll() async {
        while let entries = next() {
            let mails = entries.map { QueuedMail($0.job) }
            do {
                let recipients = try await addresses.recipients(Array(Set(mails.compactMap { $0?.member })))
                for (entry, mail) in zip(entries, mails) { await send(entry, mail, recipients) }
            } catch {
                for entry in entries { entry.continuation.resume(throwing: error) }
            }
        }
    }

    private func next() -> [Entry]? {
        state.withLock { state in
            defer { state.waiting = [] }
            state.isSending = !state.waiting.isEmpty
            return state.waiting.isEmpty ? nil : state.waiting
        }
    }

    /// Hands one mail over as soon as there is room for it; how that ends is told later.
    private func send(
        _ entry: Entry, _ queued: QueuedMail?, _ recipients: [ID<Person>: Recipient]
    ) async {
        guard let queued else {
            return entry.continuation.resume(throwing: JobFailure("this row is no mail", retry: .never))
        }
        // Gone, without an address, or not wishing for mail any more.
        guard let recipient = recipients[queued.member] else { return entry.continuation.resume() }
        await waitForRoom()
        let now = clock.now()
        do {
            guard pause.isOpen(at: now) else { throw JobPutBack() }
            let mail = try write(queued, recipient)
            if now - entry.since > Self.freshness { try await entry.job.renew() }
            state.withLock { $0.underWay += 1 }
            transport.handOver(mail) { [self] answer in
                Task {
                    await end(entry, queued, recipient, answer)
                    leave()
                }
            }
        } catch {
            entry.continuation.resume(throwing: error)
        }
    }

    /// Few at a time: what waits here waits for a fresh look at its address, and no lease runs out in the transport. After
    /// trouble one goes ahead alone.
    private func waitForRoom() async {
        let most = pause.isProbing ? 1 : transport.width * 2
        await withCheckedContinuation { continuation in
            let isRoom = state.withLock { state in
                if state.underWay < most { return true }
                state.room = continuation
                return false
            }
            if isRoom { continuation.resume() }
        }
        if pause.isProbing, state.withLock({ $0.underWay > 0 }) { await waitForRoom() }
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
        if error.isAboutServer { noteAway(error) }
        switch error {
        case .unreachable: throw JobFailure(error.words, retry: .inItsPlace)
        case .uncertain:
            // Once more: a reader would rather have it twice than never. A third copy would be a nuisance.
            let isSecond = job.lastFailure == MailError.uncertainWords
            throw JobFailure(error.words, retry: isSecond ? .never : .after(.minutes(15)))
        case .refused where error.isAboutServer: throw JobFailure(error.words, retry: .inItsPlace)
        case .refused(let isPermanent, _, _, _):
            if pause.noteRefusal() {
                noteAway(error)
                throw JobFailure(error.words, retry: Self.patience(job))
            }
            guard error.isBadAddress else {
                throw JobFailure(error.words, retry: isPermanent ? .never : Self.patience(job))
            }
            try await addresses.noteBadAddress(member, recipient.addressSince)
        }
    }

    private func noteAway(_ error: MailError) {
        guard let until = pause.noteAway(at: clock.now()) else { return }
        logger.warning("mail has to wait", metadata: ["reason": "\(error.words)", "until": "\(until)"])
    }

    /// What is put off for one address comes again in minutes, then hours, for four days (RFC 5321, 4.5.4.1).
    private static func patience(_ job: Job) -> JobFailure.Retry {
        let minutes = [5, 15, 30, 60, 120, 240]
        return job.attempt > 30 ? .never : .after(.minutes(minutes[min(job.attempt - 1, minutes.count - 1)]))
    }
}
