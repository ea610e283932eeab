import Storage

extension Transaction {
    /// A new row, unless there is one of that key; answers whether it is new. One that has ended, and whose key need hold
    /// no longer, gives way.
    func addJob(
        _ id: ID<Job>, kind: String, payload: String, runAt: Instant, key: String?, keyUntil: Instant?, now: Instant
    ) throws -> Bool {
        let insertion: SQL = """
            INSERT INTO jobs (id, kind, payload, key, key_until, state, run_at, created_at)
            VALUES (\(id), \(kind), \(payload), \(key), \(keyUntil), 'waiting', \(runAt), \(now))
            ON CONFLICT (key) DO NOTHING
            """
        if try execute(insertion) == 1 { return true }
        let gone = try execute("DELETE FROM jobs WHERE key = \(key) AND state <> 'waiting' AND key_until <= \(now)")
        return gone == 1 ? try execute(insertion) == 1 : false
    }

    /// Takes out whatever has the key, also what is being done.
    func deleteJob(key: String) throws {
        try execute("DELETE FROM jobs WHERE key = \(key)")
    }

    func deleteWaitingJob(key: String) throws -> Bool {
        try execute("DELETE FROM jobs WHERE key = \(key) AND state = 'waiting' AND lease IS NULL") > 0
    }

    /// By bytes: `!` comes next after the blank.
    func deleteJobs(_ kind: String, of words: String) throws {
        try execute("DELETE FROM jobs WHERE kind = \(kind) AND payload >= \(words + " ") AND payload < \(words + "!")")
    }

    /// Those of the kinds of which something is due.
    func dueKinds(of kinds: [String], now: Instant) throws -> Set<String> {
        guard !kinds.isEmpty else { return [] }
        // A look into the index for each kind; grouping would read all that is due. Not EXISTS, of which PostgreSQL makes
        // a scan that passes over everything that has been done before it finds what is left.
        let questions = kinds.map { kind -> SQL in
            """
            SELECT kind FROM (SELECT kind FROM jobs WHERE state = 'waiting' AND kind = \(kind) AND run_at <= \(now)
                ORDER BY run_at, id LIMIT 1) AS longest_due
            """
        }
        return Set(try rows(SQL.joined(questions, by: " UNION ALL ")) { try $0.get(0, as: String.self) })
    }

    /// Takes the jobs of a kind that are due longest; their attempts are counted here, so that a crash counts, too.
    func leaseJobs(of handler: JobHandler, atMost count: Int, as lease: ID<Job>, now: Instant) throws -> [Job] {
        try rows(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM jobs
                WHERE state = 'waiting' AND run_at <= \(now) AND kind = \(handler.kind)
                ORDER BY run_at, id LIMIT \(count)\(skipLocked)
            )
            UPDATE jobs SET
                due_at = CASE WHEN lease IS NULL THEN run_at ELSE COALESCE(due_at, created_at) END,
                lease = \(lease), run_at = \(now + handler.lease), attempts = attempts + 1,
                crashes = CASE WHEN lease IS NULL THEN 0 ELSE crashes + 1 END
            WHERE id IN (SELECT id FROM due)
            RETURNING id, payload, attempts, created_at, last_error, due_at
            """
        ) { row in
            Job(
                id: try row.get(0), kind: handler.kind, payload: try row.get(1), attempt: try row.get(2),
                created: try row.get(3), due: try row.get(5), lastFailure: try row.get(4), lease: lease)
        }.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
    }

    /// Sets aside what has brought its process down three times in a row; only leases that ran out show that.
    @discardableResult
    func parkCrashedJobs(now: Instant) throws -> Int {
        // As the index has it: a bound number would not be known to be in it.
        try execute(
            """
            UPDATE jobs SET state = 'parked', lease = NULL, ended_at = \(now)
            WHERE state = 'waiting' AND crashes >= 2 AND run_at <= \(now) AND lease IS NOT NULL
            """)
    }

    /// Gives a run more time; `false` when the lease ran out and somebody else has the job.
    func renewLease(of job: Job, until: Instant) throws -> Bool {
        try execute("UPDATE jobs SET run_at = \(until) WHERE id = \(job.id) AND lease = \(job.lease)") == 1
    }

    /// Ends jobs well: they are gone, but for keys that must hold on.
    func finishJobs(_ jobs: [Job], now: Instant) throws {
        let held = held(jobs)
        let gone = try execute("DELETE FROM jobs WHERE \(held) AND (key IS NULL OR key_until <= \(now))")
        guard gone < jobs.count else { return }
        try execute(
            """
            UPDATE jobs SET state = 'done', payload = '', lease = NULL, last_error = NULL, ended_at = \(now)
            WHERE \(held)
            """)
    }

    /// Only who holds the lease may end a job. Padded to a power of two, so that few statements are prepared.
    private func held(_ jobs: [Job]) -> SQL {
        var padded = jobs
        if let last = jobs.last { while padded.count & (padded.count - 1) != 0 { padded.append(last) } }
        let pairs = SQL.joined(padded.map { "(\($0.id), \($0.lease))" as SQL })
        // By identifier first: SQLite finds no index for pairs, and would read all that waits for each end.
        return "id IN (\(SQL.list(padded.map(\.id)))) AND (id, lease) IN (VALUES \(pairs))"
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

    /// Gives back a job that was not begun or not ended; the try does not count.
    func releaseJob(_ job: Job) throws {
        try execute(
            """
            UPDATE jobs SET lease = NULL, crashes = 0, attempts = attempts - 1, run_at = \(job.due)
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

    /// What has been due for long, by kind. The last failure is that of the longest due who has one, among a few: those are
    /// tried first, and what has never been tried may be a hundred thousand.
    func lateJobs(dueBefore limit: Instant) throws -> [LateJobs] {
        let isLate: SQL = "state = 'waiting' AND run_at < \(limit)"
        return try rows(
            """
            SELECT late.kind, late.number, late.since, (
                SELECT first.last_error FROM (
                    SELECT last_error, run_at, id FROM jobs WHERE \(isLate) AND kind = late.kind
                    ORDER BY run_at, id LIMIT 100
                ) AS first
                WHERE first.last_error IS NOT NULL ORDER BY first.run_at, first.id LIMIT 1)
            FROM (SELECT kind, COUNT(*) AS number, MIN(run_at) AS since FROM jobs WHERE \(isLate) GROUP BY kind) AS late
            ORDER BY late.since, late.kind
            """
        ) { row in
            LateJobs(
                kind: try row.get(0), count: try row.get(1), since: try row.get(2), reason: try row.get(3))
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

    /// Takes out what has ended well and whose key need hold no longer.
    func deleteEndedJobs(now: Instant) throws {
        try execute("DELETE FROM jobs WHERE state = 'done' AND (key_until IS NULL OR key_until <= \(now))")
    }
}
