-- Who is being erased: a row from the first transaction to the last, which takes the member's row along. What a crash left
-- here is gone on with.
CREATE TABLE erasures (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    -- What the audit log and the receipt's page say.
    reference TEXT NOT NULL,
    begun_at BIGINT NOT NULL
);
