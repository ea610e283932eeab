-- Ask in the dark (docs/decisions/0033-ask-in-the-dark.md). No row here is about a member, and none is written because
-- somebody sits at a page.

-- It was written in the dark: its author is nobody from the first day on, not somebody who left.
ALTER TABLE threads ADD COLUMN by_asker BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE posts ADD COLUMN by_asker BOOLEAN NOT NULL DEFAULT FALSE;
-- A moderator puts it in other words before others read it; its first ones are kept nowhere.
ALTER TABLE threads ADD COLUMN is_to_be_worded BOOLEAN NOT NULL DEFAULT FALSE;

-- sqlite:
-- Marks that are spent, and the thread that each owns: NULL where it was let go or is gone.
CREATE TABLE dark_threads (
    mark BYTEA PRIMARY KEY,
    thread_id UUID REFERENCES threads (id) ON DELETE SET NULL,
    -- On which the thread appeared, as 2026-11-30.
    day TEXT NOT NULL,
    -- Until when its writer writes nothing in the dark; NULL for nearly all.
    barred_until TEXT
) WITHOUT ROWID;

-- What waits, sealed: 4,096 bytes a cell, used or not. Where each stands says nothing but when it was sealed anew last.
CREATE TABLE dark_pool (
    stripe BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    cell BYTEA NOT NULL,
    PRIMARY KEY (stripe, slot)
) WITHOUT ROWID;

-- Which process seals which cells, and how often it has: of two that read this, one sees that the other has stopped.
CREATE TABLE dark_stripes (
    stripe BIGINT PRIMARY KEY,
    -- Drawn by a process when it starts; NULL where it put the stripe down.
    holder UUID,
    beat BIGINT NOT NULL,
    -- How many cells it has; only ever more.
    slots BIGINT NOT NULL
) WITHOUT ROWID;

-- Acts that have happened: each happens once.
CREATE TABLE dark_done (
    act UUID PRIMARY KEY,
    day TEXT NOT NULL
) WITHOUT ROWID;

-- Days on which what waited was lost; whose it was nobody knows, so all are told.
CREATE TABLE dark_losses (
    day TEXT PRIMARY KEY
) WITHOUT ROWID;

-- postgres:
-- As above, for a table here has no other order than that in which rows came.
CREATE TABLE dark_threads (
    mark BYTEA PRIMARY KEY,
    thread_id UUID REFERENCES threads (id) ON DELETE SET NULL,
    day TEXT NOT NULL,
    barred_until TEXT
);
CREATE TABLE dark_pool (
    stripe BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    cell BYTEA NOT NULL,
    PRIMARY KEY (stripe, slot)
);
-- Sealed bytes get no smaller: nothing is tried.
ALTER TABLE dark_pool ALTER COLUMN cell SET STORAGE EXTERNAL;
CREATE TABLE dark_stripes (
    stripe BIGINT PRIMARY KEY,
    holder UUID,
    beat BIGINT NOT NULL,
    slots BIGINT NOT NULL
);
CREATE TABLE dark_done (
    act UUID PRIMARY KEY,
    day TEXT NOT NULL
);
CREATE TABLE dark_losses (
    day TEXT PRIMARY KEY
);

-- both:
CREATE UNIQUE INDEX dark_threads_by_thread ON dark_threads (thread_id);
