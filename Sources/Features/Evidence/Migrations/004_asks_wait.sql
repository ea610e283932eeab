-- A question waits until somebody may be asked it. Its asker closes it, or takes it back: then its words are gone, and the
-- row stays for two days without them, so that the same form sent again is no new question.
ALTER TABLE asks ADD COLUMN state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'withdrawn'));
ALTER TABLE asks ADD COLUMN ended_at BIGINT;
CREATE INDEX asks_by_state ON asks (state, asked_at, id);

-- What waited with somebody ends when its asker ends it, or when they can no longer be asked.
ALTER TABLE ask_offers RENAME TO ask_offers_before;

CREATE TABLE ask_offers (
    ask_id UUID NOT NULL REFERENCES asks (id) ON DELETE CASCADE,
    addressee_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'answered', 'declined', 'ended')),
    reply TEXT CHECK ((state = 'answered') = (reply IS NOT NULL)),
    -- When it was put to them: nobody is put more than a few in a week.
    offered_at BIGINT NOT NULL,
    decided_at BIGINT,
    -- The asker said that they have read the answer. They say so with a button; that a page was opened is kept nowhere.
    is_read BOOLEAN NOT NULL,
    PRIMARY KEY (ask_id, addressee_id)
);
INSERT INTO ask_offers (ask_id, addressee_id, state, reply, offered_at, decided_at, is_read)
SELECT o.ask_id, o.addressee_id, o.state, o.reply, a.asked_at, o.decided_at, TRUE
FROM ask_offers_before o JOIN asks a ON a.id = o.ask_id;
DROP TABLE ask_offers_before;
CREATE INDEX ask_offers_of_addressee ON ask_offers (addressee_id, state, offered_at);
