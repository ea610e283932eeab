-- Small files that belong to a room's own row: pictures that were made anew. They live here, so that several processes
-- share them and a backup holds them. Which of them somebody may see, the room says that owns the row.
CREATE TABLE files (
    id UUID NOT NULL PRIMARY KEY,
    media_type TEXT NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png')),
    bytes BYTEA NOT NULL CHECK (length(bytes) BETWEEN 1 AND 524288),
    -- Of what it shows, in pixels.
    width BIGINT NOT NULL CHECK (width BETWEEN 1 AND 10000),
    height BIGINT NOT NULL CHECK (height BETWEEN 1 AND 10000),
    created_at BIGINT NOT NULL
);
-- What it shows, for whoever does not see it: one row a language of the site.
CREATE TABLE file_descriptions (
    file_id UUID NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    description TEXT NOT NULL CHECK (length(description) BETWEEN 1 AND 500),
    PRIMARY KEY (file_id, language)
);
