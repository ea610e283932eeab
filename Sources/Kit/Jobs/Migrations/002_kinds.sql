-- Jobs are taken kind by kind, so that a busy kind does not hold up the others.
DROP INDEX jobs_due;
CREATE INDEX jobs_due_by_kind ON jobs (kind, run_at, id) WHERE state = 'waiting';

-- The few whose process died twice, found without a look at all that is due.
CREATE INDEX jobs_crashing ON jobs (run_at) WHERE state = 'waiting' AND crashes >= 2;

-- A job that has ended well leaves its key behind for as long as that must hold; one without a key leaves nothing.
ALTER TABLE jobs ADD COLUMN key_until BIGINT NULL;
UPDATE jobs SET key_until = created_at + 2592000000 WHERE key IS NOT NULL;
DELETE FROM jobs WHERE state = 'done' AND key IS NULL;
