-- How many parts there are is asked of the index itself: a number kept beside it would differ between two stores that a tenant moves between.
-- @sqlite
DROP TRIGGER directory_tidy_in;
DROP TRIGGER directory_tidy_on;
-- @both
ALTER TABLE directory_tidy DROP COLUMN left_n;
-- @sqlite
CREATE TRIGGER directory_tidy_in AFTER INSERT ON directory_tidy BEGIN
	INSERT INTO directory_match (directory_match, rank) SELECT 'merge', -100 WHERE (SELECT count(DISTINCT segid) FROM directory_match_idx) > 4;
END;
CREATE TRIGGER directory_tidy_on AFTER UPDATE ON directory_tidy BEGIN
	INSERT INTO directory_match (directory_match, rank) SELECT 'merge', -100 WHERE (SELECT count(DISTINCT segid) FROM directory_match_idx) > 4;
END;
-- @both
