-- Share of those who would take it who would be helped a lot, 0 to 1: what figures can know. NULL in communities that were
-- simulated before.
ALTER TABLE simulation_truth ADD COLUMN true_share_of_takers DOUBLE PRECISION;
