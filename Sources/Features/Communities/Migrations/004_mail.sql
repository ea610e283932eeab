-- The mail in which it was told: what was told once stands in no other mail. NULL: in none so far.
ALTER TABLE talk_news ADD COLUMN mail_id UUID;

-- Where what a member writes by mail to a thread comes in. A new row in its stead ends all addresses made before.
CREATE TABLE reply_places (
    id UUID PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    thread_id UUID NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    UNIQUE (member_id, thread_id)
);
CREATE INDEX reply_places_by_thread ON reply_places (thread_id);

-- Answers that came by mail and that nobody else reads before their writer says yes.
CREATE TABLE mailed_answers (
    -- Follows from the mail, so that one that comes twice is one answer; also that of the form that sends it on.
    id UUID PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    thread_id UUID NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    -- Empty once they were thrown away.
    words TEXT NOT NULL,
    came_at BIGINT NOT NULL
);
CREATE INDEX mailed_answers_of_member ON mailed_answers (member_id, came_at, id);
CREATE INDEX mailed_answers_by_thread ON mailed_answers (thread_id);
CREATE INDEX mailed_answers_by_age ON mailed_answers (came_at);
