-- How far a member shows something: 'only-me', 'followed-back' (people who follow them and whom they follow),
-- 'members', 'anyone'. A member without a row here shows nothing.
CREATE TABLE profiles (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    -- The door: whoever may not see the name finds no profile.
    pseudonym_visibility TEXT NOT NULL CHECK (pseudonym_visibility IN ('only-me', 'followed-back', 'members', 'anyone')),
    -- A line about oneself; NULL where there is none.
    about TEXT CHECK (length(about) BETWEEN 1 AND 160),
    about_visibility TEXT NOT NULL CHECK (about_visibility IN ('only-me', 'followed-back', 'members', 'anyone')),
    -- Of every "since" together; one is seen only beside its condition.
    since_visibility TEXT NOT NULL CHECK (since_visibility IN ('only-me', 'followed-back', 'members', 'anyone'))
);

-- What a member lives with. Each has a visibility of its own: one may be for anybody's eyes and another for nobody's.
CREATE TABLE profile_conditions (
    member_id UUID NOT NULL REFERENCES profiles (member_id) ON DELETE CASCADE,
    condition_id UUID NOT NULL,
    -- As far as the person remembers: '2019', '2019-03' or '2019-03-14'.
    since TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('only-me', 'followed-back', 'members', 'anyone')),
    -- The member's order; with its bound nobody has more than twenty.
    position BIGINT NOT NULL CHECK (position BETWEEN 0 AND 19),
    PRIMARY KEY (member_id, condition_id),
    UNIQUE (member_id, position)
);

-- That somebody follows somebody is a row. When it began is nobody's business, so no row says it.
CREATE TABLE follows (
    follower_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    followed_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    PRIMARY KEY (follower_id, followed_id),
    CHECK (follower_id <> followed_id)
);
CREATE INDEX follows_by_followed ON follows (followed_id, follower_id);

-- Hides each from the other, both ways.
CREATE TABLE blocks (
    blocker_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    blocked_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    PRIMARY KEY (blocker_id, blocked_id),
    CHECK (blocker_id <> blocked_id)
);
CREATE INDEX blocks_by_blocked ON blocks (blocked_id, blocker_id);
