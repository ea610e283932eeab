import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization

/// What happens while somebody looks on: server-sent events (WHATWG HTML, 9.2). A page that uses them must say the same
/// without script, when it is opened anew.
package struct Events: Sendable {
    package struct Event: Sendable, Equatable {
        /// Where a browser goes on from when the line broke; ASCII without line breaks.
        let id: String?
        let name: String
        /// One line or more.
        let text: String

        package init(id: String? = nil, _ name: String, _ text: String) {
            (self.id, self.name, self.text) = (id, name, text)
        }
    }

    /// What came since the last look.
    package enum News: Sendable, Equatable {
        case more([Event])
        /// These, and after them nothing: an event `end` tells the page's script not to come back.
        case last([Event])
    }

    let interval: Duration
    let look: @Sendable (_ after: String?) async throws -> News

    /// - Parameters:
    ///   - interval: time between two looks.
    ///   - look: what came since the event with this id; called again and again, so it must be cheap. Nil at first.
    package init(every interval: Duration, _ look: @escaping @Sendable (_ after: String?) async throws -> News) {
        (self.interval, self.look) = (interval, look)
    }
}

extension Events.Event {
    /// As it goes over the line. A line break in the text begins a new `data` line, whatever kind it is of.
    var bytes: [UInt8] {
        var lines: [String] = []
        if let id { lines.append("id: \(id.filter { !$0.isNewline })") }
        lines.append("event: \(name.filter { !$0.isNewline })")
        let text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { "data: \($0)" }
        return Array((lines.joined(separator: "\n") + "\n\n").utf8)
    }
}

/// Who looks on at the moment, in memory only. Each person may have a few streams; a new one ends their oldest, so that a
/// page that is loaded again always works and a forgotten tab does not stand in the way.
final class EventStreams: Sendable {
    private struct Open {
        let id: UInt64
        let subject: RateLimiter.Subject
    }

    private let each: Int
    private let total: Int
    private let state = Mutex((next: UInt64(0), open: [Open]()))

    init(each: Int, total: Int) { (self.each, self.total) = (each, total) }

    var count: Int { state.withLock { $0.open.count } }

    /// Takes a stream in; nil when there is no room for another person.
    func begin(_ subject: RateLimiter.Subject) -> UInt64? {
        state.withLock { state in
            let own = state.open.indices.filter { state.open[$0].subject == subject }
            if own.count >= each, let oldest = own.first {
                state.open.remove(at: oldest)
            } else if state.open.count >= total {
                return nil
            }
            state.next &+= 1
            state.open.append(Open(id: state.next, subject: subject))
            return state.next
        }
    }

    func isOpen(_ id: UInt64) -> Bool { state.withLock { $0.open.contains { $0.id == id } } }

    func end(_ id: UInt64) { state.withLock { $0.open.removeAll { $0.id == id } } }
}

/// A place among the open streams, given back when nobody holds it any more: also of an answer that is never written,
/// because only its head was asked for or its reader had gone.
final class EventSlot: Sendable {
    private let streams: EventStreams
    private let id: UInt64

    /// Nil when there is no room.
    init?(_ streams: EventStreams, _ subject: RateLimiter.Subject) {
        guard let id = streams.begin(subject) else { return nil }
        (self.streams, self.id) = (streams, id)
    }

    var isOpen: Bool { streams.isOpen(id) }
    func end() { streams.end(id) }

    deinit { streams.end(id) }
}

extension Visit {
    /// Events as they go out, for a few minutes; then the browser asks again, and is asked again who it is.
    func response(_ events: Events) -> Response {
        let subject = personID.map { RateLimiter.Subject.person($0) } ?? .network(client.network)
        guard let slot = EventSlot(site.eventStreams, subject) else { return response(to: Problem.unavailable) }
        var fields = site.headers.always
        fields[.contentType] = "text/event-stream"
        fields[.cacheControl] = "no-store"
        let after = lastEvent
        let visit = self
        let body = ResponseBody { writer in
            defer { slot.end() }
            do {
                let line = EventLine(
                    writer, visit.site.settings.limits, isOpen: { slot.isOpen },
                    check: { try await visit.checkAgain() })
                try await Self.tell(events, after: after, on: line, ending: { slot.end() })
            } catch let error where error is Problem || error is Refusal {
                // Their session or their role is over: so is what they are told. The page says more when it asks again.
            } catch let error where !(error is CancellationError || error is IOError || error is ChannelError) {
                visit.logBroken(error)
                throw error
            }
        }
        return Response(status: .ok, headers: fields, body: body)
    }

    /// Writes down what broke an answer in its middle.
    func logBroken(_ error: any Error) {
        site.log(failure: error, id: Hex.text(RandomBytes.make(6)), status: 200, request: request, route: route)
    }
}

extension Visit {
    /// Where a browser goes on whose line broke.
    private var lastEvent: String? {
        guard let name = HTTPField.Name("Last-Event-ID"), let id = request.headers[name] else { return nil }
        return id.utf8.count <= 100 ? id : nil
    }

    /// Until the server is asked to stop, too: else it would wait for every open page.
    private static func tell(
        _ events: Events, after: String?, on line: EventLine, ending end: @escaping @Sendable () -> Void
    ) async throws {
        var line = line
        try await withGracefulShutdownHandler {
            try await line.tell(events, after: after)
            try await line.finish()
        } onGracefulShutdown: {
            end()
        }
    }
}

/// One stream of events as it is written.
private struct EventLine {
    private static let nap = Duration.seconds(1)

    private var writer: any ResponseBodyWriter
    private let until: ContinuousClock.Instant
    /// A line on which nothing happens is closed by proxies, and nobody sees that a reader has gone.
    private let silence: Duration
    private let isOpen: @Sendable () -> Bool
    private let check: @Sendable () async throws -> Void
    private var spoken = ContinuousClock.now
    private var checked = ContinuousClock.now

    /// - Parameter check: whether whoever reads may still; asked as often as a silence is broken.
    init(
        _ writer: any ResponseBodyWriter, _ limits: Limits, isOpen: @escaping @Sendable () -> Bool,
        check: @escaping @Sendable () async throws -> Void
    ) {
        (self.writer, self.isOpen, self.check) = (writer, isOpen, check)
        until = .now + .milliseconds(limits.eventsTime)
        silence = .milliseconds(limits.eventsSilence)
    }

    mutating func tell(_ events: Events, after: String?) async throws {
        var last = after
        try await say("retry: 3000\n\n".utf8)
        while isOpen(), ContinuousClock.now < until {
            if checked.duration(to: .now) > silence {
                try await check()
                checked = .now
            }
            let news = try await events.look(last)
            switch news {
            case .more(let list), .last(let list):
                for event in list { try await say(event.bytes) }
                last = list.last(where: { $0.id != nil })?.id ?? last
            }
            if case .last = news { return try await say(Events.Event("end", "").bytes) }
            var rest = events.interval
            while rest > .zero, isOpen() {
                try await Task.sleep(for: min(rest, Self.nap))
                rest -= Self.nap
            }
            if spoken.duration(to: .now) > silence { try await say(":\n\n".utf8) }
        }
    }

    private mutating func say(_ bytes: some Sequence<UInt8>) async throws {
        spoken = .now
        try await writer.write(ByteBuffer(bytes: bytes))
    }

    func finish() async throws { try await writer.finish(nil) }
}
