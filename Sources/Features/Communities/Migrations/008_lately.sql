-- What was pressed under a post is counted with each press: by the post, not by its whole thread.
CREATE INDEX reactions_of_post ON reactions (thread_id, number, kind);
-- What a member wrote lately is counted with each post of theirs: not all that they ever wrote.
CREATE INDEX posts_written_lately ON posts (author_id, written_at);
