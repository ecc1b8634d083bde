-- Beside the entries, from day to day: a place for a sick child today, free places by age, news, and what readers say is wrong.

-- One tap of the people of a place: is there room today? Shown with its hour, on that day only.
CREATE TABLE directory_day (
	tenant_id @id NOT NULL,
	entry_id @id NOT NULL,
	for_on @day NOT NULL,
	mark @text NOT NULL CHECK (mark IN ('open', 'few', 'full')),
	by_name @text NOT NULL CHECK (length(by_name) <= 100),
	marked_at @time NOT NULL,
	PRIMARY KEY (tenant_id, entry_id, for_on),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES directory_entry (tenant_id, entry_id)
) @strict;
CREATE INDEX directory_day_for ON directory_day (tenant_id, for_on);

-- Places free and families waiting, by the age in full years that a child has at the start of the school year; -1: not said.
CREATE TABLE directory_vacancy (
	tenant_id @id NOT NULL,
	entry_id @id NOT NULL,
	counted_on @day NOT NULL,
	age_n @int NOT NULL CHECK (age_n BETWEEN 0 AND 6),
	free_n @int NOT NULL,
	waiting_n @int NOT NULL,
	enrolled_n @int NOT NULL,
	PRIMARY KEY (tenant_id, entry_id, counted_on, age_n),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES directory_entry (tenant_id, entry_id)
) @strict;

CREATE TABLE directory_news (
	tenant_id @id NOT NULL,
	news_id @id NOT NULL,
	area_id @id,
	words @text NOT NULL CHECK (length(words) BETWEEN 1 AND 300),
	url @text CHECK (length(url) <= 300),
	from_on @day NOT NULL,
	to_on @day NOT NULL,
	by_name @text NOT NULL CHECK (length(by_name) <= 100),
	made_at @time NOT NULL,
	PRIMARY KEY (tenant_id, news_id),
	FOREIGN KEY (tenant_id, area_id) REFERENCES tenant_area (tenant_id, area_id)
) @strict;
CREATE INDEX directory_news_to ON directory_news (tenant_id, to_on);

-- Somebody who read an entry says that it is not so. Without a name; the desk looks and settles it.
CREATE TABLE directory_report (
	tenant_id @id NOT NULL,
	report_id @id NOT NULL,
	entry_id @id NOT NULL,
	what @text NOT NULL CHECK (length(what) <= 20),
	words @text CHECK (length(words) <= 1000),
	said_at @time NOT NULL,
	settled_at @time,
	settled_by_name @text CHECK (length(settled_by_name) <= 100),
	PRIMARY KEY (tenant_id, report_id),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES directory_entry (tenant_id, entry_id)
) @strict;
CREATE INDEX directory_report_open ON directory_report (tenant_id, settled_at, said_at);
CREATE INDEX directory_report_entry ON directory_report (tenant_id, entry_id);
