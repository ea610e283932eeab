-- Whether others may read the sentence of advice. What stood before, and what comes from elsewhere, is "unread" until the
-- rules have looked at it (keepReadingAdvice).
ALTER TABLE evaluations ADD COLUMN advice_state TEXT NOT NULL DEFAULT 'unread'
    CHECK (advice_state IN ('unread', 'passed', 'held', 'waiting', 'refused'));
CREATE INDEX evaluations_unread_advice ON evaluations (id) WHERE advice IS NOT NULL AND advice_state = 'unread';
