-- By which the index of words knows a post, the larger the later it was written: milliseconds and a few bits of chance. NULL where
-- the post is gone, and where it was written before there was an index and nobody has put it in yet.
ALTER TABLE posts ADD COLUMN document BIGINT;
CREATE UNIQUE INDEX posts_by_document ON posts (document);

-- The words of posts that others read, with the title in front of a thread's first.
-- sqlite:
CREATE VIRTUAL TABLE post_words USING fts5(words, tokenize = 'ascii', detail = 'none', columnsize = 0);
-- postgres:
CREATE TABLE post_words (document BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
ALTER TABLE post_words ALTER COLUMN words SET STATISTICS 0;
CREATE INDEX post_words_words ON post_words USING gin (words) WITH (fastupdate = off);
-- both:
