import HTTPTypes
import HummingbirdCore

extension Route.Method {
    /// The library's name of it.
    var http: HTTPRequest.Method {
        switch self {
        case .get: .get
        case .post: .post
        case .put: .put
        case .patch: .patch
        case .delete: .delete
        }
    }
}

extension Site {
    /// Where programs knock: what is refused here is told in problem documents, also where no route is.
    static func isForPrograms(_ path: String) -> Bool {
        path.utf8.starts(with: "/api/".utf8) || path.utf8.elementsEqual("/api".utf8)
    }

    /// Why no route takes a request: the address takes other methods, or there is no such address.
    func refusal(of request: Request) -> any Error {
        let names = methods(at: request)
        guard !names.isEmpty, !names.contains(request.method.rawValue) else { return Problem.notFound }
        return Refusal.methodNotAllowed(allowed: names.joined(separator: ", "))
    }

    /// What an address takes. What exists only in development has no methods elsewhere.
    private func methods(at request: Request) -> [String] {
        let path = request.uri.path
        let segments = path.utf8.split(separator: UInt8(ascii: "/"))
        var found = Set(
            routes.filter { $0.matches(segments) && (settings.isDevelopment || $0.access != .development) }
                .map(\.method))
        if publicFiles.response(path: path, query: nil, headers: [:]) != nil { found.insert(.get) }
        return Route.Method.allCases.filter(found.contains).flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }
    }
}
