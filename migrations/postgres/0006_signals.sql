-- What a team counts of a month: delivery signals are derived from it. No row is about
-- a person. What a team does not know is NULL, which is not zero. Hours are kept as
-- whole hundredths.
CREATE TABLE signals (
    team_id       TEXT   NOT NULL REFERENCES teams (id),
    -- '2026-03'
    month         TEXT   NOT NULL CHECK (length(month) = 7),
    deployments   BIGINT CHECK (deployments BETWEEN 0 AND 100000),
    failed        BIGINT CHECK (failed BETWEEN 0 AND deployments),
    lead_time     BIGINT CHECK (lead_time BETWEEN 0 AND 4380000),
    incidents     BIGINT CHECK (incidents BETWEEN 0 AND 100000),
    by_change     BIGINT CHECK (by_change BETWEEN 0 AND incidents),
    restore_time  BIGINT CHECK (restore_time BETWEEN 0 AND 876000),
    -- A part without its whole says nothing.
    CHECK (failed IS NULL OR deployments IS NOT NULL),
    CHECK (by_change IS NULL OR incidents IS NOT NULL),
    PRIMARY KEY (team_id, month)
);

-- Quarters whose signals were counted for leadership. Each is counted once, some time
-- after it has ended, and what was released of it never changes.
CREATE TABLE decided_signals (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    period          TEXT NOT NULL,
    PRIMARY KEY (organisation_id, period)
);

-- How many teams lay in each of a signal's four bands in that quarter: four numbers
-- with spaces between. No row of it belongs to one team.
CREATE TABLE released_signals (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    period          TEXT NOT NULL,
    signal          TEXT NOT NULL,
    counts          TEXT NOT NULL,
    PRIMARY KEY (organisation_id, period, signal)
);
