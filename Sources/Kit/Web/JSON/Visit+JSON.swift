import Foundation

extension Visit {
    /// The body of a route that takes JSON. Throws what is wrong with it: that it is no JSON, or which fields are
    /// missing, of another kind, unknown or there twice (`StrictBody`).
    package func json<Body: Decodable>(_ type: Body.Type) throws -> Body {
        if let strict = type as? any StrictBody.Type { try JSONFields.check(body, allowed: strict.fields) }
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch let errors as FormErrors {
            throw errors
        } catch let error as DecodingError {
            throw Self.told(error)
        } catch {
            throw Refusal.unreadable
        }
    }

    private static func told(_ error: DecodingError) -> any Error {
        switch error {
        case .keyNotFound(let key, let context):
            FormErrors(field: field(context.codingPath + [key]), "web.json.missing")
        case .valueNotFound(_, let context) where !context.codingPath.isEmpty:
            FormErrors(field: field(context.codingPath), "web.json.missing")
        case .typeMismatch(_, let context) where !context.codingPath.isEmpty,
            .dataCorrupted(let context) where !context.codingPath.isEmpty:
            FormErrors(field: field(context.codingPath), "web.json.kind")
        default: Refusal.unreadable
        }
    }

    /// `doses.0.amount`.
    private static func field(_ path: [any CodingKey]) -> String {
        let names = path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        return String(decoding: names.utf8.prefix(200), as: UTF8.self)
    }
}
