/// What some JSON looks like, as programs are told: the small part of JSON Schema (2020-12) that our documents need. It
/// stands beside the route that takes or answers it; a test holds it against what the route really does.
package indirect enum Schema: Sendable, Hashable {
    case text
    /// An instant as all documents write it.
    case instant
    /// One of these texts.
    case oneOf([String])
    case integer(ClosedRange<Int>)
    case boolean
    case list(Schema)
    /// These members and no others.
    case object([Member])
    /// Members of any names.
    case anyObject
    /// The same, or null.
    case orNull(Schema)

    package struct Member: Sendable, Hashable {
        package let name: String
        package let schema: Schema
        /// False for one that may be left out.
        package let isRequired: Bool
        /// What it means, for whoever writes a program; English.
        package let about: String?

        package init(_ name: String, _ schema: Schema, isRequired: Bool = true, _ about: String? = nil) {
            (self.name, self.schema, self.isRequired, self.about) = (name, schema, isRequired, about)
        }
    }

    /// A count of people or things.
    package static let count = Schema.integer(0...Int(Int32.max))
}

extension Schema {
    /// As JSON Schema.
    var json: JSONValue {
        switch self {
        case .text: return ["type": "string"]
        case .instant: return ["type": "string", "format": "date-time"]
        case .oneOf(let texts): return ["type": "string", "enum": .list(texts.map { .text($0) })]
        case .integer(let range):
            return [
                "type": "integer", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
            ]
        case .boolean: return ["type": "boolean"]
        case .list(let schema): return ["type": "array", "items": schema.json]
        case .anyObject: return ["type": "object"]
        case .orNull(let schema): return ["anyOf": [schema.json, ["type": "null"]]]
        case .object(let members):
            let properties = members.map { member -> (String, JSONValue) in
                guard let about = member.about, case .object(var json) = member.schema.json else {
                    return (member.name, member.schema.json)
                }
                json["description"] = .text(about)
                return (member.name, .object(json))
            }
            return [
                "type": "object", "additionalProperties": false,
                "properties": .object(Dictionary(properties) { $1 }),
                "required": .list(members.filter(\.isRequired).map { .text($0.name) }),
            ]
        }
    }
}
