-- What stands of an erasure, and of consent taken back: a keyed mark of the member, and nothing else. No time: when it was
-- done would lead back to whoever was here that day.
CREATE TABLE erasure_marks (
    mark BYTEA PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('erased', 'withdrawn', 'granted'))
);

-- How many rows each table with words had lost when PostgreSQL last rewrote it, as its statistics count them.
CREATE TABLE rewritten_tables (
    table_name TEXT PRIMARY KEY,
    rows_lost TEXT NOT NULL
);
