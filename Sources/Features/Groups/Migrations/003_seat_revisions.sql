-- Counts every change of who has a seat in a series, an offer or a place in line, and of who cannot come to a date: by it
-- pages know that what they say of seats is of now. It says of nobody what they did, nor when.
CREATE TABLE seat_revisions (
    series_id UUID PRIMARY KEY REFERENCES series (id) ON DELETE CASCADE,
    number BIGINT NOT NULL
);
