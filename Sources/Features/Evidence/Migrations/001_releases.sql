-- Published figures: frozen, whole releases. Raw counts of suppressed groups are never stored.
CREATE TABLE releases (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    started_at BIGINT NOT NULL,
    -- Everything recorded until then is in it.
    data_through BIGINT NOT NULL,
    -- NULL while it is being written; readers see the highest number that has one.
    published_at BIGINT,
    code_version TEXT NOT NULL,
    -- Of the statements that read the journal, and of the figures: equal digests are equal releases.
    query_digest TEXT NOT NULL,
    figures_digest TEXT NOT NULL,
    -- The release before, whose groups this one had to respect.
    after_number BIGINT,
    evaluations BIGINT NOT NULL,
    figures BIGINT NOT NULL,
    -- How many answers a group's parent counts for, by level.
    weights TEXT NOT NULL,
    -- A sentence of a steward's when something was put right.
    correction TEXT
);

-- What one release says. A pair without its own figure has counted_in (the group its people are counted in, or NULL for
-- none) and nothing else.
CREATE TABLE figures (
    release_number BIGINT NOT NULL REFERENCES releases (number) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('pair', 'family-rest', 'treatment-rest', 'purpose-rest', 'family', 'treatment',
        'purpose')),
    treatment_id UUID,
    family_id UUID,
    purpose_id UUID,
    counted_in BIGINT,
    evaluations BIGINT,
    people BIGINT,
    -- Merged steps: the count stands at the first step of its group, the others are NULL; all NULL where none is shown.
    step0 BIGINT,
    step1 BIGINT,
    step2 BIGINT,
    step3 BIGINT,
    step4 BIGINT,
    -- "Helped a lot" is known to lie between these.
    helped_low BIGINT,
    helped_high BIGINT,
    taking BIGINT,
    silent BIGINT,
    first_at BIGINT,
    last_at BIGINT,
    mean DOUBLE PRECISION,
    low DOUBLE PRECISION,
    high DOUBLE PRECISION,
    prior_level TEXT,
    prior0 DOUBLE PRECISION,
    prior1 DOUBLE PRECISION,
    prior2 DOUBLE PRECISION,
    prior3 DOUBLE PRECISION,
    prior4 DOUBLE PRECISION,
    prior_variance DOUBLE PRECISION,
    weight DOUBLE PRECISION,
    -- Counts that may be shown, packed: "symptom <id> 31", "stop side-effects 19", one a line.
    details TEXT,
    PRIMARY KEY (release_number, number)
);
CREATE INDEX figures_of_purpose ON figures (release_number, purpose_id, kind, low);
CREATE INDEX figures_of_treatment ON figures (release_number, treatment_id, kind);

-- Which sentences of advice a pair's page shows. Whoever deletes theirs takes it from here too.
CREATE TABLE figure_advice (
    release_number BIGINT NOT NULL REFERENCES releases (number) ON DELETE CASCADE,
    figure_number BIGINT NOT NULL,
    position BIGINT NOT NULL,
    evaluation_id UUID NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
    PRIMARY KEY (release_number, figure_number, position)
);
CREATE INDEX figure_advice_of_evaluation ON figure_advice (evaluation_id);
