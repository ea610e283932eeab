-- Whether the member wishes to be told by mail that something waits.
ALTER TABLE contacts ADD COLUMN wants_mail BOOLEAN NOT NULL DEFAULT FALSE;
-- FALSE once mail to the address came back for good; saving an address makes it TRUE.
ALTER TABLE contacts ADD COLUMN takes_mail BOOLEAN NOT NULL DEFAULT TRUE;
