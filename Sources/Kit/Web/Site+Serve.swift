package import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

extension Site {
    /// The server as a service that can run beside others.
    ///
    /// - Parameters:
    ///   - port: 0 takes any free port; `onRunning` tells which.
    package func application(
        host: String, port: Int, onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) -> Application<SiteResponder> {
        Descriptors.raiseLimit()
        return Application(
            responder: SiteResponder(site: self, listening: host),
            server: HTTPServerBuilder { responder in GuardedChannel(responder: responder, site: self) },
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(Descriptors.connections)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) },
            logger: Logger(label: logger.label) { _ in RequestLogHandler(logger.handler) })
    }

    /// Serves until SIGINT or SIGTERM, then lets the requests under way finish.
    package func serve(
        host: String, port: Int, onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) async throws {
        try await application(host: host, port: port, onRunning: onRunning).runService()
    }
}
