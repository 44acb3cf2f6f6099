-- The same tables as migrations/sqlite, under the same numbers. Times are whole seconds
-- since 1970-01-01 00:00 UTC. Keys are random text, so nothing counts upwards: no
-- sequences. No triggers, no extensions, so that distributed relatives take it too.

-- Has one row. Whoever wants to write more than answers locks it first: then a check
-- made in a transaction still holds when it commits, however many processes there are.
CREATE TABLE write_turn (
    id BIGINT NOT NULL PRIMARY KEY
);
INSERT INTO write_turn (id) VALUES (1);

CREATE TABLE organisations (
    id            TEXT   NOT NULL PRIMARY KEY,
    name          TEXT   NOT NULL,
    minimum_group BIGINT NOT NULL CHECK (minimum_group BETWEEN 3 AND 10),
    created_at    BIGINT NOT NULL
);

-- A deleted team keeps its row under an empty name, because figures that
-- were released from its sealed rounds must not change.
CREATE TABLE teams (
    id              TEXT   NOT NULL PRIMARY KEY,
    organisation_id TEXT   NOT NULL REFERENCES organisations (id),
    name            TEXT   NOT NULL,
    created_at      BIGINT NOT NULL,
    deleted_at      BIGINT
);
CREATE INDEX teams_by_organisation ON teams (organisation_id);

-- The checks keep a round from ever being half sealed: what belongs to an open
-- round exists exactly while it is open, and a sealed one has its count.
CREATE TABLE rounds (
    id                TEXT    NOT NULL PRIMARY KEY,
    team_id           TEXT    NOT NULL REFERENCES teams (id),
    state             TEXT    NOT NULL CHECK (state IN ('draft', 'open', 'sealed', 'too-few', 'discarded')),
    roster            BIGINT  NOT NULL CHECK (roster BETWEEN 3 AND 500),
    minimum_group     BIGINT  CHECK (minimum_group BETWEEN 3 AND 10),
    keep_lists        BOOLEAN NOT NULL,
    catalogue_version TEXT    NOT NULL,
    closes_at         BIGINT  NOT NULL,
    extended          BOOLEAN NOT NULL,
    opened_at         BIGINT,
    closed_at         BIGINT,
    join_token        TEXT,
    spoken_code       TEXT,
    ballot_key        BYTEA,
    responses         BIGINT,
    bytes_pending     BOOLEAN NOT NULL,
    CHECK ((minimum_group IS NULL) = (state = 'draft')),
    CHECK ((opened_at IS NULL) = (state = 'draft')),
    CHECK ((closed_at IS NULL) = (state IN ('draft', 'open'))),
    CHECK ((join_token IS NOT NULL) = (state = 'open')),
    CHECK ((spoken_code IS NOT NULL) = (state = 'open')),
    CHECK ((ballot_key IS NOT NULL) = (state = 'open')),
    CHECK ((responses IS NOT NULL) = (state = 'sealed'))
);
CREATE INDEX rounds_by_team ON rounds (team_id, closed_at);
CREATE UNIQUE INDEX one_current_round_for_each_team ON rounds (team_id) WHERE state IN ('draft', 'open');
CREATE UNIQUE INDEX rounds_by_join_token ON rounds (join_token) WHERE join_token IS NOT NULL;
CREATE UNIQUE INDEX rounds_by_spoken_code ON rounds (spoken_code) WHERE spoken_code IS NOT NULL;
CREATE INDEX open_rounds_by_closing_day ON rounds (closes_at) WHERE state = 'open';
CREATE INDEX rounds_with_bytes_to_clean ON rounds (id) WHERE bytes_pending;

-- One person's answers, only while the round is open. Nothing else may ever be
-- stored beside them: no time, no address, no order, no person.
CREATE TABLE responses (
    round_id     TEXT NOT NULL REFERENCES rounds (id),
    receipt_hash BYTEA NOT NULL CHECK (length(receipt_hash) = 32),
    answers      TEXT NOT NULL CHECK (length(answers) = 18),
    PRIMARY KEY (round_id, receipt_hash)
);

-- What a sealed round leaves: for each item, how many chose what.
CREATE TABLE tally_items (
    round_id   TEXT   NOT NULL REFERENCES rounds (id),
    pattern    TEXT   NOT NULL,
    p0         BIGINT NOT NULL,
    p1         BIGINT NOT NULL,
    p2         BIGINT NOT NULL,
    p3         BIGINT NOT NULL,
    p4         BIGINT NOT NULL,
    cant_judge BIGINT NOT NULL,
    blank      BIGINT NOT NULL,
    PRIMARY KEY (round_id, pattern)
);

-- And, unless the team chose otherwise, for each dimension (in sixths) and
-- overall (in 1/360) the scores in rising order, with spaces between.
CREATE TABLE tally_scores (
    round_id TEXT NOT NULL REFERENCES rounds (id),
    scope    TEXT NOT NULL,
    scores   TEXT NOT NULL,
    PRIMARY KEY (round_id, scope)
);

-- Access links: the secret itself is shown once and kept only as its hash.
CREATE TABLE links (
    id              TEXT   NOT NULL PRIMARY KEY,
    organisation_id TEXT   NOT NULL REFERENCES organisations (id),
    team_id         TEXT   REFERENCES teams (id),
    round_id        TEXT   REFERENCES rounds (id),
    role            TEXT   NOT NULL CHECK (role IN ('admin', 'facilitator', 'coach', 'leader', 'reader')),
    label           TEXT   NOT NULL,
    secret_hash     BYTEA  NOT NULL CHECK (length(secret_hash) = 32),
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    revoked_at      BIGINT,
    last_used_day   TEXT,
    CHECK ((team_id IS NOT NULL) = (role IN ('facilitator', 'reader'))),
    CHECK ((round_id IS NOT NULL) = (role = 'reader'))
);
CREATE UNIQUE INDEX links_by_secret ON links (secret_hash);
CREATE INDEX links_by_organisation ON links (organisation_id);
CREATE INDEX links_by_team ON links (team_id);
CREATE INDEX links_by_round ON links (round_id);

-- A signed-in browser, and the links it has opened.
CREATE TABLE sessions (
    secret_hash BYTEA  NOT NULL PRIMARY KEY CHECK (length(secret_hash) = 32),
    expires_at  BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE session_links (
    secret_hash BYTEA NOT NULL REFERENCES sessions (secret_hash),
    link_id     TEXT NOT NULL REFERENCES links (id),
    PRIMARY KEY (secret_hash, link_id)
);
CREATE INDEX session_links_by_link ON session_links (link_id);

-- One row for each deletion whose bytes may still lie in the files. A round
-- has its own mark, bytes_pending; this is for what leaves no row behind.
CREATE TABLE bytes_owed (
    id TEXT NOT NULL PRIMARY KEY
);
