-- What has been released, kept as membership: how many people stand behind each
-- figure and whether it was shown, and which rounds were pooled. Never a figure.
-- The audit reads nothing else.

-- A team's report, from the first time that it was shown. Both texts have 25
-- places: overall, the six dimensions, the eighteen items, in catalogue order.
-- `people` holds numbers with spaces between, `shown` a 1 for shown and a 0 for
-- withheld.
CREATE TABLE released_reports (
    round_id      TEXT   NOT NULL PRIMARY KEY REFERENCES rounds (id),
    minimum_group BIGINT NOT NULL CHECK (minimum_group BETWEEN 3 AND 10),
    people        TEXT   NOT NULL,
    shown         TEXT   NOT NULL CHECK (length(shown) = 25)
);

-- A figure over several teams that leadership was shown: a dimension with its
-- three items, of the whole organisation or of one group, for one period.
CREATE TABLE released_pools (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    period          TEXT NOT NULL,
    group_id        TEXT,
    dimension       TEXT NOT NULL
);
CREATE INDEX released_pools_by_organisation ON released_pools (organisation_id);

CREATE TABLE released_pool_rounds (
    pool_id  TEXT NOT NULL REFERENCES released_pools (id),
    round_id TEXT NOT NULL REFERENCES rounds (id),
    PRIMARY KEY (pool_id, round_id)
);
CREATE INDEX released_pool_rounds_by_round ON released_pool_rounds (round_id);
