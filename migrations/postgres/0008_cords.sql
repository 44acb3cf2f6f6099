-- The andon cord: a team says that an anti-pattern hurts which it cannot change itself.
-- A pattern and a day, no words and no person. Days are texts, 2026-03-31.
CREATE TABLE cords (
    team_id   TEXT   NOT NULL REFERENCES teams (id),
    pattern   TEXT   NOT NULL,
    pulled_on TEXT   NOT NULL,
    let_go_on TEXT,
    PRIMARY KEY (team_id, pattern, pulled_on),
    CHECK (let_go_on IS NULL OR let_go_on >= pulled_on)
);
CREATE UNIQUE INDEX cords_pulled ON cords (team_id, pattern) WHERE let_go_on IS NULL;

-- What leadership was told of a pattern when it last looked, and which teams stood
-- behind that: it is told something else only when at least three teams differ.
CREATE TABLE cord_counts (
    organisation_id TEXT   NOT NULL REFERENCES organisations (id),
    pattern         TEXT   NOT NULL,
    at_least        BIGINT NOT NULL CHECK (at_least >= 0),
    PRIMARY KEY (organisation_id, pattern)
);

CREATE TABLE cord_count_teams (
    organisation_id TEXT NOT NULL,
    pattern         TEXT NOT NULL,
    team_id         TEXT NOT NULL REFERENCES teams (id),
    PRIMARY KEY (organisation_id, pattern, team_id),
    FOREIGN KEY (organisation_id, pattern) REFERENCES cord_counts (organisation_id, pattern)
);
CREATE INDEX cord_count_teams_by_team ON cord_count_teams (team_id);

-- What leadership answered, numbered from 1 for each pattern: the highest number is in
-- force, the others are its history.
CREATE TABLE decisions (
    organisation_id TEXT   NOT NULL REFERENCES organisations (id),
    pattern         TEXT   NOT NULL,
    number          BIGINT NOT NULL CHECK (number > 0),
    decision        TEXT   NOT NULL CHECK (decision IN ('will-try', 'not-now', 'no')),
    words           TEXT   NOT NULL,
    by_day          TEXT,
    decided_on      TEXT   NOT NULL,
    -- An experiment of leadership's own board.
    experiment_id   TEXT,
    PRIMARY KEY (organisation_id, pattern, number),
    CHECK (decision <> 'no' OR words <> '')
);
