-- Merged words under whose identifiers records may still lie. A row comes in the transaction of the decision, and again
-- in that of a record which came later; it goes in the transaction that moves the records.
CREATE TABLE unmoved_words (
    word_id UUID PRIMARY KEY REFERENCES proposed_words (id) ON DELETE CASCADE
);
-- All that were merged before: moving twice does no harm.
INSERT INTO unmoved_words (word_id) SELECT id FROM proposed_words WHERE status = 'merged';
DROP INDEX proposed_words_resolved;

-- Who decided stands in the audit log, under a name that only the server's key can make; here it outlived the steward.
ALTER TABLE proposed_words DROP COLUMN resolved_by;
