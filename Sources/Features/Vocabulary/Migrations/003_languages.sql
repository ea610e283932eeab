-- A language is any tag (BCP 47) now: which ones there are is known from the product's files, not from here.
ALTER TABLE proposed_words ADD COLUMN tag TEXT NOT NULL DEFAULT 'und' CHECK (tag <> '');
UPDATE proposed_words SET tag = language;
ALTER TABLE proposed_words DROP COLUMN language;
ALTER TABLE proposed_words RENAME COLUMN tag TO language;

-- The names of what stewards added: a row a language.
CREATE TABLE vocabulary_names (
    word_id UUID NOT NULL,
    language TEXT NOT NULL CHECK (language <> ''),
    -- The catalogue's first language is 0.
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (word_id, language)
);
INSERT INTO vocabulary_names (word_id, language, place, name)
SELECT id, 'en', 0, name_en FROM vocabulary_words WHERE name_en IS NOT NULL;
INSERT INTO vocabulary_names (word_id, language, place, name)
SELECT id, 'es', 1, name_es FROM vocabulary_words WHERE name_es IS NOT NULL;

-- Made anew, for its checks name the columns that go. No table refers to it.
CREATE TABLE stewards_words (
    -- That of the proposed word.
    id UUID PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('concept', 'synonym')),
    kind TEXT NOT NULL CHECK (kind IN ('condition', 'treatment', 'symptom')),
    -- A concept's own, a synonym's concept's.
    slug TEXT NOT NULL,
    text TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language <> ''),
    -- A condition's wider condition, a treatment's family.
    parent_slug TEXT,
    treatment_kind TEXT,
    created_at BIGINT NOT NULL,
    CHECK ((role = 'concept' AND kind = 'treatment') = (treatment_kind IS NOT NULL))
);
INSERT INTO stewards_words (id, role, kind, slug, text, language, parent_slug, treatment_kind, created_at)
SELECT id, role, kind, slug, text, language, parent_slug, treatment_kind, created_at FROM vocabulary_words;
DROP TABLE vocabulary_words;
ALTER TABLE stewards_words RENAME TO vocabulary_words;
CREATE UNIQUE INDEX vocabulary_words_slugs ON vocabulary_words (kind, slug) WHERE role = 'concept';
