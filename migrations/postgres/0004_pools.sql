-- What the rounds of a pooled figure add up to, so that showing it does not need
-- them again: 48 numbers with spaces between. Teams; for each of the dimension's
-- three items how many people chose each point; how many people have each score,
-- 0-24 sixths; teams in each of four bands of health; for each item, teams in which
-- it is present. No row of it belongs to one team or one person.
ALTER TABLE released_pools ADD COLUMN sums TEXT NOT NULL DEFAULT '';

-- Periods that were decided. A period is decided once, after it has ended.
CREATE TABLE decided_periods (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    period          TEXT NOT NULL,
    PRIMARY KEY (organisation_id, period)
);
