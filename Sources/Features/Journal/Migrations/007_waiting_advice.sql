-- What a moderator has yet to read or said no to is little, and is looked for every minute: its author may have taken
-- their consent back.
CREATE INDEX evaluations_waiting_advice ON evaluations (id) WHERE advice_state IN ('waiting', 'refused');
