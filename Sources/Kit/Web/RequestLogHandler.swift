import Logging

/// What the library logs of requests: its metadata, an identifier for each request, are put into words only when a line
/// is written, which hardly ever happens. The standard handler does so at each request, for a twentieth of a page's time.
struct RequestLogHandler: LogHandler {
    private var handler: any LogHandler
    var metadata: Logger.Metadata = [:]

    init(_ handler: any LogHandler) {
        self.handler = handler
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { handler.metadataProvider }
        set { handler.metadataProvider = newValue }
    }

    var logLevel: Logger.Level {
        get { handler.logLevel }
        set { handler.logLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var event = event
        event.metadata = metadata.merging(event.metadata ?? [:]) { $1 }
        handler.log(event: event)
    }
}
