-- One for each time that somebody ended all their sessions: a keyed hash of the member and of how often it was. The row does
-- not say whose it is, and two of one member do not look alike (Face/SessionEpochs.swift). A number beside the member
-- said who had been here between two copies of the database.
CREATE TABLE ended_sessions (
    mark BYTEA PRIMARY KEY
);
ALTER TABLE members DROP COLUMN session_epoch;
-- What had been ended by that number must not come back: everybody signs in once more.
DELETE FROM sessions;
