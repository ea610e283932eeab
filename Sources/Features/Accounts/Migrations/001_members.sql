-- A member is a pseudonym; nothing here says who they are.
CREATE TABLE members (
    id UUID PRIMARY KEY,
    pseudonym TEXT NOT NULL,
    -- What two spellings of one name share (Model/PseudonymKey.swift).
    pseudonym_key TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL CHECK (language IN ('en', 'es')),
    is_synthetic BOOLEAN NOT NULL,
    -- The last decision about health data, kept beside the history so that every figure can ask for it.
    health_consent BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE credentials (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    -- PHC string; the passphrase is keyed before it is hashed.
    phc TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- Keyed hash of the recovery code; NULL where there is none.
    recovery_hash BYTEA,
    recovery_made_at BIGINT
);

-- Sealed with a key that is not in the database.
CREATE TABLE contacts (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    email BYTEA,
    phone BYTEA,
    changed_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    -- SHA-256 of the token in the cookie.
    token_hash BYTEA PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    csrf_secret TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    idle_limit BIGINT NOT NULL CHECK (idle_limit > 0)
);
CREATE INDEX sessions_of_member ON sessions (member_id, seen_at);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- A role belongs to a space; '' is the whole server and the administrator's alone.
CREATE TABLE roles (
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    space TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('leader', 'coordinator', 'moderator', 'steward', 'director', 'administrator')),
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, space, role),
    CHECK (role <> 'administrator' OR space = '')
);

-- One for every attempt that has not succeeded. The mark is a keyed hash, for people type passphrases into the
-- field of the name.
CREATE TABLE sign_in_failures (
    id UUID PRIMARY KEY,
    name_mark BYTEA NOT NULL,
    failed_at BIGINT NOT NULL
);
CREATE INDEX sign_in_failures_of_name ON sign_in_failures (name_mark, failed_at);
CREATE INDEX sign_in_failures_by_time ON sign_in_failures (failed_at);
