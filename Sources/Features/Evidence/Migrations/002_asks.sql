-- Members who may be asked about what they have tried.
CREATE TABLE ask_preferences (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    is_open BOOLEAN NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE asks (
    id UUID PRIMARY KEY,
    asker_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    treatment_id UUID NOT NULL,
    purpose_id UUID NOT NULL,
    question TEXT NOT NULL,
    asked_at BIGINT NOT NULL
);
CREATE INDEX asks_of_asker ON asks (asker_id, asked_at);

-- To whom an ask went. Its asker is told of replies only, never that somebody left it.
CREATE TABLE ask_offers (
    ask_id UUID NOT NULL REFERENCES asks (id) ON DELETE CASCADE,
    addressee_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'answered', 'left')),
    reply TEXT CHECK ((state = 'answered') = (reply IS NOT NULL)),
    decided_at BIGINT,
    PRIMARY KEY (ask_id, addressee_id)
);
CREATE INDEX ask_offers_of_addressee ON ask_offers (addressee_id, state);
