-- Presence is not recorded: when somebody was here stands in no row. A session's row names nobody; who holds its cookie
-- proves which row it is. Everybody signs in once more.
DROP TABLE sessions;
CREATE TABLE sessions (
    -- HMAC-SHA256 under the cookie's token of the member and their epoch (Model/SessionCookie.swift).
    mark BYTEA PRIMARY KEY,
    -- The member's key, sealed under the token (Model/MemberKey.swift); random bytes where there is none.
    key_wrap BYTEA NOT NULL,
    -- Days since 1970 in UTC; the session ends when that day begins.
    expires_on BIGINT NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (expires_on);

-- One for each time that somebody ended all their sessions: a keyed hash of the member and of how often it was. The row does
-- not say whose it is, and two of one member do not look alike (Face/SessionEpochs.swift): a number beside the member
-- would say who had been here between two copies of the database.
CREATE TABLE ended_sessions (
    mark BYTEA PRIMARY KEY
);

-- A passphrase that somebody else has seen: good until then, and to be changed before anything else.
ALTER TABLE credentials ADD COLUMN provisional_until BIGINT;

-- One random key an account, for life, sealed under the passphrase and under the recovery code. Accounts from before get
-- theirs when the passphrase is entered next.
CREATE TABLE member_keys (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    passphrase_salt BYTEA NOT NULL,
    passphrase_wrap BYTEA NOT NULL,
    code_salt BYTEA NOT NULL,
    code_wrap BYTEA NOT NULL
);

-- From this line on the chain's hashes are keyed.
ALTER TABLE audit_head ADD COLUMN keyed_from BIGINT NOT NULL DEFAULT 1;
UPDATE audit_head SET keyed_from = sequence + 1;
