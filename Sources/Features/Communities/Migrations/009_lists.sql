-- What waits for an answer in a community, and what has one, the last first: not all of its threads are looked through.
-- SQLite takes an index that fits more columns before one that fits a condition, so the state is a column here too.
CREATE INDEX threads_waiting ON threads (community_id, state, last_at, id) WHERE kind = 'question' AND replies = 0;
CREATE INDEX threads_answered ON threads (community_id, state, last_at, id) WHERE kind = 'question' AND replies > 0;
