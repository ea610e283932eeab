-- The picture of a post, made anew by this server. Its bytes stand in `files`. A person looks at each before others see it.
CREATE TABLE post_pictures (
    thread_id UUID NOT NULL,
    number BIGINT NOT NULL,
    file_id UUID NOT NULL UNIQUE REFERENCES files (id),
    -- What it shows, in its author's words.
    description TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'shown', 'refused')),
    PRIMARY KEY (thread_id, number),
    FOREIGN KEY (thread_id, number) REFERENCES posts (thread_id, number) ON DELETE CASCADE
);

-- Of what a post speaks that some wish to be warned of: names of themes with spaces between, found when it was written.
ALTER TABLE posts ADD COLUMN themes TEXT NOT NULL DEFAULT '';

-- A moderator's warning on a post. Who gave it stands in the audit log.
CREATE TABLE post_warnings (
    thread_id UUID NOT NULL,
    number BIGINT NOT NULL,
    theme TEXT NOT NULL,
    PRIMARY KEY (thread_id, number),
    FOREIGN KEY (thread_id, number) REFERENCES posts (thread_id, number) ON DELETE CASCADE
);

-- Of what a member wishes to be warned before they read it: health data of theirs, which no page of others shows.
CREATE TABLE talk_filters (
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    -- A theme of the program's, or a word of theirs.
    kind TEXT NOT NULL CHECK (kind IN ('theme', 'word')),
    words TEXT NOT NULL,
    PRIMARY KEY (member_id, kind, words)
);

-- What a thread's author asks all its readers.
CREATE TABLE polls (
    thread_id UUID PRIMARY KEY REFERENCES threads (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('shown', 'waiting', 'refused', 'hidden')),
    opened_at BIGINT NOT NULL,
    -- NULL for never.
    closes_at BIGINT,
    -- Who has voted since the figures were made that are shown.
    uncounted BIGINT NOT NULL
);
CREATE TABLE poll_options (
    thread_id UUID NOT NULL REFERENCES polls (thread_id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    words TEXT NOT NULL,
    -- Votes when they were counted last: only with eleven new ones, so that no single vote is read out of two figures.
    counted BIGINT NOT NULL,
    PRIMARY KEY (thread_id, number)
);
-- What a member voted. It stands on no page but theirs.
CREATE TABLE poll_votes (
    thread_id UUID NOT NULL,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    PRIMARY KEY (thread_id, member_id),
    FOREIGN KEY (thread_id, number) REFERENCES poll_options (thread_id, number) ON DELETE CASCADE
);
CREATE INDEX poll_votes_of_member ON poll_votes (member_id);
CREATE INDEX poll_votes_of_option ON poll_votes (thread_id, number);
