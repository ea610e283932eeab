-- How often words were taken from others' sight: deleted, withdrawn, erased, hidden. What is kept for many readers is kept
-- under this number, and so made anew when it changes.
CREATE TABLE takedowns (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL
);
INSERT INTO takedowns (id, number) VALUES (1, 0);
