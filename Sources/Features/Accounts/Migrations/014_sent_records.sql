-- A file of a member's own that they sent to be taken in and have not said yes to. Sealed; gone with their answer, or in the
-- next night.
CREATE TABLE sent_records (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    content BYTEA NOT NULL,
    sent_at BIGINT NOT NULL
);
