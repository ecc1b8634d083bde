-- Whoever writes here has the index of a file made anew from the words beside it (yorisoi search rebuild); PostgreSQL makes its own with each word.
CREATE TABLE directory_anew (
	tenant_id @id NOT NULL,
	made_at @time NOT NULL,
	PRIMARY KEY (tenant_id)
) @strict;
-- @sqlite
CREATE TRIGGER directory_anew_in AFTER INSERT ON directory_anew BEGIN
	INSERT INTO directory_match (directory_match) VALUES ('rebuild');
END;
CREATE TRIGGER directory_anew_on AFTER UPDATE ON directory_anew BEGIN
	INSERT INTO directory_match (directory_match) VALUES ('rebuild');
END;
-- @both
