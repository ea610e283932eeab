-- Agreed to version 2 or later of the words about health data, which say that sums moved by chance stay: only such members
-- are counted in figures. Who agreed to earlier words keeps that consent (health_consent) and is asked again.
ALTER TABLE members ADD COLUMN figures_consent BOOLEAN NOT NULL DEFAULT FALSE
    CHECK (figures_consent = FALSE OR health_consent = TRUE);

-- Nobody can ask made-up members.
UPDATE members SET figures_consent = TRUE WHERE is_synthetic = TRUE AND health_consent = TRUE;
