-- An authenticator app: its secret, sealed with a key that is not in the database. Nothing says when it was last used,
-- for that would say when somebody was here.
CREATE TABLE authenticator_apps (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    secret BYTEA NOT NULL
);

-- Random identifiers, no times and no counts of use: a row stays the same from the day it is made to the day it goes.
CREATE TABLE passkeys (
    id UUID PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    credential_id BYTEA NOT NULL UNIQUE,
    -- COSE.
    public_key BYTEA NOT NULL,
    -- What the owner calls it, sealed.
    name BYTEA NOT NULL
);
CREATE INDEX passkeys_of_member ON passkeys (member_id, id);

-- Codes for when the telephone is lost, as keyed hashes. A used one is deleted: the row that is missing says that it was
-- used, never when.
CREATE TABLE spare_codes (
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (member_id, code_hash)
);

-- One-time codes and challenges that were used, so that none is used twice, by whichever process. A mark is a keyed hash
-- and names nobody; all of a day go with the day.
CREATE TABLE used_second_factors (
    mark BYTEA PRIMARY KEY,
    -- Days since 1970, UTC: the last on which what was used could be played again.
    last_day BIGINT NOT NULL
);
CREATE INDEX used_second_factors_by_day ON used_second_factors (last_day);

-- Somebody else took a member's second factors away: told at the next sign-in until the member says that they read it.
CREATE TABLE second_factor_resets (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    reset_at BIGINT NOT NULL
);
