-- How often a member is written to about what has time: at once, by day, by week, not at all.
ALTER TABLE contacts ADD COLUMN mail_pace TEXT NOT NULL DEFAULT 'weekly'
    CHECK (mail_pace IN ('atOnce', 'daily', 'weekly', 'never'));
-- They wish to read titles and first words in mail, and have read who else may.
ALTER TABLE contacts ADD COLUMN mail_words BOOLEAN NOT NULL DEFAULT FALSE;
-- IANA name of their time zone; NULL: the site's.
ALTER TABLE contacts ADD COLUMN mail_zone TEXT;
-- Hours of their day between which no mail comes; the same twice for none.
ALTER TABLE contacts ADD COLUMN quiet_from BIGINT NOT NULL DEFAULT 21 CHECK (quiet_from BETWEEN 0 AND 23);
ALTER TABLE contacts ADD COLUMN quiet_to BIGINT NOT NULL DEFAULT 8 CHECK (quiet_to BETWEEN 0 AND 23);
