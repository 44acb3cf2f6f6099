-- Divisions or value streams. A team belongs to one at most.
CREATE TABLE groups (
    id              TEXT   NOT NULL PRIMARY KEY,
    organisation_id TEXT   NOT NULL REFERENCES organisations (id),
    name            TEXT   NOT NULL,
    created_at      BIGINT NOT NULL
);
CREATE INDEX groups_by_organisation ON groups (organisation_id);

ALTER TABLE teams ADD COLUMN group_id TEXT REFERENCES groups (id);

-- Whether coaches may see the team: the team decides.
ALTER TABLE teams ADD COLUMN shares BOOLEAN NOT NULL DEFAULT FALSE;

-- Whether a coach has been shown the report: what coaches know counts in the audit,
-- also when the team has stopped sharing.
ALTER TABLE released_reports ADD COLUMN coaches BOOLEAN NOT NULL DEFAULT FALSE;

-- A coach's notes on a team, for the holder of that access link alone.
CREATE TABLE notes (
    link_id TEXT NOT NULL REFERENCES links (id),
    team_id TEXT NOT NULL REFERENCES teams (id),
    text    TEXT NOT NULL,
    PRIMARY KEY (link_id, team_id)
);
CREATE INDEX notes_by_team ON notes (team_id);

-- Who did what: by role and access link, whose label says for whom it was made. It
-- never holds a respondent and no secret. A team stands in it by its id, and in
-- the phrase as {team}, so that a deleted team's name is gone from here too.
CREATE TABLE deeds (
    id              TEXT   NOT NULL PRIMARY KEY,
    organisation_id TEXT   NOT NULL REFERENCES organisations (id),
    done_at         BIGINT NOT NULL,
    role            TEXT   NOT NULL,
    link_id         TEXT   REFERENCES links (id),
    team_id         TEXT   REFERENCES teams (id),
    what            TEXT   NOT NULL
);
CREATE INDEX deeds_by_organisation ON deeds (organisation_id, done_at);
CREATE INDEX deeds_by_link ON deeds (link_id);
CREATE INDEX deeds_by_team ON deeds (team_id);

-- The demo: everything in such an organisation is made up, and every page says so.
ALTER TABLE organisations ADD COLUMN synthetic BOOLEAN NOT NULL DEFAULT FALSE;
