-- How many people were invited when a round opened; NULL as long as that has not been
-- raised. Whoever answers is shown both numbers. There is no time beside it.
ALTER TABLE rounds ADD COLUMN opened_roster BIGINT CHECK (opened_roster BETWEEN 3 AND 500);
