-- Keys with which programs of a member's read what is the member's. Nothing says when one was used, for that would say
-- when somebody's program was here: a row stays the same from the day it is made to the day it goes.
CREATE TABLE access_keys (
    id UUID PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    -- SHA-256 of the key. It has 256 random bits, so there is nothing that a slow hash or salt would slow down.
    key_hash BYTEA NOT NULL UNIQUE,
    -- Which epoch of the member's sessions the key belongs to, keyed (Face/AccessKeys.swift): it ends with the epoch, and
    -- the row does not show it.
    epoch_mark BYTEA NOT NULL,
    -- The first characters, by which its owner knows it again.
    beginning TEXT NOT NULL,
    -- What the owner calls it, sealed.
    name BYTEA NOT NULL,
    -- Names of scopes with a space between.
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX access_keys_of_member ON access_keys (member_id, created_at, id);
CREATE INDEX access_keys_by_end ON access_keys (expires_at);
