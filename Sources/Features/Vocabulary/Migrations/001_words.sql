-- Words that members use and the catalogue does not know. A word has one row however many members say it.
CREATE TABLE proposed_words (
    -- Works at once as the identifier of a treatment, condition or symptom in its members' records.
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('condition', 'treatment', 'symptom')),
    text TEXT NOT NULL,
    -- The text as search sees it (Model/Folding.swift).
    folded TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'es')),
    status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'merged', 'declined')),
    -- The entry it became or belongs to.
    resolved_slug TEXT,
    proposed_at BIGINT NOT NULL,
    resolved_at BIGINT,
    resolved_by UUID,
    CHECK ((status = 'pending') = (resolved_at IS NULL)),
    CHECK ((status IN ('accepted', 'merged')) = (resolved_slug IS NOT NULL))
);
-- A declined word stays its members' own: whoever says it later shares it.
CREATE UNIQUE INDEX proposed_words_open ON proposed_words (kind, folded) WHERE status IN ('pending', 'declined');
CREATE INDEX proposed_words_waiting ON proposed_words (id) WHERE status = 'pending';
CREATE INDEX proposed_words_resolved ON proposed_words (resolved_at) WHERE resolved_at IS NOT NULL;

CREATE TABLE word_proposers (
    word_id UUID NOT NULL REFERENCES proposed_words (id) ON DELETE CASCADE,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    proposed_at BIGINT NOT NULL,
    PRIMARY KEY (word_id, member_id)
);
CREATE INDEX word_proposers_of_member ON word_proposers (member_id, word_id);

-- What stewards added to the catalogue: an entry of its own, or another word for one.
CREATE TABLE vocabulary_words (
    -- That of the proposed word.
    id UUID PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('concept', 'synonym')),
    kind TEXT NOT NULL CHECK (kind IN ('condition', 'treatment', 'symptom')),
    -- A concept's own, a synonym's concept's.
    slug TEXT NOT NULL,
    text TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'es')),
    name_en TEXT,
    name_es TEXT,
    -- A condition's wider condition, a treatment's family.
    parent_slug TEXT,
    treatment_kind TEXT,
    created_at BIGINT NOT NULL,
    CHECK ((role = 'concept') = (name_en IS NOT NULL)),
    CHECK ((role = 'concept') = (name_es IS NOT NULL)),
    CHECK ((role = 'concept' AND kind = 'treatment') = (treatment_kind IS NOT NULL))
);
CREATE UNIQUE INDEX vocabulary_words_slugs ON vocabulary_words (kind, slug) WHERE role = 'concept';

-- Goes up with each change, so that every process notices.
CREATE TABLE vocabulary_version (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO vocabulary_version (id, version) VALUES (1, 0);
