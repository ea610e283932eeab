-- When somebody else first answered, of what others read; NULL while nobody has.
ALTER TABLE threads ADD COLUMN answered_at BIGINT;
-- Which question of which week it answers (2026-11-30.7); NULL for nearly all.
ALTER TABLE threads ADD COLUMN week_question TEXT;
UPDATE threads SET answered_at = (SELECT MIN(posts.written_at) FROM posts
    WHERE posts.thread_id = threads.id AND posts.number > 1 AND posts.state = 'shown'
        AND (posts.author_id IS NULL OR threads.author_id IS NULL OR posts.author_id <> threads.author_id));
-- How soon questions are answered in a community.
CREATE INDEX threads_asked ON threads (community_id, kind, started_at, id);
CREATE INDEX threads_of_week ON threads (community_id, week_question, started_at, id) WHERE week_question IS NOT NULL;
-- What waits for an answer anywhere.
CREATE INDEX threads_unanswered ON threads (started_at, id)
    WHERE kind = 'question' AND state = 'shown' AND replies = 0;

-- To whom a question was put that nobody had answered: nobody is asked it twice, nor more than one a day.
CREATE TABLE put_questions (
    thread_id UUID NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    -- The day, as 2026-11-30: whose turn it is goes by it.
    put_on TEXT NOT NULL,
    PRIMARY KEY (thread_id, member_id)
);
CREATE INDEX put_questions_of_member ON put_questions (member_id, put_on);

-- Questions of the week that a community's moderators wrote ahead.
CREATE TABLE week_questions (
    id UUID PRIMARY KEY,
    community_id UUID NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    author_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    -- The Monday of its week, as 2026-11-30.
    week TEXT NOT NULL,
    words TEXT NOT NULL,
    -- In which it was written.
    language TEXT NOT NULL,
    is_hidden BOOLEAN NOT NULL,
    UNIQUE (community_id, week)
);
CREATE INDEX week_questions_of_author ON week_questions (author_id);

-- How often threads were opened; by whom is kept nowhere.
CREATE TABLE thread_views (
    thread_id UUID PRIMARY KEY REFERENCES threads (id) ON DELETE CASCADE,
    views BIGINT NOT NULL,
    -- In tens, as its author reads it: written once a day, so that no single visit shows.
    told BIGINT NOT NULL
);
