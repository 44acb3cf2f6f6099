-- What people said in an open round, as one value for each round instead of a row for each
-- person: the place of a row, and what a page held before, told in which order answers
-- came. src/store/answers/sets.rs describes the value: version 1, eighteen statements, the
-- number of sets, 1,020 zeros, then the sets in the order of their receipts' hashes, padded
-- to the roster. It is there from the first answer until the round closes.

CREATE TABLE open_responses (
    round_id TEXT NOT NULL PRIMARY KEY REFERENCES rounds (id),
    sets     BLOB NOT NULL
) WITHOUT ROWID;

INSERT INTO open_responses (round_id, sets)
SELECT r.id, unhex(
    '0112' || printf('%04X', COUNT(*)) || hex(zeroblob(1020))
    || group_concat(hex(p.receipt_hash) || hex(p.answers), '' ORDER BY p.receipt_hash)
    || hex(zeroblob(MAX(r.roster - COUNT(*), 0) * 50)))
FROM rounds r JOIN responses p ON p.round_id = r.id
GROUP BY r.id;

DROP TABLE responses;

-- The old rows are still in the file's free pages.
INSERT INTO bytes_owed (id)
SELECT '0013_open_responses' WHERE EXISTS (SELECT 1 FROM open_responses);
