-- What whoever ended an alert wrote to the one who wrote or asked, who says when they have read it.
ALTER TABLE alerts ADD COLUMN reply TEXT CHECK (reply <> '');
ALTER TABLE alerts ADD COLUMN is_reply_read BOOLEAN NOT NULL DEFAULT FALSE;
