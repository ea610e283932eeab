-- Which server key this database belongs to: a keyed derivation that tells two keys apart and nothing else of them.
CREATE TABLE server_keys (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    fingerprint BYTEA NOT NULL,
    adopted_at BIGINT NOT NULL
);
