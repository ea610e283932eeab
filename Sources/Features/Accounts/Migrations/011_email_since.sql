-- When the e-mail address was saved that stands here: a new telephone number does not move it. What comes back by mail, a
-- report or the end of a wish, is about the address of one such moment.
ALTER TABLE contacts ADD COLUMN email_since BIGINT NOT NULL DEFAULT 0;
UPDATE contacts SET email_since = changed_at;
