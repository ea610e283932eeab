package import Storage

/// How far a member shows something of themselves. Each level shows it to all of the levels before it too; a member
/// always sees their own.
package enum Visibility: String, Sendable, CaseIterable, SQLBindable {
    case onlyMe = "only-me"
    /// People who follow the member and whom the member follows: neither side alone opens it.
    case followedBack = "followed-back"
    /// Everybody who is signed in.
    case members
    /// Visitors too, and so the whole world, search engines included.
    case anyone

    package static var sqlKind: SQLValue.Kind { .text }
    package var sqlValue: SQLValue { .text(rawValue) }
}

extension Visibility {
    /// As it is kept; what no level is called is shown to nobody.
    init(stored text: String) {
        self = Visibility(rawValue: text) ?? .onlyMe
    }
}
