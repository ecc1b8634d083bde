-- Whoever writes here has the search's index of a file put in order a little: what was written piece by piece lies in many parts, and a question asks
-- each of them. left_n: parts there are now; up to four stay as they are. PostgreSQL keeps its own in order.
CREATE TABLE directory_tidy (
	tenant_id @id NOT NULL,
	tidied_at @time NOT NULL,
	left_n @int NOT NULL,
	PRIMARY KEY (tenant_id)
) @strict;
-- @sqlite
CREATE TRIGGER directory_tidy_in AFTER INSERT ON directory_tidy BEGIN
	INSERT INTO directory_match (directory_match, rank) SELECT 'merge', -100 WHERE (SELECT count(DISTINCT segid) FROM directory_match_idx) > 4;
	UPDATE directory_tidy SET left_n = (SELECT count(DISTINCT segid) FROM directory_match_idx) WHERE tenant_id = new.tenant_id;
END;
CREATE TRIGGER directory_tidy_on AFTER UPDATE OF tidied_at ON directory_tidy BEGIN
	INSERT INTO directory_match (directory_match, rank) SELECT 'merge', -100 WHERE (SELECT count(DISTINCT segid) FROM directory_match_idx) > 4;
	UPDATE directory_tidy SET left_n = (SELECT count(DISTINCT segid) FROM directory_match_idx) WHERE tenant_id = new.tenant_id;
END;
-- @both
