package import Markup

/// A name in both languages of the product.
package struct LocalizedName: Hashable, Sendable {
    package let en: String
    /// Spanish; the English name again where the catalogue has none.
    package let es: String

    package init(en: String, es: String) {
        self.en = en
        self.es = es.isEmpty ? en : es
    }

    /// The name in one language.
    package func callAsFunction(_ language: Language) -> String {
        switch language {
        case .en: en
        case .es: es
        }
    }
}

/// The three kinds of words a member uses.
package enum ConceptKind: String, Hashable, Sendable, CaseIterable {
    case condition, treatment, symptom
}
