-- Who comes to a group: health data, which no page lists for other members and no count tells one by one. **No column
-- says when somebody did something here**: the order in a line is a number, identifiers are of chance.
CREATE TABLE enrolments (
    id UUID PRIMARY KEY,
    series_id UUID NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    -- '' for all dates, else the one date.
    recurrence_id TEXT NOT NULL,
    -- NULL for somebody without an account: then called as staff call them, first name and an initial.
    member_id UUID REFERENCES members (id) ON DELETE CASCADE,
    called TEXT,
    -- asked: by staff, who typed a name and are told nothing more until there is a yes. Called as it was typed, and
    -- member_id is NULL where the name is nobody's, or whose it is said no: the row looks the same until it lapses.
    way TEXT NOT NULL CHECK (way IN ('self', 'staff', 'referral', 'asked')),
    -- waiting: in line; offered: a seat is kept until offer_until; seated; lapsed: the offer ran out; left.
    state TEXT NOT NULL CHECK (state IN ('waiting', 'offered', 'seated', 'lapsed', 'left')),
    -- Smaller is earlier, within a series.
    line BIGINT NOT NULL,
    offer_until BIGINT,
    -- Of the program's agreement that they signed; 0: none yet.
    agreed_version BIGINT NOT NULL DEFAULT 0,
    -- SHA-256 of what stands on a referral's card, and until when it is good. NULL once it was claimed.
    claim_hash BYTEA UNIQUE,
    claim_until BIGINT,
    -- One seat a person, however often a form is sent.
    UNIQUE (series_id, recurrence_id, member_id),
    CHECK (member_id IS NOT NULL OR called IS NOT NULL),
    CHECK (way <> 'asked' OR (called IS NOT NULL AND state IN ('waiting', 'offered'))),
    CHECK ((state = 'offered') = (offer_until IS NOT NULL))
);
-- How many have a seat, and who is next.
CREATE INDEX enrolments_in_line ON enrolments (series_id, state, recurrence_id, line, id);
CREATE INDEX enrolments_of_member ON enrolments (member_id, series_id);
-- Offers that run out.
CREATE INDEX enrolments_by_offer ON enrolments (state, offer_until);

-- What somebody needs to come: asked once, for all dates. Read by coordinators and leaders of that series only.
CREATE TABLE enrolment_needs (
    enrolment_id UUID NOT NULL REFERENCES enrolments (id) ON DELETE CASCADE,
    need TEXT NOT NULL CHECK (need IN ('ride', 'childcare', 'interpreter', 'hybridSeat', 'other')),
    -- From where, how old, which language: NULL where nothing was said.
    words TEXT,
    PRIMARY KEY (enrolment_id, need)
);

-- That it was arranged for a date, and for which time: where the date has moved since, it is open again by itself.
CREATE TABLE need_arrangements (
    enrolment_id UUID NOT NULL,
    need TEXT NOT NULL,
    recurrence_id TEXT NOT NULL,
    -- The session's starts_at when it was arranged.
    arranged_for BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, need, recurrence_id),
    FOREIGN KEY (enrolment_id, need) REFERENCES enrolment_needs (enrolment_id, need) ON DELETE CASCADE
);

-- What is known of one person on one date: what they answered, and whether they came.
CREATE TABLE attendance (
    series_id UUID NOT NULL,
    recurrence_id TEXT NOT NULL,
    enrolment_id UUID NOT NULL REFERENCES enrolments (id) ON DELETE CASCADE,
    -- PARTSTAT of RFC 5545, 3.2.12; NULL where nobody said anything.
    answer TEXT CHECK (answer IN ('accepted', 'declined')),
    presence TEXT CHECK (presence IN ('present', 'late', 'absent')),
    PRIMARY KEY (series_id, recurrence_id, enrolment_id),
    FOREIGN KEY (series_id, recurrence_id) REFERENCES group_sessions (series_id, recurrence_id) ON DELETE CASCADE
);
CREATE INDEX attendance_of_enrolment ON attendance (enrolment_id, recurrence_id);
-- Chairs that are free because somebody said so: few among a million rows that say who came. Asked with the word
-- itself, not with a bound value, else SQLite passes it over.
CREATE INDEX attendance_declined ON attendance (series_id, recurrence_id, enrolment_id) WHERE answer = 'declined';

-- The address of a member's own calendar. Its absence: there is none; a new row in its place revokes the former.
CREATE TABLE calendar_feeds (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    -- SHA-256 of 160 bits of chance, which the address holds.
    secret_hash BYTEA NOT NULL UNIQUE
);
