-- What somebody put in is known to them: rounds that were imported, and the teams that an
-- import made. In a database of an earlier version an imported round is one that opened and
-- closed in the very second for which its close was planned (only an import writes that),
-- and a team that an import made was made in the second in which an administrator imported.
ALTER TABLE rounds ADD COLUMN imported BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE teams ADD COLUMN imported BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE rounds SET imported = TRUE WHERE state = 'sealed' AND opened_at = closed_at AND closes_at = closed_at;
UPDATE teams SET imported = TRUE
WHERE EXISTS (
    SELECT 1 FROM deeds
    WHERE deeds.organisation_id = teams.organisation_id AND deeds.done_at = teams.created_at
      AND deeds.role = 'admin' AND deeds.what LIKE 'imported %'
) AND EXISTS (SELECT 1 FROM rounds WHERE rounds.team_id = teams.id AND rounds.imported);

-- Counts of teams are over some of a figure's rounds: each round is in one count at most.
-- Earlier versions counted all of them.
ALTER TABLE released_pool_rounds ADD COLUMN counted BOOLEAN NOT NULL DEFAULT TRUE;

-- No band of a released count holds fewer teams than this. Earlier versions: three.
ALTER TABLE released_signals ADD COLUMN margin BIGINT NOT NULL DEFAULT 3;

-- Which teams a released count of signals is over: membership, never a band. Earlier
-- versions did not keep it.
CREATE TABLE released_signal_teams (
    organisation_id TEXT NOT NULL,
    period          TEXT NOT NULL,
    signal          TEXT NOT NULL,
    team_id         TEXT NOT NULL REFERENCES teams (id),
    PRIMARY KEY (organisation_id, period, signal, team_id),
    FOREIGN KEY (organisation_id, period, signal) REFERENCES released_signals (organisation_id, period, signal)
) WITHOUT ROWID;
CREATE INDEX released_signal_teams_by_team ON released_signal_teams (team_id);
