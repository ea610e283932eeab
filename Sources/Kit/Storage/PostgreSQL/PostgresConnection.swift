import CLibpq

/// One connection to PostgreSQL with its prepared statements, used by the thread that made it.
final class PostgresConnection: Connection {
    struct Prepared: Hashable {
        let text: String
        let kinds: [SQLValue.Kind]
    }

    let handle: OpaquePointer
    private var statements: [Prepared: String] = [:]
    private var parameters = PostgresParameters()
    /// `BEGIN` and its like, not sent yet; they travel with the first real statement, in one round trip.
    private var pendingBegin: [String] = []
    /// Whether the answer to the last `COMMIT` of a read is still on its way.
    private var isCommitPending = false
    private var cursors = 0
    /// First statements of reads that were followed by others; a savepoint always is.
    private var firstOfSeveral: Set<String> = ["SAVEPOINT attempt"]
    /// The statement of a read that runs without a transaction because it is expected to be the only one.
    private var autocommitted: String?
    /// Whether a read that began without a transaction turned out to need one: it has to run again.
    private(set) var mustRestart = false
    /// The first failure since the transaction began.
    private(set) var failure: PostgresFailure?

    let engine = Engine.postgres
    private static let beginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    /// Connects; the message of an error names host and user, never the password.
    init(url: String, readTimeout: Duration, schema: StaticString? = nil) throws(StorageError) {
        let keywords = ["dbname", "client_encoding", "connect_timeout", "fallback_application_name"]
        let values = [url, "UTF8", "5", "wayfellow"]
        guard
            let handle = withCStrings(
                keywords,
                { keywords in
                    withCStrings(values) { values in PQconnectdbParams(keywords, values, 1) }
                })
        else { throw .other("PostgreSQL: no memory for a connection") }
        self.handle = handle
        guard PQstatus(handle) == CONNECTION_OK else {
            // All stored properties are set: deinit closes the connection.
            throw .other("PostgreSQL: \(firstLine(String(cString: PQerrorMessage(handle))))")
        }
        // What follows is no business of a person's who looks at the terminal.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        try script(
            """
            SET default_transaction_read_only = on; SET statement_timeout = \(readTimeout.wholeMilliseconds);
            SET lock_timeout = 5000; SET idle_in_transaction_session_timeout = 300000;
            SET cursor_tuple_fraction = 1; SET jit = off; SET client_min_messages = error
            """)
        try script(LoggedWords.silence(version: PQserverVersion(handle)))
        if let schema { try script("SET search_path = \(schema)") }
    }

    deinit {
        PQfinish(handle)
    }

    var isLost: Bool { PQstatus(handle) == CONNECTION_BAD }
    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// Remembers how to begin; nothing is sent yet.
    func begin(isWrite: Bool) {
        failure = nil
        (cursors, autocommitted, mustRestart) = (0, nil, false)
        pendingBegin =
            isWrite
            ? ["BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE", "SET LOCAL statement_timeout = 0"]
            : [Self.beginRead]
    }

    /// The same for a write in the line, whose session has its settings already.
    func beginInLine() {
        begin(isWrite: true)
        pendingBegin = ["BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"]
    }

    /// Ends a writing transaction and waits for the answer.
    func commit() throws(StorageError) {
        if !pendingBegin.isEmpty { return pendingBegin = [] }
        _ = try answer(to: PQexec(handle, "COMMIT"))
    }

    /// Ends a reading transaction: nobody waits for the answer, which is fetched before the next one.
    func commitRead() {
        if autocommitted != nil { return }
        if !pendingBegin.isEmpty { return pendingBegin = [] }
        isCommitPending = PQsendQuery(handle, "COMMIT") == 1
    }

    func rollBack() {
        pendingBegin = []
        if !isLost, isInTransaction { PQclear(PQexec(handle, "ROLLBACK")) }
    }

    /// Forgets what was prepared, here and there.
    func forgetStatements() {
        statements = [:]
        PQclear(PQexec(handle, "DEALLOCATE ALL"))
    }

    func run(_ sql: SQL, _ row: (Row) throws -> Bool) throws -> Int {
        try autocommitIfFirst(sql)
        let name = try prepared(sql)
        let result = try exchange(sql.values) { [handle] count, values, lengths, formats in
            PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
        }
        _ = try result.each(row)
        return result.changed
    }

    func stream(_ sql: SQL, _ row: (Row) throws -> Bool) throws {
        try requireTransaction()
        cursors += 1
        let cursor = "stream\(cursors)"
        let types = sql.values.map { PostgresType.of($0.kind) }
        _ = try exchange(sql.values) { [handle] count, values, lengths, formats in
            PQsendQueryParams(
                handle, "DECLARE \(cursor) NO SCROLL CURSOR FOR \(numbered(sql.text))", count, types, values, lengths,
                formats, 1)
        }
        while true {
            let result = try answer(
                to: PQexecParams(handle, "FETCH 1000 FROM \(cursor)", 0, nil, nil, nil, nil, 1))
            if try !result.each(row) || result.rowCount < 1000 { break }
        }
        _ = try answer(to: PQexec(handle, "CLOSE \(cursor)"))
    }

    func script(_ text: String) throws(StorageError) {
        try sendBegin()
        _ = try answer(to: PQexec(handle, text))
    }

    /// Sends what begins the transaction if that has not been done.
    func sendBegin() throws(StorageError) {
        awaitPendingCommit()
        while !pendingBegin.isEmpty { _ = try answer(to: PQexec(handle, pendingBegin.removeFirst())) }
    }

    func answer(to result: OpaquePointer?) throws(StorageError) -> PostgresResult {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC:
            guard let result else { break }
            return PostgresResult(result)
        default:
            break
        }
        let failure = PostgresFailure(result, handle)
        PQclear(result)
        if self.failure == nil { self.failure = failure }
        throw failure.error
    }

    /// Spares a read of one statement its `BEGIN` and `COMMIT`, which cost more than itself.
    private func autocommitIfFirst(_ sql: SQL) throws(StorageError) {
        try requireTransaction()
        guard pendingBegin.first == Self.beginRead, !firstOfSeveral.contains(sql.text) else { return }
        (autocommitted, pendingBegin) = (sql.text, [])
    }

    /// Throws when a statement has already run alone; with its next run the body has its transaction from the start.
    private func requireTransaction() throws(StorageError) {
        guard let autocommitted else { return }
        if firstOfSeveral.count > 1000 { firstOfSeveral = ["SAVEPOINT attempt"] }
        firstOfSeveral.insert(autocommitted)
        mustRestart = true
        throw .other("PostgreSQL: a read of several statements needs a transaction")
    }

    /// Fetches the answer to the `COMMIT` that `commitRead` sent.
    private func awaitPendingCommit() {
        guard isCommitPending else { return }
        isCommitPending = false
        while let result = PQgetResult(handle) { PQclear(result) }
    }

    private func prepared(_ sql: SQL) throws(StorageError) -> String {
        let key = Prepared(text: sql.text, kinds: sql.values.map(\.kind))
        if let name = statements[key] { return name }
        awaitPendingCommit()
        if statements.count >= 500 { forgetStatements() }
        let name = "s\(statements.count)"
        let types = key.kinds.map(PostgresType.of)
        _ = try answer(to: PQprepare(handle, name, numbered(sql.text), CInt(types.count), types))
        statements[key] = name
        return name
    }

    /// Sends one statement, behind what begins the transaction, and waits once for all the answers.
    private func exchange(
        _ values: [SQLValue],
        _ send: (
            CInt, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<CInt>?, UnsafePointer<CInt>?
        ) -> CInt
    ) throws(StorageError) -> PostgresResult {
        awaitPendingCommit()
        parameters.set(values)
        let before = pendingBegin
        pendingBegin = []
        if !before.isEmpty { PQenterPipelineMode(handle) }
        var isSent: CInt = 1
        for command in before { isSent &= PQsendQueryParams(handle, command, 0, nil, nil, nil, nil, 1) }
        isSent &= parameters.withPointers(send)
        if !before.isEmpty { isSent &= PQpipelineSync(handle) }
        guard isSent == 1 else { throw try failedToSend() }

        var outcome: Result<PostgresResult, StorageError> = .failure(.other("PostgreSQL gave no answer"))
        for _ in 0...before.count {
            outcome = next()
            if case .failure = outcome { break }
        }
        if !before.isEmpty {
            finishPipeline()
        }
        return try outcome.get()
    }

    /// The next answer, and the end that follows it.
    private func next() -> Result<PostgresResult, StorageError> {
        let first = PQgetResult(handle)
        let outcome = Result { () throws(StorageError) in try answer(to: first) }
        while let rest = PQgetResult(handle) { PQclear(rest) }
        return outcome
    }

    /// Reads up to the mark that ends the pipeline.
    private func finishPipeline() {
        while !isLost {
            let result = PQgetResult(handle)
            let isEnd = PQresultStatus(result) == PGRES_PIPELINE_SYNC
            PQclear(result)
            if isEnd { break }
        }
        PQexitPipelineMode(handle)
    }

    private func failedToSend() throws(StorageError) -> StorageError {
        let failure = PostgresFailure(nil, handle)
        if self.failure == nil { self.failure = failure }
        return failure.error
    }
}
