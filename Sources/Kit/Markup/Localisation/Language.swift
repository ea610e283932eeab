/// A language that every sentence of the product exists in. The raw value is the BCP 47 tag for `lang`.
package enum Language: String, Sendable, Hashable, CaseIterable {
    case en, es

    /// The language's name in itself, as its speakers look for it.
    package var ownName: String {
        switch self {
        case .en: "English"
        case .es: "Español"
        }
    }
}
