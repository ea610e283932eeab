-- Answers of members who have left without their name: they stay with whoever asked. Nothing in a row leads to who wrote it.
CREATE TABLE former_answers (
    id UUID PRIMARY KEY,
    ask_id UUID NOT NULL REFERENCES asks (id) ON DELETE CASCADE,
    reply TEXT NOT NULL,
    -- The beginning of the day on which it was given.
    answered_on BIGINT NOT NULL,
    is_read BOOLEAN NOT NULL,
    reply_hidden BOOLEAN NOT NULL
);
CREATE INDEX former_answers_of_ask ON former_answers (ask_id);
