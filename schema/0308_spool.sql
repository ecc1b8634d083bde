-- What was taken while the database was away and could not be entered when it was back: it waits for a person of the desk, who then erases it.
CREATE TABLE spool_refused (
	tenant_id @id NOT NULL,
	refused_id @id NOT NULL,
	taken_at @time NOT NULL,
	refused_at @time NOT NULL,
	place @text NOT NULL CHECK (length(place) BETWEEN 1 AND 300),
	nickname @text CHECK (length(nickname) <= 100),
	mail @text CHECK (length(mail) <= 254),
	words @text CHECK (length(words) <= 20000),
	PRIMARY KEY (tenant_id, refused_id)
) @strict;
