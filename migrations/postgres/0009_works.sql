-- What works here, counted once for each quarter, after its end.
CREATE TABLE decided_works (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    quarter         TEXT NOT NULL,
    PRIMARY KEY (organisation_id, quarter)
);

-- The lines that a quarter has changed: 'practice:…', 'dimension:…' or 'all'. A line is
-- shown as the latest quarter has left it; one without teams is not shown any more.
CREATE TABLE work_lines (
    organisation_id TEXT NOT NULL,
    quarter         TEXT NOT NULL,
    line            TEXT NOT NULL,
    PRIMARY KEY (organisation_id, quarter, line),
    FOREIGN KEY (organisation_id, quarter) REFERENCES decided_works (organisation_id, quarter)
);

-- Who stands behind a line: a line changes only when at least three teams do.
CREATE TABLE work_line_teams (
    organisation_id TEXT NOT NULL,
    quarter         TEXT NOT NULL,
    line            TEXT NOT NULL,
    team_id         TEXT NOT NULL REFERENCES teams (id),
    outcome         TEXT NOT NULL CHECK (outcome IN ('kept', 'changed', 'dropped', 'under-way')),
    afterwards      TEXT NOT NULL CHECK (afterwards IN ('better', 'cannot-tell', 'worse', 'nothing-yet')),
    PRIMARY KEY (organisation_id, quarter, line, team_id),
    FOREIGN KEY (organisation_id, quarter, line) REFERENCES work_lines (organisation_id, quarter, line)
);
CREATE INDEX work_line_teams_by_team ON work_line_teams (team_id);
