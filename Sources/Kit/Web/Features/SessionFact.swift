package import Storage

/// A whole number that a room wants to know of whoever is signed in, on every page, read together with the session in
/// one query: how much waits, whether something was agreed to.
package struct SessionFact: Sendable {
    /// `waiting-asks`; no two facts share one.
    package let name: String
    /// Text key of a sentence with `{n}` that says it to a screen reader; empty where it is not shown.
    package let words: String
    /// The number, as SQL, for the member in `members.id`: a subquery that is cheap by an index. Made once, not with each
    /// request.
    package let sql: SQL

    package init(_ name: String, words: String = "", _ sql: (_ memberColumn: SQL) -> SQL) {
        self.name = name
        self.words = words
        self.sql = sql("members.id")
    }
}
