-- What people said in an open round is kept as it is: compressed, it could not be found by whoever looks whether the
-- server's files still hold what was destroyed, and every answer would compress all of it again.
ALTER TABLE open_responses ALTER COLUMN sets SET STORAGE EXTERNAL;
