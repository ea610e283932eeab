-- A suspension may end by itself.
ALTER TABLE account_holds ADD COLUMN held_until BIGINT;
