-- Tallies of deleted teams go with them from now on: what was released to leadership is
-- stored as sums, so no figure needs them. Here go those of teams that were deleted earlier,
-- and their bytes are owed.
INSERT INTO bytes_owed (id)
SELECT 'tallies-of-deleted-teams' FROM teams WHERE deleted_at IS NOT NULL LIMIT 1;
DELETE FROM tally_items WHERE round_id IN (
    SELECT rounds.id FROM rounds JOIN teams ON teams.id = rounds.team_id WHERE deleted_at IS NOT NULL
);
DELETE FROM tally_scores WHERE round_id IN (
    SELECT rounds.id FROM rounds JOIN teams ON teams.id = rounds.team_id WHERE deleted_at IS NOT NULL
);
