-- What teams try, and what leadership tries (those have no team). Days are texts,
-- 2026-03-31, without a time.
CREATE TABLE experiments (
    id              TEXT   NOT NULL PRIMARY KEY,
    organisation_id TEXT   NOT NULL REFERENCES organisations (id),
    team_id         TEXT   REFERENCES teams (id),
    state           TEXT   NOT NULL CHECK (state IN ('proposed', 'running', 'reviewing', 'kept', 'changed', 'dropped')),
    -- Where it comes from: an entry of the catalogue, or an experiment before it.
    catalogue_entry TEXT,
    follows         TEXT   REFERENCES experiments (id),
    pattern         TEXT,
    title           TEXT   NOT NULL CHECK (title <> ''),
    hypothesis      TEXT   NOT NULL,
    target          TEXT   NOT NULL,
    current_state   TEXT   NOT NULL,
    first_step      TEXT   NOT NULL,
    measure         TEXT   NOT NULL,
    owner           TEXT   NOT NULL,
    review_on       TEXT,
    proposed_on     TEXT   NOT NULL,
    started_on      TEXT,
    ended_on        TEXT,
    judgement       TEXT   CHECK (judgement IN ('helped', 'did-not-help', 'cannot-tell')),
    judgement_note  TEXT   NOT NULL DEFAULT '',
    judged_on       TEXT,
    -- Goes up with every change of the plan, so that two windows cannot overwrite each other.
    edition         BIGINT NOT NULL,
    CHECK ((ended_on IS NOT NULL) = (state IN ('kept', 'changed', 'dropped'))),
    CHECK (started_on IS NOT NULL OR state IN ('proposed', 'dropped')),
    CHECK ((judgement IS NULL) = (judged_on IS NULL))
);
CREATE INDEX experiments_by_team ON experiments (team_id);
CREATE INDEX experiments_by_organisation ON experiments (organisation_id);
CREATE INDEX experiments_by_what_they_follow ON experiments (follows);

-- What was done with an experiment, from its first move on, with the answer to the
-- question that the move asks.
CREATE TABLE experiment_moves (
    experiment_id TEXT   NOT NULL REFERENCES experiments (id),
    place         BIGINT NOT NULL,
    made_on       TEXT   NOT NULL,
    move          TEXT   NOT NULL,
    answer        TEXT   NOT NULL,
    PRIMARY KEY (experiment_id, place)
);

-- The kata's log.
CREATE TABLE experiment_steps (
    experiment_id TEXT   NOT NULL REFERENCES experiments (id),
    place         BIGINT NOT NULL,
    made_on       TEXT   NOT NULL,
    what          TEXT   NOT NULL CHECK (what <> ''),
    expected      TEXT   NOT NULL,
    obstacle      TEXT   NOT NULL,
    due_on        TEXT   NOT NULL,
    done_on       TEXT,
    actual        TEXT   NOT NULL,
    learned       TEXT   NOT NULL,
    CHECK ((done_on IS NOT NULL) = (actual <> '')),
    PRIMARY KEY (experiment_id, place)
);
