-- Every decision, in order; decisions are added, never changed.
CREATE TABLE consents (
    id UUID PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('rules', 'health_data')),
    is_granted BOOLEAN NOT NULL,
    -- Version of the words that were shown, and their language.
    version BIGINT NOT NULL,
    language TEXT NOT NULL,
    decided_at BIGINT NOT NULL
);
CREATE INDEX consents_of_member ON consents (member_id, decided_at, id);

-- Uses of a member's data; without a member it is a use of everybody's who had agreed at that time.
CREATE TABLE receipts (
    id UUID PRIMARY KEY,
    member_id UUID REFERENCES members (id) ON DELETE CASCADE,
    used_at BIGINT NOT NULL,
    used_by TEXT NOT NULL,
    purpose TEXT NOT NULL,
    reference TEXT
);
CREATE INDEX receipts_of_member ON receipts (member_id, used_at, id);
CREATE INDEX receipts_of_everybody ON receipts (used_at, id) WHERE member_id IS NULL;

-- Hashes in hexadecimal. Nothing refers to a member: subject and actor are keyed pseudonyms.
CREATE TABLE audit_events (
    sequence BIGINT PRIMARY KEY,
    occurred_at BIGINT NOT NULL,
    event TEXT NOT NULL,
    subject TEXT NOT NULL,
    actor TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);

-- The end of the chain. One row: whoever adds a line changes it, so that two cannot add at the same time.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, sequence, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
