package import Web

extension RecordWords {
    /// Fields and codes of a record of which nothing is said, in the order of their names.
    package func faults(of record: any Encodable, in place: String) -> [String] {
        Self.faults(of: record, fields, in: place).sorted()
    }

    /// Properties that are nil are seen too: they are no part of the file, and may be tomorrow.
    private static func faults(of record: Any, _ fields: [RecordField], in place: String) -> [String] {
        members(of: record).flatMap { name, value in
            guard let field = fields.first(where: { $0.names.contains(name) }) else { return ["\(place).\(name)"] }
            let items = items(of: value)
            let codes = field.choices.isEmpty || field.names.first != name ? [] : items.map { "\($0)" }
            let unknown = codes.filter { field.choices[$0] == nil }.map { "\(place).\(name): \($0)" }
            let inner = field.parts.isEmpty ? [] : items.flatMap { faults(of: $0, field.parts, in: "\(place).\(name)") }
            return unknown + inner
        }
    }

    private static func members(of record: Any) -> [(name: String, value: Any)] {
        if let fields = record as? [String: Any] { return fields.map { ($0.key, $0.value) } }
        return Mirror(reflecting: record).children.compactMap { child in child.label.map { ($0, child.value) } }
    }

    /// The elements of a list; what is there of an optional.
    private static func items(of value: Any) -> [Any] {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { items(of: $0.value) } ?? []
        case .collection: return mirror.children.map(\.value)
        default: return [value]
        }
    }
}
