/// One session with an engine, used by one thread. Two conform: SQLite and PostgreSQL.
protocol Connection: AnyObject {
    var engine: Engine { get }
    /// Runs a statement to its end and hands over each row until the closure says `false`; answers the number of rows
    /// changed.
    func run(_ sql: SQL, _ row: (Row) throws -> Bool) throws -> Int
    /// Like `run`, in memory that does not grow with the rows. Queries only.
    func stream(_ sql: SQL, _ row: (Row) throws -> Bool) throws
    /// Several statements without values, as migrations hold them.
    func script(_ text: String) throws
    /// Inserts rows until `next` answers `nil`.
    func insert(into table: StaticString, _ columns: [StaticString], _ next: () throws -> [SQLValue]?) throws
}

/// A database with its sessions. Two conform: SQLite and PostgreSQL.
protocol Driver: Sendable {
    var engine: Engine { get }
    /// Runs a body that only reads, on a snapshot; a statement that writes throws.
    func read(_ work: Work) throws(StorageError)
    /// Runs a body in a transaction of its own, or in a savepoint of one shared with others; acknowledges after commit.
    func write(_ work: Work) throws(StorageError)
    /// Complaints about the files, empty when all is well.
    func integrityProblems() async throws -> [String]
    /// Runs statements that allow no transaction around them; each by itself. Answers the details that the engine told.
    func maintain(_ statements: [SQL], lockTimeout: Duration) async throws -> [String]
    /// How long the oldest write has stood in SQLite's log; nil while that is empty.
    var logAge: Duration? { get }
    /// Refuses new work, ends what was accepted, lets go of files and sockets.
    func close() async
}

/// A transaction's body on its way to a connection.
struct Work: Sendable {
    /// Runs the body; what it answers acknowledges to the caller, and is called after commit. May be called again.
    let attempt: @Sendable (Transaction) throws -> @Sendable () -> Void
    /// Tells the caller that it failed.
    let fail: @Sendable (any Error) -> Void
    /// A statement that allows no transaction around it (`VACUUM`), in the place of a body; `attempt` then only acknowledges.
    var alone: SQL?
    /// Whether it may write; asked only where reads and writes share a queue.
    var isWrite = false
    /// Where in the source it was asked for.
    var place: CallSite?
    /// Whether it has lost in the line already, and tries again outside of it.
    var hasLeftLine = false
}

/// A place in the source that asks for writes. Those of one place want the same rows more often than others do.
struct CallSite: Hashable, Sendable {
    let file: String
    let line: Int
}
