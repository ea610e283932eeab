-- The site's own picture, an emblem on the front page: one row, or none.
CREATE TABLE site_pictures (
    slot BIGINT NOT NULL PRIMARY KEY CHECK (slot = 1),
    file_id UUID NOT NULL REFERENCES files (id)
);
