-- How many decisions on what may be shown have been made. Each rests on those before
-- it, so whoever makes one says how many it knew of, and it counts only if none came
-- in between: also when several processes decide at once.
ALTER TABLE organisations ADD COLUMN standing BIGINT NOT NULL DEFAULT 0;
