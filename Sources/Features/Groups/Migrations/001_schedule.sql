-- Who offers groups: a clinic, a hospital, a charity. Its identifier is that of its space, in which roles are held.
CREATE TABLE organizations (
    id UUID PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- IANA name, in which its dates are planned unless a series says otherwise.
    zone TEXT NOT NULL,
    -- By which a person asks about a group; NULL where they did not say.
    phone TEXT,
    opened_at BIGINT NOT NULL
);

-- Counts every change of what is offered and when, never what members do: by it pages, feeds and the schedule in
-- memory know that they are of today. One row.
CREATE TABLE schedule_revisions (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL
);
INSERT INTO schedule_revisions (id, number) VALUES (1, 0);

-- A room in which people meet.
CREATE TABLE places (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    city TEXT NOT NULL,
    region TEXT NOT NULL,
    -- Five digits.
    zip TEXT NOT NULL,
    -- Degrees: of the ZIP area's centroid, or as staff set it. NULL where the ZIP code is not known.
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    -- Codes of AccessFeature with blanks between, and what else helps to get in, in words.
    access TEXT NOT NULL,
    access_words TEXT
);
CREATE INDEX places_of_organization ON places (organization_id, name, id);

-- What is offered: "Living with pain". When and where it meets, its series say.
CREATE TABLE programs (
    id UUID PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    slug TEXT NOT NULL UNIQUE,
    led_by TEXT NOT NULL CHECK (led_by IN ('staff', 'clinician', 'peer', 'mixed')),
    -- Whether anybody finds it, or only who was sent.
    listing TEXT NOT NULL CHECK (listing IN ('open', 'referral')),
    eligibility TEXT NOT NULL CHECK (eligibility IN ('anyone', 'patients', 'referral')),
    -- In cents a date; 0 is free.
    cost_cents BIGINT NOT NULL CHECK (cost_cents >= 0),
    -- Of the agreement that is signed now (program_agreements); 0: there is none.
    agreement_version BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);
CREATE INDEX programs_of_organization ON programs (organization_id, slug);

-- What a program says of itself, a row a language. One of them is enough: others read that one.
CREATE TABLE program_texts (
    program_id UUID NOT NULL REFERENCES programs (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    -- What a meeting is like, a line a part; who can come; what it costs besides: as words, empty where nothing was
    -- said.
    meeting TEXT NOT NULL,
    eligibility TEXT NOT NULL,
    cost TEXT NOT NULL,
    PRIMARY KEY (program_id, language)
);

-- What it is about: slugs of conditions in the vocabulary, and of GroupTheme.
CREATE TABLE program_topics (
    program_id UUID NOT NULL REFERENCES programs (id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    PRIMARY KEY (program_id, topic)
);
CREATE INDEX program_topics_by_topic ON program_topics (topic, program_id);

-- What members of a group agree to. A version that somebody may have signed is never changed.
CREATE TABLE program_agreements (
    program_id UUID NOT NULL REFERENCES programs (id) ON DELETE CASCADE,
    -- From 1 on.
    version BIGINT NOT NULL,
    language TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (program_id, version, language)
);

-- A program that meets: by a rule, or on dates. What stands here of place, mode and seats is for dates that are made
-- from now on: each session carries its own, so that a change never reaches back.
CREATE TABLE series (
    id UUID PRIMARY KEY,
    program_id UUID NOT NULL REFERENCES programs (id) ON DELETE CASCADE,
    -- The program's, for the check of roles and for lists.
    organization_id UUID NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    -- In addresses, also printed ones; never changed.
    slug TEXT NOT NULL UNIQUE,
    -- One group from beginning to end, or whoever comes.
    kind TEXT NOT NULL CHECK (kind IN ('cohort', 'dropIn')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'cancelled')),
    -- IANA name.
    zone TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('room', 'video', 'phone', 'hybrid')),
    place_id UUID REFERENCES places (id),
    -- For who has a seat; for everybody where shows_online.
    online_url TEXT,
    online_phone TEXT,
    shows_online BOOLEAN NOT NULL DEFAULT FALSE,
    -- BCP 47, with blanks between, the first spoken most.
    languages TEXT NOT NULL,
    -- NULL: nobody is turned away. Below the minimum a coordinator is asked whether it is held.
    capacity BIGINT CHECK (capacity > 0),
    minimum BIGINT NOT NULL CHECK (minimum >= 0),
    -- A single date can be tried in a cohort.
    allows_single BOOLEAN NOT NULL,
    -- schedule_revisions at its last change: what changed since is read again, and no more.
    revision BIGINT NOT NULL,
    -- SEQUENCE of RFC 5545, 3.8.7.4.
    sequence BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);
CREATE INDEX series_of_program ON series (program_id, id);
CREATE INDEX series_of_organization ON series (organization_id, state, id);
CREATE INDEX series_by_revision ON series (revision, id);

-- The rules by which a series meets, one after the other: "this and later" with another rhythm begins a new one.
-- Number 1 is the first. The last may be without end: its dates are made half a year ahead, every night.
CREATE TABLE series_rules (
    series_id UUID NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    -- DTSTART, local: 20261203T183000.
    starts_local TEXT NOT NULL,
    -- RFC 5545, 3.3.10; NULL: the dates that were added by hand, one by one.
    rrule TEXT,
    minutes BIGINT NOT NULL CHECK (minutes BETWEEN 5 AND 1440),
    PRIMARY KEY (series_id, number)
);

-- Who leads a series, or one date of it (recurrence_id; '' for all).
CREATE TABLE series_leaders (
    id UUID PRIMARY KEY,
    series_id UUID NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    recurrence_id TEXT NOT NULL,
    -- NULL for somebody without an account here, and where they left.
    member_id UUID REFERENCES members (id) ON DELETE SET NULL,
    part TEXT NOT NULL CHECK (part IN ('leader', 'coLeader')),
    -- As everybody reads it: "Dana, nurse". Whoever it is says so; never taken from an account.
    shown_as TEXT NOT NULL
);
CREATE INDEX series_leaders_of_series ON series_leaders (series_id, part, id);
CREATE INDEX series_leaders_of_member ON series_leaders (member_id, series_id);

-- A date. **series_id with recurrence_id is what it is called, for ever**: every seat, answer and arrangement hangs
-- on that. It was the local time at which the date was first planned; when it is now, the other columns say.
CREATE TABLE group_sessions (
    series_id UUID NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    recurrence_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('regular', 'zero')),
    state TEXT NOT NULL CHECK (state IN ('planned', 'cancelled')),
    -- The rule that it follows, and where that rule has it: RECURRENCE-ID in feeds. Moved is starts_local <>
    -- slot_local.
    rule BIGINT NOT NULL,
    slot_local TEXT NOT NULL,
    starts_local TEXT NOT NULL,
    -- The same, as moments: of starts_local in the series' zone.
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('room', 'video', 'phone', 'hybrid')),
    place_id UUID REFERENCES places (id),
    capacity BIGINT CHECK (capacity > 0),
    -- What this date is about, in the series' first language; NULL: as the program says.
    theme TEXT,
    sequence BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (series_id, recurrence_id),
    CHECK (ends_at > starts_at)
);
-- The month, what begins soon, what overlaps.
CREATE INDEX group_sessions_by_start ON group_sessions (starts_at, series_id, recurrence_id);
-- The dates of a group, in order.
CREATE INDEX group_sessions_of_series ON group_sessions (series_id, starts_at, recurrence_id);
-- Two in one room at once.
CREATE INDEX group_sessions_of_place ON group_sessions (place_id, starts_at);
