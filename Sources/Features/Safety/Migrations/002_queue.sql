-- What somebody has to look at: a text that was reported, or one that waits before others read it. All that people wrote
-- is sealed under the row's own key; when that is taken away, nobody can read it again.
CREATE TABLE safety_cases (
    id UUID PRIMARY KEY,
    origin TEXT NOT NULL CHECK (origin IN ('reported', 'held')),
    -- A kind of Feature.safetyTexts, and the identifier under which its room keeps the text.
    subject_kind TEXT NOT NULL,
    subject_record TEXT NOT NULL,
    space TEXT NOT NULL,
    -- 0 danger, 1 privacy, 2 medical harm, 3 the rest: the order of the queue.
    severity BIGINT NOT NULL CHECK (severity BETWEEN 0 AND 3),
    -- NULL where nobody here wrote it, and once they have erased their account.
    author_id UUID REFERENCES members (id) ON DELETE SET NULL,
    -- The row's key, sealed with the server's; the words, sealed with the row's. NULL once their time is over.
    case_key BYTEA,
    words BYTEA,
    -- A keyed hash of subject and words: the same words that were looked at already.
    words_mark BYTEA NOT NULL,
    -- Of a text that waits: what the rules found, with spaces between.
    found TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'decided', 'appealed', 'withdrawn')),
    is_hidden BOOLEAN NOT NULL,
    -- Who has it in hand, and until when nobody else can take it.
    owner_id UUID REFERENCES members (id) ON DELETE SET NULL,
    lease_until BIGINT,
    -- When the words are destroyed; NULL while it is not decided.
    sealed_until BIGINT
);
CREATE INDEX safety_cases_of_subject ON safety_cases (subject_kind, subject_record, origin, state);
CREATE INDEX safety_cases_by_state ON safety_cases (state, severity, opened_at, id);
CREATE INDEX safety_cases_of_author ON safety_cases (author_id);
CREATE INDEX safety_cases_by_end ON safety_cases (sealed_until);

CREATE TABLE safety_reports (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES safety_cases (id) ON DELETE CASCADE,
    reporter_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    reason TEXT NOT NULL CHECK (reason IN ('danger', 'contact', 'harmful', 'selling', 'harassment', 'other')),
    words BYTEA,
    made_at BIGINT NOT NULL,
    -- Whether it counts towards hiding; looked at once, when it was made.
    weighs BOOLEAN NOT NULL,
    -- A report that was taken back keeps its place: made again it is the same one.
    is_withdrawn BOOLEAN NOT NULL,
    -- Whether the reporter has put its outcome away.
    is_noted BOOLEAN NOT NULL,
    UNIQUE (case_id, reporter_id)
);
CREATE INDEX safety_reports_of_reporter ON safety_reports (reporter_id, made_at);

-- That somebody was worried about who wrote a text; nobody is ever told who.
CREATE TABLE safety_worries (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES safety_cases (id) ON DELETE CASCADE,
    worried_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    made_at BIGINT NOT NULL
);
CREATE INDEX safety_worries_of_member ON safety_worries (worried_id, made_at);
CREATE INDEX safety_worries_of_case ON safety_worries (case_id);

-- Soft words and the line wait for a member, until they put them away or the time is over; once a week.
CREATE TABLE safety_cards (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    laid_at BIGINT NOT NULL,
    is_away BOOLEAN NOT NULL
);

-- What became of a case: the statement of reasons, and what the yearly counts are made of.
CREATE TABLE safety_decisions (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES safety_cases (id) ON DELETE CASCADE,
    decided_at BIGINT NOT NULL,
    -- NULL where reports alone hid the text, and once the account is erased. Shown to nobody.
    decided_by UUID REFERENCES members (id) ON DELETE SET NULL,
    is_automated BOOLEAN NOT NULL,
    is_appeal BOOLEAN NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('kept', 'hidden', 'allowed', 'declined')),
    measure TEXT NOT NULL CHECK (measure IN ('none', 'warned', 'suspended')),
    suspended_until BIGINT,
    category TEXT NOT NULL,
    is_against_law BOOLEAN NOT NULL,
    explanation TEXT NOT NULL,
    -- Whether its author is told of it, has put that away, and until when they can ask for another look.
    is_told BOOLEAN NOT NULL,
    is_noted BOOLEAN NOT NULL,
    appeal_until BIGINT
);
CREATE INDEX safety_decisions_of_case ON safety_decisions (case_id, decided_at);
CREATE INDEX safety_decisions_by_moderator ON safety_decisions (decided_by, decided_at);
CREATE INDEX safety_decisions_by_time ON safety_decisions (decided_at);

-- What an author asked to be looked at again, once a case.
CREATE TABLE safety_appeals (
    case_id UUID PRIMARY KEY REFERENCES safety_cases (id) ON DELETE CASCADE,
    words BYTEA,
    made_at BIGINT NOT NULL
);

-- Who had a case in hand and what they noted for the next.
CREATE TABLE safety_steps (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES safety_cases (id) ON DELETE CASCADE,
    moderator_id UUID REFERENCES members (id) ON DELETE SET NULL,
    step TEXT NOT NULL CHECK (step IN ('taken', 'handed', 'noted', 'decided')),
    words BYTEA,
    made_at BIGINT NOT NULL
);
CREATE INDEX safety_steps_of_case ON safety_steps (case_id, made_at, id);
