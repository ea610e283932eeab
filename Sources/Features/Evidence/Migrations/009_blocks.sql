-- Answers are counted once, with noise, in a block with the others that came meanwhile (docs/decisions/0003-evidence.md).
-- Which side effects a block asked about, in the order of its numbers.
CREATE TABLE answer_block_layouts (
    id BIGINT PRIMARY KEY,
    -- Identifiers of symptoms, separated by spaces.
    symptoms TEXT NOT NULL
);

CREATE TABLE answer_blocks (
    -- The next whole number: two releases that are made at a time cannot both close blocks.
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('pair', 'family-rest', 'treatment-rest', 'purpose-rest')),
    treatment_id UUID,
    family_id UUID,
    purpose_id UUID,
    series BIGINT NOT NULL CHECK (series IN (0, 1)),
    drawn_at BIGINT NOT NULL,
    -- How many answers it was made of.
    people BIGINT NOT NULL CHECK (people > 0),
    -- How many of them are of members who have left without their name: they stay in it, and no row leads to them.
    former BIGINT NOT NULL,
    -- The months of the first and the last answer.
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    layout_id BIGINT NOT NULL REFERENCES answer_block_layouts (id),
    -- Whole numbers with their noise, separated by spaces.
    cells TEXT NOT NULL
);

-- In which blocks the answers of a course were counted, from which evaluation, and how often ever. Without a block: not any
-- more, or not that this database knows of.
CREATE TABLE drawn (
    course_id UUID PRIMARY KEY REFERENCES courses (id) ON DELETE CASCADE,
    helped_block BIGINT,
    helped_evaluation UUID,
    helped_times BIGINT NOT NULL,
    details_block BIGINT,
    -- NULL where it is that of "helped a lot".
    details_evaluation UUID,
    details_times BIGINT NOT NULL
);

-- Figures say a blurred count and what follows from it. Of those before, the bars stay where all five steps were shown.
ALTER TABLE figures ADD COLUMN counted DOUBLE PRECISION;
ALTER TABLE figures ADD COLUMN counted_variance DOUBLE PRECISION;
ALTER TABLE figures ADD COLUMN bar0 DOUBLE PRECISION;
ALTER TABLE figures ADD COLUMN bar1 DOUBLE PRECISION;
ALTER TABLE figures ADD COLUMN bar2 DOUBLE PRECISION;
ALTER TABLE figures ADD COLUMN bar3 DOUBLE PRECISION;
ALTER TABLE figures ADD COLUMN bar4 DOUBLE PRECISION;
ALTER TABLE figures ADD COLUMN prior_mean DOUBLE PRECISION;
UPDATE figures SET prior_mean = prior3 + prior4;
UPDATE figures SET
    bar0 = (step0 + weight * prior0) / (evaluations + weight), bar1 = (step1 + weight * prior1) / (evaluations + weight),
    bar2 = (step2 + weight * prior2) / (evaluations + weight), bar3 = (step3 + weight * prior3) / (evaluations + weight),
    bar4 = (step4 + weight * prior4) / (evaluations + weight)
WHERE step0 + step1 + step2 + step3 + step4 = evaluations;
-- The list of pairs that somebody recorded told of single people.
DELETE FROM figures WHERE evaluations IS NULL;
ALTER TABLE figures DROP COLUMN counted_in;
ALTER TABLE figures DROP COLUMN step0;
ALTER TABLE figures DROP COLUMN step1;
ALTER TABLE figures DROP COLUMN step2;
ALTER TABLE figures DROP COLUMN step3;
ALTER TABLE figures DROP COLUMN step4;
ALTER TABLE figures DROP COLUMN helped_low;
ALTER TABLE figures DROP COLUMN helped_high;
ALTER TABLE figures DROP COLUMN prior0;
ALTER TABLE figures DROP COLUMN prior1;
ALTER TABLE figures DROP COLUMN prior2;
ALTER TABLE figures DROP COLUMN prior3;
ALTER TABLE figures DROP COLUMN prior4;
