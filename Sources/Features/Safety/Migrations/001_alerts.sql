-- A person may be in danger. A row ends by a person's hand only: nothing here deletes one.
CREATE TABLE alerts (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    -- Whose moderators look after it. No reference: a space that goes takes no alert along.
    space TEXT NOT NULL,
    -- The text or name it is about; both NULL where somebody asked for a person.
    subject_kind TEXT,
    subject_record TEXT,
    -- Whoever wrote; NULL though has_writer: they have erased their account.
    has_writer BOOLEAN NOT NULL,
    writer_id UUID REFERENCES members (id) ON DELETE SET NULL,
    raised_at BIGINT NOT NULL,
    -- Whose turn it is; NULL while it stands before all.
    owner_id UUID REFERENCES members (id) ON DELETE SET NULL,
    -- When the owner said that they look after it.
    taken_at BIGINT,
    -- When it goes on to the next.
    due_at BIGINT NOT NULL,
    -- Nobody on the roster took it in time: it stands overdue before all until one does.
    is_overdue BOOLEAN NOT NULL,
    moved_at BIGINT NOT NULL,
    ended_at BIGINT,
    -- NULL in an ended one: they have erased their account since.
    ended_by UUID REFERENCES members (id) ON DELETE SET NULL,
    done TEXT,
    CHECK ((subject_kind IS NULL) = (subject_record IS NULL)),
    CHECK ((ended_at IS NULL) = (done IS NULL)),
    CHECK (ended_at IS NOT NULL OR ended_by IS NULL),
    CHECK (done <> '')
);
CREATE INDEX alerts_open ON alerts (space, is_overdue) WHERE ended_at IS NULL;
-- One cause is one alert.
CREATE UNIQUE INDEX alerts_open_subject ON alerts (subject_kind, subject_record) WHERE ended_at IS NULL;
CREATE INDEX alerts_ended ON alerts (space, ended_at);
CREATE INDEX alerts_of_writer ON alerts (writer_id);
CREATE INDEX alerts_of_owner ON alerts (owner_id);
CREATE INDEX alerts_ended_by ON alerts (ended_by);

-- What became of an alert; rows are added only.
CREATE TABLE alert_steps (
    id UUID PRIMARY KEY,
    alert_id UUID NOT NULL REFERENCES alerts (id),
    -- From 1. Not the time tells the order: a clock may be set back.
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    member_id UUID REFERENCES members (id) ON DELETE SET NULL,
    at BIGINT NOT NULL,
    UNIQUE (alert_id, number)
);
CREATE INDEX alert_steps_of_member ON alert_steps (member_id);

-- Who is on duty when.
CREATE TABLE duty_shifts (
    id UUID PRIMARY KEY,
    space TEXT NOT NULL,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    place TEXT NOT NULL CHECK (place IN ('first', 'second')),
    from_at BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    -- Who has it would rather not; theirs until another takes it.
    is_offered BOOLEAN NOT NULL,
    CHECK (to_at > from_at)
);
CREATE INDEX duty_shifts_by_end ON duty_shifts (space, to_at);
CREATE INDEX duty_shifts_of_member ON duty_shifts (member_id);
