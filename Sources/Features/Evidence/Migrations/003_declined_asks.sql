-- A question that an addressee does not want to answer is declined; it was called left.
ALTER TABLE ask_offers RENAME TO ask_offers_before;

CREATE TABLE ask_offers (
    ask_id UUID NOT NULL REFERENCES asks (id) ON DELETE CASCADE,
    addressee_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'answered', 'declined')),
    reply TEXT CHECK ((state = 'answered') = (reply IS NOT NULL)),
    decided_at BIGINT,
    PRIMARY KEY (ask_id, addressee_id)
);
INSERT INTO ask_offers (ask_id, addressee_id, state, reply, decided_at)
SELECT ask_id, addressee_id, CASE state WHEN 'left' THEN 'declined' ELSE state END, reply, decided_at
FROM ask_offers_before;
DROP TABLE ask_offers_before;
CREATE INDEX ask_offers_of_addressee ON ask_offers (addressee_id, state);
