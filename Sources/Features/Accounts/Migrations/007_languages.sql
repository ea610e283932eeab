-- A language is any tag (BCP 47) now: which ones there are is known from the product's files, not from here.
ALTER TABLE members ADD COLUMN tag TEXT NOT NULL DEFAULT 'und' CHECK (tag <> '');
UPDATE members SET tag = language;
ALTER TABLE members DROP COLUMN language;
ALTER TABLE members RENAME COLUMN tag TO language;
