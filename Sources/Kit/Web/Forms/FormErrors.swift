package import Markup

/// Everything that is wrong with what was sent, by field and text key: a person sees it all at once, in their language.
package struct FormErrors: Error, Sendable, Hashable {
    struct Entry: Sendable, Hashable {
        let field: String
        let key: String
        let values: [String: TextValue]
    }

    private(set) var entries: [Entry] = []

    package init() {}

    /// One error, for one thrown by hand.
    package init(field: String, _ key: String, _ values: [String: TextValue] = [:]) {
        add(field: field, key, values)
    }

    /// Notes an error of a field; only the first of a field is kept, the rest follow from it.
    package mutating func add(field: String, _ key: String, _ values: [String: TextValue] = [:]) {
        guard !entries.contains(where: { $0.field == field }) else { return }
        entries.append(Entry(field: field, key: key, values: values))
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// All messages in the order of the form, for the error summary.
    package func messages(_ text: Text) -> [(field: String, message: String)] {
        entries.map { ($0.field, text($0.key, $0.values)) }
    }

    /// The message to show at a field.
    package func message(for field: String, _ text: Text) -> String? {
        entries.first { $0.field == field }.map { text($0.key, $0.values) }
    }
}
