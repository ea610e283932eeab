/// The fields of a form or the items of a query, in the order they came.
///
/// What the subscript gives back is safe to show again: characters that no field takes (NUL and its like, what turns words
/// around) are taken out. `FormReader` sees what was really sent, and refuses it.
package struct FormFields: Sendable, Hashable {
    struct Field: Sendable, Hashable {
        let name: String
        let value: String
    }

    let items: [Field]

    /// No fields.
    package static let empty = FormFields(items: [])

    init(items: [Field]) {
        self.items = items
    }

    /// Fields that code makes up, for a form that is shown with values already in it.
    package init(_ pairs: KeyValuePairs<String, String>) {
        items = pairs.map { Field(name: $0.key, value: $0.value) }
    }

    /// The first value of a name, to be shown again; nil when the field was not sent.
    package subscript(_ name: String) -> String? {
        raw(name).map(CharacterRules.showable)
    }

    /// Every value of a name (check boxes), to be shown again.
    package func all(_ name: String) -> [String] {
        items.filter { $0.name == name }.map { CharacterRules.showable($0.value) }
    }

    /// The names that were sent, each once, in order.
    package var names: [String] {
        var seen: Set<String> = []
        return items.map(\.name).filter { seen.insert($0).inserted }
    }

    /// True when nothing was sent.
    package var isEmpty: Bool { items.isEmpty }

    /// The first value of a name exactly as it was sent.
    func raw(_ name: String) -> String? {
        items.first { $0.name == name }?.value
    }
}
