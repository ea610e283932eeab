import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Hummingbird's HTTP/1 connection with a guard in it.
struct GuardedChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    private let http: HTTP1Channel
    private let limits: Limits
    private let connections: Connections
    private let answers: GuardAnswers
    private let routes: UncommonRoutes

    init(responder: @escaping HTTPChannelHandler.Responder, site: Site) {
        limits = site.settings.limits
        http = HTTP1Channel(
            responder: responder,
            configuration: .init(
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headBytes, maxHeaderListSize: limits.headBytes,
                    maxHeaderFieldCount: limits.headFields)))
        connections = Connections(limits)
        answers = GuardAnswers(site: site)
        routes = UncommonRoutes(site.routes)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        http.setup(channel: channel, logger: logger).flatMapThrowing { [limits, connections, answers, routes] value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let connection = ConnectionGuard(limits: limits, connections: connections, answers: answers, routes: routes)
            try pipeline.addHandler(connection, position: .after(decoder))
            try pipeline.addHandler(ByteCounter(connection), position: .first)
            return value
        }
    }

    func handle(value: Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
            await http.handle(value: value, logger: logger)
        }
    }
}

/// Runs the tasks of a connection on the thread that its socket belongs to: from thread to thread and back costs more than
/// most pages. Nothing on a request's way may block: what does (databases, hashing) has threads of its own.
///
/// The same thread runs the connection's guard, and those of all other connections of the loop. A page that computes
/// holds them up, its own deadline included: what computes for more than a few milliseconds belongs into the body of a
/// transaction or onto a thread of its own.
private final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
