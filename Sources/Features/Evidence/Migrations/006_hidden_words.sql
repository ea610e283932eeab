-- A question or an answer that a moderator, or reports until one has looked, took out of others' sight. Who wrote it still
-- has it.
ALTER TABLE asks ADD COLUMN question_hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE ask_offers ADD COLUMN reply_hidden BOOLEAN NOT NULL DEFAULT FALSE;
