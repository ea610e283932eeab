-- What must happen later: a row written in the transaction of its cause, taken by a worker for a while (a lease).
CREATE TABLE jobs (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    -- A second job of the same key is not enqueued; keys stay as long as the row.
    key TEXT NULL UNIQUE,
    -- waiting: due at run_at, or leased until then. dead: failed too often. parked: its process died too often.
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead', 'parked')),
    run_at BIGINT NOT NULL,
    -- Changes with every lease; only its holder may end the job.
    lease UUID NULL,
    -- Counted when a lease begins, so that a run that kills its process counts.
    attempts BIGINT NOT NULL DEFAULT 0,
    -- Runs that began and never reported back, in a row.
    crashes BIGINT NOT NULL DEFAULT 0,
    last_error TEXT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT NULL
);

CREATE INDEX jobs_due ON jobs (run_at, id) WHERE state = 'waiting';
CREATE INDEX jobs_ended ON jobs (ended_at) WHERE state <> 'waiting';
