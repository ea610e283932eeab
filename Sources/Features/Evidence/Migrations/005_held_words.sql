-- Questions and answers that wait for a moderator before anybody else reads them; what was refused stays as long as its
-- author may ask for another look.
CREATE TABLE held_questions (
    -- The question's own, once it is sent.
    id UUID PRIMARY KEY,
    asker_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    treatment_id UUID NOT NULL,
    purpose_id UUID NOT NULL,
    words TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    refused_at BIGINT
);
CREATE INDEX held_questions_of_asker ON held_questions (asker_id, written_at);

CREATE TABLE held_answers (
    ask_id UUID NOT NULL REFERENCES asks (id) ON DELETE CASCADE,
    addressee_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    refused_at BIGINT,
    PRIMARY KEY (ask_id, addressee_id)
);
CREATE INDEX held_answers_of_addressee ON held_answers (addressee_id, ask_id);
