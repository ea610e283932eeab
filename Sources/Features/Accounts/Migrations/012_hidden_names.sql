-- A name that a moderator took out of sight: others read dots in its place.
ALTER TABLE members ADD COLUMN name_hidden BOOLEAN NOT NULL DEFAULT FALSE;
