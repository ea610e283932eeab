package import Hummingbird
import Logging
import NIOCore

/// What Hummingbird carries along with one request.
package struct SiteContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Whom the socket belongs to; nil without a socket.
    let remoteAddress: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }

    /// For a request without a socket.
    init(remoteAddress: SocketAddress?, logger: Logger) {
        coreContext = CoreRequestContextStorage(source: NoSocket(logger: logger))
        self.remoteAddress = remoteAddress
    }

    private struct NoSocket: RequestContextSource {
        let logger: Logger
    }
}
