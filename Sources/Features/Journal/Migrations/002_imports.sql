-- Files of reviews that somebody sent by the administrator's page: how far each has come, for whoever looks on, and what
-- became of it. Who sent one stands nowhere.
CREATE TABLE review_imports (
    id UUID NOT NULL PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('receiving', 'importing', 'done', 'refused', 'interrupted')),
    started_at BIGINT NOT NULL,
    -- Moves on while somebody works at it: one that stands still has been left.
    updated_at BIGINT NOT NULL,
    -- Received so far.
    bytes BIGINT NOT NULL DEFAULT 0,
    -- Of the whole file, once it is here.
    rows BIGINT NULL,
    -- Looked at so far, and what became of them.
    rows_done BIGINT NOT NULL DEFAULT 0,
    stored BIGINT NOT NULL DEFAULT 0,
    stored_before BIGINT NOT NULL DEFAULT 0,
    unmapped BIGINT NOT NULL DEFAULT 0,
    rejected BIGINT NOT NULL DEFAULT 0,
    -- Why it was refused, or the report.
    words TEXT NULL
);
CREATE INDEX review_imports_newest ON review_imports (started_at, id);
