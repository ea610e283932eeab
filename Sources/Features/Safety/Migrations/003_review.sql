-- How often somebody was shown what the rules found in their words, on the last day that it happened: from the third time on
-- a person looks at once, so that the page teaches nobody to get around the rules. Gone with the next day's first.
CREATE TABLE safety_review_tries (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    tries BIGINT NOT NULL
);
CREATE INDEX safety_review_tries_by_day ON safety_review_tries (day);
