-- Advice that a moderator, or reports until one has looked, took out of others' sight. Its author still has it.
ALTER TABLE evaluations ADD COLUMN advice_hidden BOOLEAN NOT NULL DEFAULT FALSE;

-- How often advice came or went between two releases: pages that are kept are made anew when it changes.
CREATE TABLE advice_changes (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL
);
INSERT INTO advice_changes (id, number) VALUES (1, 0);
