-- What people live with, what they take, and how it goes for them.

-- Where evaluations came from that no member wrote.
CREATE TABLE sources (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    licence TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    rows BIGINT NOT NULL CHECK (rows >= 0)
);

CREATE TABLE member_conditions (
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    condition_id UUID NOT NULL,
    since TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, condition_id)
);

-- One person's one treatment for one purpose. Taking it again later is the same course: its evaluations tell the story,
-- and a person counts once for each treatment and purpose.
CREATE TABLE courses (
    id UUID PRIMARY KEY,
    member_id UUID REFERENCES members (id) ON DELETE CASCADE,
    source_id UUID REFERENCES sources (id) ON DELETE CASCADE,
    source_row TEXT,
    treatment_id UUID NOT NULL,
    purpose_id UUID NOT NULL,
    purpose_kind TEXT NOT NULL CHECK (purpose_kind IN ('condition', 'symptom')),
    started TEXT,
    ended TEXT,
    dose TEXT,
    -- With a reason but no end the person stopped and does not remember when.
    stop_reason TEXT CHECK (stop_reason IN ('not-enough-help', 'side-effects', 'cost', 'got-better', 'doctor-advised',
        'hard-to-keep-up', 'switched', 'other')),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    CHECK ((member_id IS NULL) <> (source_id IS NULL)),
    CHECK ((source_id IS NULL) = (source_row IS NULL))
);

CREATE UNIQUE INDEX courses_member ON courses (member_id, treatment_id, purpose_id) WHERE member_id IS NOT NULL;
CREATE UNIQUE INDEX courses_source ON courses (source_id, source_row) WHERE source_id IS NOT NULL;
CREATE INDEX courses_pair ON courses (treatment_id, purpose_id, last_seen_at);

CREATE TABLE evaluations (
    id UUID PRIMARY KEY,
    course_id UUID NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
    -- Repeated from the course, so that a release and a page read one index.
    treatment_id UUID NOT NULL,
    purpose_id UUID NOT NULL,
    evaluated_at BIGINT NOT NULL,
    -- As the person remembered it, when it was entered afterwards: '2019', '2019-03' or '2019-03-14'.
    remembered TEXT,
    effectiveness BIGINT NOT NULL CHECK (effectiveness BETWEEN 0 AND 4),
    side_effects BIGINT CHECK (side_effects BETWEEN 0 AND 4),
    adherence BIGINT CHECK (adherence BETWEEN 0 AND 3),
    burden BIGINT CHECK (burden BETWEEN 0 AND 3),
    cost BIGINT CHECK (cost BETWEEN 0 AND 3),
    -- 1 to 10, in imported sources that have it.
    rating BIGINT CHECK (rating BETWEEN 1 AND 10),
    advice TEXT,
    stop_reason TEXT,
    is_current BOOLEAN NOT NULL
);

CREATE INDEX evaluations_course ON evaluations (course_id, evaluated_at);
CREATE UNIQUE INDEX evaluations_current ON evaluations (course_id) WHERE is_current = TRUE;
CREATE INDEX evaluations_pair ON evaluations (treatment_id, purpose_id, evaluated_at) WHERE is_current = TRUE;

CREATE TABLE evaluation_side_effects (
    evaluation_id UUID NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
    symptom_id UUID NOT NULL,
    PRIMARY KEY (evaluation_id, symptom_id)
);

-- What is true in a simulated community, so that estimates can be judged. Empty where people are real.
CREATE TABLE simulation_truth (
    treatment_id UUID NOT NULL,
    purpose_id UUID NOT NULL,
    -- Share of all who have the purpose who would be helped a lot (steps 3 and 4), 0 to 1.
    true_share_helped DOUBLE PRECISION NOT NULL,
    -- Their mean step, 0 to 4.
    true_mean DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (treatment_id, purpose_id)
);
