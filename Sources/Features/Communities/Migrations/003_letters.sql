-- Who may write to a member first; without a row it is people whom they follow back.
CREATE TABLE letter_wishes (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    first_from TEXT NOT NULL CHECK (first_from IN ('only-me', 'followed-back', 'members'))
);

-- Two members who write to each other, or of whom one asked to.
CREATE TABLE correspondences (
    id UUID PRIMARY KEY,
    -- NULL where one has left; with them their letters.
    asker_id UUID REFERENCES members (id) ON DELETE SET NULL,
    asked_id UUID REFERENCES members (id) ON DELETE SET NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'open', 'declined', 'closed')),
    is_closed_by_asker BOOLEAN NOT NULL,
    -- Under what the letters of each are sealed, itself sealed under the server's key; NULL where they have left.
    asker_key BYTEA,
    asked_key BYTEA,
    -- The highest number that a letter here ever had.
    last_number BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    -- When the newest letter came that both read.
    last_at BIGINT NOT NULL
);
CREATE INDEX correspondences_of_asker ON correspondences (asker_id, begun_at);
CREATE INDEX correspondences_of_asked ON correspondences (asked_id, begun_at);

CREATE TABLE letters (
    correspondence_id UUID NOT NULL REFERENCES correspondences (id) ON DELETE CASCADE,
    -- From 1; of a letter that was deleted it is not used again.
    number BIGINT NOT NULL,
    author_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    -- By which a form that is sent twice is one letter.
    form_id UUID NOT NULL UNIQUE,
    sealed BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('shown', 'waiting', 'refused', 'hidden')),
    written_at BIGINT NOT NULL,
    PRIMARY KEY (correspondence_id, number)
);
CREATE INDEX letters_of_author ON letters (author_id, written_at);

-- What is new for a member, until they say that they have read it.
CREATE TABLE letter_news (
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    correspondence_id UUID NOT NULL REFERENCES correspondences (id) ON DELETE CASCADE,
    -- The first letter that is new.
    number BIGINT NOT NULL,
    PRIMARY KEY (member_id, correspondence_id)
);
CREATE INDEX letter_news_by_correspondence ON letter_news (correspondence_id);
