/// What a connection is doing and until when it may: pure, so that tests hand in the time.
///
/// Times are milliseconds of any steady clock.
struct ConnectionTimes: Sendable {
    /// What is being received.
    enum Reading: Sendable, Equatable {
        /// Nothing yet of the next request.
        case nothing(since: Int64)
        case head(since: Int64, bytes: Int)
        case body(since: Int64, bytes: Int64)
    }

    enum Verdict: Sendable, Equatable {
        /// Cut it off.
        case close
        /// The page takes too long: say so, then close.
        case answerUnavailable
    }

    private(set) var reading: Reading
    /// Requests read or being read whose answer has not been written to its end.
    private(set) var unanswered = 0
    private var waitingSince: Int64?
    /// What the routes of the request being read and of those unanswered declare in place of the site's limits.
    private var bodyTime: Int64?
    private var answerTime: Int64?
    private var answering: Answering?
    /// Answers of which something has been handed over and not all been taken: more than one when requests came in a row.
    private var underWay = 0
    private var lingeringSince: Int64?
    /// Since when a body comes in whose answer has been taken already: a refusal, mostly.
    private var drainingSince: Int64?

    /// How far the reader of an answer has come.
    private struct Answering: Sendable {
        var windowSince: Int64
        /// Bytes that waited to be taken when the window began, and now.
        var pendingThen = 0
        var pending = 0
        /// Bytes handed over since the window began.
        var handed = 0

        var taken: Int { pendingThen + handed - pending }
    }

    init(openedAt now: Int64) {
        // The first head is due as from its first byte: opening a connection and saying nothing is no better.
        reading = .head(since: now, bytes: 0)
    }

    var isLingering: Bool { lingeringSince != nil }
    /// Whether something of an answer has been handed over that is not all taken.
    var isAnswering: Bool { underWay > 0 }
    /// Whether what comes next is of a head.
    var isAtHead: Bool { if case .body = reading { false } else { true } }
    /// Bytes of the unfinished head.
    var headBytes: Int { if case .head(_, let bytes) = reading { bytes } else { 0 } }

    mutating func received(bytes: Int, at now: Int64) {
        switch reading {
        case .nothing: reading = .head(since: now, bytes: bytes)
        case .head(let since, let before): reading = .head(since: since, bytes: before &+ bytes)
        case .body: break
        }
    }

    mutating func receivedHead(at now: Int64, for deadline: Route.Deadline = .site) {
        if unanswered == 0 { answerTime = nil }
        bodyTime = nil
        if case .own(let body, let answer) = deadline {
            bodyTime = body
            answerTime = max(answerTime ?? 0, answer)
        }
        unanswered += 1
        drainingSince = nil
        reading = .body(since: now, bytes: 0)
    }

    mutating func receivedBody(bytes: Int) {
        if case .body(let since, let before) = reading { reading = .body(since: since, bytes: before &+ Int64(bytes)) }
    }

    mutating func receivedEnd(at now: Int64) {
        drainingSince = nil
        reading = .nothing(since: now)
        if waitingSince == nil, answering == nil, unanswered > 0 { waitingSince = now }
    }

    mutating func answerBegan(at now: Int64) {
        waitingSince = nil
        underWay += 1
        answering = Answering(windowSince: now)
    }

    mutating func answerHanded(bytes: Int) {
        answering?.handed += bytes
    }

    /// What waits to be taken by the reader of an answer. Begins the window anew when the reader has taken enough in it.
    mutating func answerPending(bytes: Int, at now: Int64, _ limits: Limits) {
        guard var answer = answering else { return }
        answer.pending = bytes
        let elapsed = now - answer.windowSince
        if bytes == 0 || (elapsed >= limits.answerWindow && Int64(answer.taken) * 1_000 >= limits.readRate * elapsed) {
            answer = Answering(windowSince: now, pendingThen: bytes, pending: bytes)
        }
        answering = answer
    }

    mutating func answerEnded(at now: Int64) {
        unanswered = max(unanswered - 1, 0)
        underWay = max(underWay - 1, 0)
        if underWay == 0 { answering = nil }
        if case .nothing = reading {
            reading = .nothing(since: now)
            waitingSince = unanswered > 0 ? now : nil
        } else {
            waitingSince = unanswered > 1 ? now : nil
            if unanswered == 0, case .body = reading { drainingSince = now }
        }
    }

    /// No more is expected but that the client reads and goes.
    mutating func linger(from now: Int64) {
        if lingeringSince == nil { lingeringSince = now }
    }

    /// The nearest moment at which patience ends, and what happens then.
    func deadline(_ limits: Limits) -> (at: Int64, verdict: Verdict)? {
        if let lingeringSince { return (lingeringSince + limits.lingerTime, .close) }
        var deadlines: [(at: Int64, verdict: Verdict)] = []
        switch reading {
        case .nothing(let since):
            if unanswered == 0 { deadlines.append((since + limits.idleTime, .close)) }
        case .head(let since, _):
            deadlines.append((since + limits.headTime, .close))
        case .body(let since, let bytes):
            // Every KiB buys a second: the moment moves on as bytes come in.
            let earned = limits.bodyGrace + bytes * 1_000 / max(limits.bodyRate, 1)
            deadlines.append((since + min(bodyTime ?? limits.bodyTime, earned), .close))
        }
        // Browsers show an answer when they have sent all, so the rest is read; but not for the hours of a large file.
        if let drainingSince { deadlines.append((drainingSince + limits.bodyTime, .close)) }
        if let waitingSince {
            deadlines.append((waitingSince + (answerTime ?? limits.handlerTime), .answerUnavailable))
        }
        if let answering { deadlines.append((answering.windowSince + limits.answerWindow, .close)) }
        return deadlines.min { $0.at < $1.at }
    }
}
