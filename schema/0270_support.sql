-- "What can we get?": questions with their choices, and for each programme of the directory which choices fit, which do not, and the sentence of the
-- source that says so. Nothing here is about a family. Words are a JSON object by language; choices in rules are ids in text, ',id,id,'.
CREATE TABLE support_question (
	tenant_id @id NOT NULL,
	question_id @id NOT NULL,
	place_n @int NOT NULL,
	state @text NOT NULL CHECK (state IN ('live', 'hidden')),
	words @text NOT NULL CHECK (length(words) BETWEEN 2 AND 6000),
	source @text CHECK (length(source) <= 100),
	source_key @text CHECK (length(source_key) <= 100),
	changed_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, question_id)
) @strict;
CREATE INDEX support_question_place ON support_question (tenant_id, state, place_n);
CREATE UNIQUE INDEX support_question_source ON support_question (tenant_id, source, source_key) WHERE source_key IS NOT NULL;

CREATE TABLE support_choice (
	tenant_id @id NOT NULL,
	choice_id @id NOT NULL,
	question_id @id NOT NULL,
	place_n @int NOT NULL,
	words @text NOT NULL CHECK (length(words) BETWEEN 2 AND 6000),
	source_key @text CHECK (length(source_key) <= 100),
	PRIMARY KEY (tenant_id, choice_id),
	FOREIGN KEY (tenant_id, question_id) REFERENCES support_question (tenant_id, question_id)
) @strict;
CREATE INDEX support_choice_question ON support_choice (tenant_id, question_id, place_n);

-- One rule for a programme and a question. Families see what it says once an officer pressed 確認した; until then it is 要確認.
CREATE TABLE support_rule (
	tenant_id @id NOT NULL,
	entry_id @id NOT NULL,
	question_id @id NOT NULL,
	fits @text NOT NULL CHECK (length(fits) <= 2000),
	fails @text NOT NULL CHECK (length(fails) <= 2000),
	sentence @text CHECK (length(sentence) <= 2000),
	source @text CHECK (length(source) <= 100),
	source_url @text CHECK (length(source_url) <= 500),
	from_on @day,
	until_on @day,
	confirmed_on @day,
	confirmed_by @text CHECK (length(confirmed_by) <= 100),
	changed_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, entry_id, question_id),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES directory_entry (tenant_id, entry_id),
	FOREIGN KEY (tenant_id, question_id) REFERENCES support_question (tenant_id, question_id)
) @strict;
CREATE INDEX support_rule_question ON support_rule (tenant_id, question_id);

-- Which programme of a source is which entry, so that the same file brought again changes nothing.
CREATE TABLE support_source (
	tenant_id @id NOT NULL,
	source @text NOT NULL CHECK (length(source) BETWEEN 1 AND 100),
	source_key @text NOT NULL CHECK (length(source_key) BETWEEN 1 AND 100),
	entry_id @id NOT NULL,
	PRIMARY KEY (tenant_id, source, source_key),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES directory_entry (tenant_id, entry_id)
) @strict;
CREATE INDEX support_source_entry ON support_source (tenant_id, entry_id);
