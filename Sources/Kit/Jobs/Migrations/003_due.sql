-- When a job that is leased had been due: where it goes back to, and its place among those taken with it.
ALTER TABLE jobs ADD COLUMN due_at BIGINT NULL;
