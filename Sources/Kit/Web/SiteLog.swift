import Hummingbird
import Logging
import Storage

/// One line for what went wrong or took long; none for all else. Identifiers only: the route's pattern, never a path,
/// a query or what somebody wrote.
extension Site {
    func log(failure: any Error, id: String, status: Int, request: Request, route: Route?) {
        var metadata: Logger.Metadata = [
            "id": .string(id), "status": .stringConvertible(status), "route": .string(route?.path ?? "-"),
            "method": .string(request.method.rawValue), "error": .string(Self.kind(of: failure)),
        ]
        // A database's own words may quote what a person wrote, so they are told to developers only.
        if settings.isDevelopment { metadata["description"] = .string(String(describing: failure)) }
        logger.error("request failed", metadata: metadata)
    }

    func logSlow(milliseconds: Int64, route: Route?, status: Int) {
        logger.warning(
            "slow answer",
            metadata: [
                "route": .string(route?.path ?? "-"), "method": .string(route?.method.rawValue ?? "-"),
                "status": .stringConvertible(status), "ms": .stringConvertible(milliseconds),
            ])
    }

    /// The error's type, and for storage errors the case without its words.
    private static func kind(of error: any Error) -> String {
        guard let error = error as? StorageError else { return String(reflecting: type(of: error)) }
        let words = String(describing: error)
        return "StorageError." + words.prefix { $0 != "(" }
    }
}
