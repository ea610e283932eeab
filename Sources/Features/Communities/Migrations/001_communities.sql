-- A place where people talk: about one condition, or about one theme. Its identifier is that of its space.
CREATE TABLE communities (
    id UUID PRIMARY KEY,
    -- Of the condition in the vocabulary, or of the theme; names and descriptions stand there.
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('condition', 'theme')),
    opened_at BIGINT NOT NULL
);

-- Who belongs to a community: health data of theirs, which no page lists.
CREATE TABLE community_members (
    community_id UUID NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    -- Questions that nobody answers may be put to them.
    may_be_asked BOOLEAN NOT NULL,
    PRIMARY KEY (member_id, community_id)
);
CREATE INDEX community_members_by_community ON community_members (community_id, member_id);

CREATE TABLE threads (
    id UUID PRIMARY KEY,
    community_id UUID NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    -- NULL where its author has left; with them their words.
    author_id UUID REFERENCES members (id) ON DELETE SET NULL,
    kind TEXT NOT NULL CHECK (kind IN ('question', 'experience', 'claim')),
    title TEXT NOT NULL,
    -- In which it was written: en, es.
    language TEXT NOT NULL,
    -- The page that a claim rests on.
    source TEXT,
    -- Who may read it: anyone, whoever is signed in, or who belongs to the community.
    visibility TEXT NOT NULL CHECK (visibility IN ('anyone', 'members', 'community')),
    state TEXT NOT NULL CHECK (state IN ('shown', 'waiting', 'refused', 'hidden', 'gone')),
    started_at BIGINT NOT NULL,
    -- When the newest post came that others read.
    last_at BIGINT NOT NULL,
    -- Posts that others read, without the first; how many were ever numbered; which one the asker found best.
    replies BIGINT NOT NULL,
    last_number BIGINT NOT NULL,
    best_number BIGINT,
    -- Changes with everything that changes what others read here.
    revision BIGINT NOT NULL
);
-- The lists of a community, the newest first.
CREATE INDEX threads_of_community ON threads (community_id, state, last_at, id);
CREATE INDEX threads_of_author ON threads (author_id, id);

CREATE TABLE posts (
    thread_id UUID NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    -- From 1, which is the thread's own.
    number BIGINT NOT NULL,
    author_id UUID REFERENCES members (id) ON DELETE SET NULL,
    -- By which a form that is sent twice is one post.
    form_id UUID NOT NULL UNIQUE,
    -- As it was typed, and as it is shown.
    words TEXT NOT NULL,
    html BYTEA NOT NULL,
    -- What readers are warned of, in the author's words; NULL for nothing.
    warning TEXT,
    -- The post that it answers, and whether its beginning is shown above.
    answers BIGINT,
    is_quoting BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('shown', 'waiting', 'refused', 'hidden', 'gone')),
    -- It was taken out of sight or refused: it comes back by a moderator's word only.
    is_judged BOOLEAN NOT NULL DEFAULT FALSE,
    written_at BIGINT NOT NULL,
    edited_at BIGINT,
    -- How often each was pressed.
    me_too BIGINT NOT NULL,
    thanks BIGINT NOT NULL,
    hope BIGINT NOT NULL,
    PRIMARY KEY (thread_id, number)
);
CREATE INDEX posts_of_author ON posts (author_id, thread_id, number);

-- What a post said before.
CREATE TABLE post_versions (
    thread_id UUID NOT NULL,
    number BIGINT NOT NULL,
    -- From 1, the first.
    version BIGINT NOT NULL,
    words TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (thread_id, number, version),
    FOREIGN KEY (thread_id, number) REFERENCES posts (thread_id, number) ON DELETE CASCADE
);

-- Treatments that a post names.
CREATE TABLE post_treatments (
    thread_id UUID NOT NULL,
    number BIGINT NOT NULL,
    treatment_id UUID NOT NULL,
    PRIMARY KEY (thread_id, number, treatment_id),
    FOREIGN KEY (thread_id, number) REFERENCES posts (thread_id, number) ON DELETE CASCADE
);

CREATE TABLE reactions (
    thread_id UUID NOT NULL,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('meToo', 'thanks', 'hope')),
    PRIMARY KEY (thread_id, member_id, number, kind),
    FOREIGN KEY (thread_id, number) REFERENCES posts (thread_id, number) ON DELETE CASCADE
);
CREATE INDEX reactions_of_member ON reactions (member_id);

-- Who wishes to hear of answers.
CREATE TABLE thread_watches (
    thread_id UUID NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    PRIMARY KEY (member_id, thread_id)
);
CREATE INDEX thread_watches_by_thread ON thread_watches (thread_id, member_id);

-- What is new for a member, until they say that they have read it.
CREATE TABLE talk_news (
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    thread_id UUID NOT NULL,
    number BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('answer', 'mention', 'best', 'canAnswer')),
    PRIMARY KEY (member_id, thread_id, number),
    FOREIGN KEY (thread_id, number) REFERENCES posts (thread_id, number) ON DELETE CASCADE
);
CREATE INDEX talk_news_by_thread ON talk_news (thread_id, number);

-- What a member has begun to write, sealed under their own key. The place is a mark that only that key makes.
CREATE TABLE drafts (
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    place BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (member_id, place)
);
