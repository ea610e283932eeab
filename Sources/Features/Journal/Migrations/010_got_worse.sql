-- That it made things worse can be said below the five steps, and is step 0 then. NULL where that was not offered: what was
-- written before, and what comes from elsewhere.
ALTER TABLE evaluations ADD COLUMN got_worse BOOLEAN CHECK (got_worse = FALSE OR effectiveness = 0);
