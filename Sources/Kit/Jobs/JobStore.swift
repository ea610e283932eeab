import Storage

extension Transaction {
    /// A new row, unless there is one of that key; answers whether it is new.
    func addJob(
        _ id: ID<Job>, kind: String, payload: String, runAt: Instant, key: String?, now: Instant
    ) throws -> Bool {
        try execute(
            """
            INSERT INTO jobs (id, kind, payload, key, state, run_at, created_at)
            VALUES (\(id), \(kind), \(payload), \(key), 'waiting', \(runAt), \(now))
            ON CONFLICT (key) DO NOTHING
            """) == 1
    }

    func hasDueJob(of kinds: [String], now: Instant) throws -> Bool {
        try first(
            """
            SELECT 1 FROM jobs
            WHERE state = 'waiting' AND run_at <= \(now) AND kind IN (\(SQL.list(kinds))) LIMIT 1
            """
        ) { _ in true } ?? false
    }

    /// Takes the job of this kind that is due longest; its attempts are counted here, so that a crash counts, too.
    func leaseJob(of handler: JobHandler, as lease: ID<Job>, now: Instant) throws -> Job? {
        try first(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM jobs
                WHERE state = 'waiting' AND run_at <= \(now) AND kind = \(handler.kind)
                ORDER BY run_at, id LIMIT 1\(skipLocked)
            )
            UPDATE jobs SET
                lease = \(lease), run_at = \(now + handler.lease), attempts = attempts + 1,
                crashes = CASE WHEN lease IS NULL THEN 0 ELSE crashes + 1 END
            WHERE id = (SELECT id FROM due)
            RETURNING id, payload, attempts
            """
        ) { row in
            Job(id: try row.get(0), kind: handler.kind, payload: try row.get(1), attempt: try row.get(2), lease: lease)
        }
    }

    /// Sets aside what has brought its process down `limit` times; only leases that ran out show that.
    func parkCrashedJobs(limit: Int, now: Instant) throws -> Int {
        try execute(
            """
            UPDATE jobs SET state = 'parked', lease = NULL, ended_at = \(now)
            WHERE state = 'waiting' AND run_at <= \(now) AND lease IS NOT NULL AND crashes >= \(limit - 1)
            """)
    }

    /// Ends a job well. Its payload is forgotten; its key stays, so that it is not done twice.
    func finishJob(_ job: Job, now: Instant) throws {
        try execute(
            """
            UPDATE jobs SET state = 'done', payload = '', lease = NULL, last_error = NULL, ended_at = \(now)
            WHERE id = \(job.id) AND lease = \(job.lease)
            """)
    }

    func retryJob(_ job: Job, at: Instant, reason: String) throws {
        try execute(
            """
            UPDATE jobs SET lease = NULL, crashes = 0, run_at = \(at), last_error = \(reason)
            WHERE id = \(job.id) AND lease = \(job.lease)
            """)
    }

    func deadLetterJob(_ job: Job, reason: String, now: Instant) throws {
        try execute(
            """
            UPDATE jobs SET state = 'dead', lease = NULL, last_error = \(reason), ended_at = \(now)
            WHERE id = \(job.id) AND lease = \(job.lease)
            """)
    }

    /// Gives back a job whose worker was told to stop; the try does not count.
    func releaseJob(_ job: Job, now: Instant) throws {
        try execute(
            """
            UPDATE jobs SET lease = NULL, attempts = attempts - 1, run_at = \(now)
            WHERE id = \(job.id) AND lease = \(job.lease)
            """)
    }

    func deadLetters(limit: Int) throws -> [DeadLetter] {
        try rows(
            """
            SELECT id, kind, state, attempts, last_error, created_at, ended_at FROM jobs
            WHERE state IN ('dead', 'parked') ORDER BY ended_at DESC, id LIMIT \(limit)
            """
        ) { row in
            DeadLetter(
                id: try row.get(0), kind: try row.get(1), end: .init(rawValue: try row.get(2)) ?? .dead,
                attempts: try row.get(3), reason: try row.get(4), created: try row.get(5), ended: try row.get(6))
        }
    }

    /// Puts a dead or parked job back with all its tries; `false` if there is none.
    func requeueJob(_ id: ID<Job>, now: Instant) throws -> Bool {
        try execute(
            """
            UPDATE jobs SET state = 'waiting', attempts = 0, crashes = 0, run_at = \(now), ended_at = NULL
            WHERE id = \(id) AND state IN ('dead', 'parked')
            """) == 1
    }

    /// Gives a dead or parked job up; `false` if there is none.
    func discardJob(_ id: ID<Job>, now: Instant) throws -> Bool {
        try execute(
            """
            UPDATE jobs SET state = 'done', payload = '', ended_at = \(now)
            WHERE id = \(id) AND state IN ('dead', 'parked')
            """) == 1
    }

    func deleteJobs(doneBefore: Instant) throws {
        try execute("DELETE FROM jobs WHERE state = 'done' AND ended_at < \(doneBefore)")
    }
}
