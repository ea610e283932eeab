/// What can go wrong with the database, said alike by both engines.
///
/// No case carries what a person wrote: PostgreSQL's details, which repeat values, are dropped.
package enum StorageError: Error, Equatable, Sendable {
    /// A row with these values exists: `table.column`, several joined by `", "`, or an index's name if it is on an
    /// expression.
    case conflict(constraint: String)
    /// A reference to a row that is not there, or the removal of a row that is referred to.
    case foreignKey
    /// A value that the schema forbids: a `CHECK`, or `NULL` where there must be a value.
    case check
    /// Too much to do, or too long waited; trying again later may help.
    case busy
    /// The database was closed.
    case closed
    /// Anything else, in words for a log.
    case other(String)
}
