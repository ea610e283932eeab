package import Hummingbird
import Logging
import NIOCore

/// What Hummingbird carries along with one request.
package struct SiteContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Whom the socket belongs to; nil without a socket.
    let remoteAddress: SocketAddress?
    private var admitting: Site?

    /// Whose pages are asked for: the router stands in the site and therefore names none. Nobody comes to a page but through
    /// `SiteResponder`, which says it.
    var site: Site {
        get throws {
            guard let admitting else { throw HTTPError(.internalServerError) }
            return admitting
        }
    }

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }

    /// For a request without a socket.
    init(remoteAddress: SocketAddress?, logger: Logger) {
        coreContext = CoreRequestContextStorage(source: NoSocket(logger: logger))
        self.remoteAddress = remoteAddress
    }

    func admitted(to site: Site) -> SiteContext {
        var copy = self
        copy.admitting = site
        return copy
    }

    private struct NoSocket: RequestContextSource {
        let logger: Logger
    }
}
