-- Reminders without mail: a calendar to subscribe to, and messages to a team's chat.

-- The secret address of a team's calendar: shown once, kept only as its hash. A team
-- has one that holds at most.
CREATE TABLE calendar_links (
    id          TEXT   NOT NULL PRIMARY KEY,
    team_id     TEXT   NOT NULL REFERENCES teams (id),
    secret_hash BYTEA  NOT NULL CHECK (length(secret_hash) = 32),
    created_at  BIGINT NOT NULL,
    revoked_at  BIGINT
);
CREATE UNIQUE INDEX calendar_links_by_secret ON calendar_links (secret_hash);
CREATE UNIQUE INDEX one_calendar_link_for_each_team ON calendar_links (team_id) WHERE revoked_at IS NULL;

-- Where a team wants its messages: one receiver at most. The address opens a channel
-- to whoever has it, and the signing secret has to be used, so neither can be kept as
-- a hash. `origin` is how people reach Andon, for the links in the messages.
CREATE TABLE webhooks (
    id          TEXT    NOT NULL PRIMARY KEY,
    team_id     TEXT    NOT NULL REFERENCES teams (id),
    url         TEXT    NOT NULL,
    secret      TEXT    NOT NULL,
    origin      TEXT    NOT NULL,
    on_opened   BOOLEAN NOT NULL,
    on_closed   BOOLEAN NOT NULL,
    on_due      BOOLEAN NOT NULL,
    join_link   BOOLEAN NOT NULL,
    created_at  BIGINT  NOT NULL,
    disabled_at BIGINT
);
CREATE UNIQUE INDEX one_webhook_for_each_team ON webhooks (team_id);

-- Messages that wait to be sent, and the last ones that were. A message is put
-- together when it is sent, so nothing of its text is kept: `about` names the round,
-- or whatever else it is about, and keeps it from being sent twice.
CREATE TABLE deliveries (
    id         TEXT   NOT NULL PRIMARY KEY,
    webhook_id TEXT   NOT NULL REFERENCES webhooks (id),
    event      TEXT   NOT NULL CHECK (event IN ('round-opened', 'round-closed', 'review-due', 'step-due', 'test')),
    about      TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    state      TEXT   NOT NULL CHECK (state IN ('waiting', 'delivered', 'given-up')),
    attempts   BIGINT NOT NULL,
    tried_at   BIGINT,
    next_at    BIGINT,
    status     TEXT   NOT NULL,
    CHECK ((next_at IS NOT NULL) = (state = 'waiting'))
);
CREATE UNIQUE INDEX deliveries_only_once ON deliveries (webhook_id, event, about);
CREATE INDEX deliveries_that_wait ON deliveries (next_at) WHERE state = 'waiting';
