-- Whether others may read the line about oneself; a line of before waits until its member saves it once more.
ALTER TABLE profiles ADD COLUMN about_state TEXT NOT NULL DEFAULT 'unread'
    CHECK (about_state IN ('unread', 'passed', 'held', 'waiting', 'refused'));
-- Reports or a moderator took it out of sight.
ALTER TABLE profiles ADD COLUMN about_hidden BOOLEAN NOT NULL DEFAULT FALSE;
