-- How somebody leaves: 'anonymise' lets others keep what they need, without the author.
ALTER TABLE erasures ADD COLUMN way TEXT NOT NULL DEFAULT 'erase' CHECK (way IN ('erase', 'anonymise'));

-- What a member wishes for after their death. Both texts are sealed like addresses.
CREATE TABLE wishes (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    what TEXT NOT NULL CHECK (what IN ('erase', 'anonymise', 'handOver')),
    -- Who is to be told, and is handed the download where that is wished. NULL though has_delegate: they have left.
    has_delegate BOOLEAN NOT NULL,
    delegate_id UUID REFERENCES members (id) ON DELETE SET NULL,
    -- How to reach somebody outside.
    outside BYTEA,
    words BYTEA,
    changed_at BIGINT NOT NULL
);
CREATE INDEX wishes_of_delegate ON wishes (delegate_id);

-- An administrator was told that a member has died. Until the member or an administrator takes it back, administrators may
-- look at the wish.
CREATE TABLE death_notices (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    -- Who told, and how: the administrator's words, sealed.
    why BYTEA NOT NULL,
    noted_at BIGINT NOT NULL
);
