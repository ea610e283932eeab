-- A moderator let the answer go on, and it could not: its question is out of sight for now. It goes on when that ends.
ALTER TABLE held_answers ADD COLUMN is_allowed BOOLEAN NOT NULL DEFAULT FALSE;
