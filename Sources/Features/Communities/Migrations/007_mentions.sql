-- Whom posts name: when a member leaves, their name leaves the words of others.
CREATE TABLE post_mentions (
    thread_id UUID NOT NULL,
    number BIGINT NOT NULL,
    -- Who is named, and how they are called.
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (thread_id, number, member_id),
    FOREIGN KEY (thread_id, number) REFERENCES posts (thread_id, number) ON DELETE CASCADE
);
CREATE INDEX post_mentions_of_member ON post_mentions (member_id, thread_id, number);
