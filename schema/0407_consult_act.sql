-- What was done in a talk: every version of every act stays; one of them is current, or none when the act was taken back. The words of the
-- codes stand
-- in count/count.h. done_on: the day of the act, which is the day it is counted on.
CREATE TABLE consult_act (
	tenant_id @id NOT NULL,
	act_id @id NOT NULL,
	version_n @int NOT NULL,
	thread_id @id NOT NULL,
	is_current @bool NOT NULL,
	is_gone @bool NOT NULL,
	done_on @day NOT NULL,
	operator_id @id,
	area_id @id,
	counter_id @id,
	channel @text NOT NULL CHECK (length(channel) BETWEEN 1 AND 20),
	asker @text CHECK (length(asker) <= 20),
	age @text CHECK (length(age) <= 20),
	topic @text CHECK (length(topic) <= 20),
	matter @text CHECK (length(matter) <= 20),
	outcome @text CHECK (length(outcome) <= 20),
	agency @text CHECK (length(agency) <= 100),
	minutes_n @int NOT NULL CHECK (minutes_n BETWEEN 0 AND 1440),
	line @text CHECK (length(line) <= 400),
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	written_at @time NOT NULL,
	written_name @text CHECK (length(written_name) <= 100),
	PRIMARY KEY (tenant_id, act_id, version_n),
	FOREIGN KEY (tenant_id, thread_id) REFERENCES consult_thread (tenant_id, thread_id)
) @strict;
CREATE INDEX consult_act_thread ON consult_act (tenant_id, thread_id, act_id, version_n);

-- Ways that a family and its worker look at side by side, and the one that the family chose.
CREATE TABLE consult_act_option (
	tenant_id @id NOT NULL,
	option_id @id NOT NULL,
	thread_id @id NOT NULL,
	entry_id @id,
	title @text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
	good @text CHECK (length(good) <= 400),
	hard @text CHECK (length(hard) <= 400),
	laid_at @time NOT NULL,
	by_name @text CHECK (length(by_name) <= 100),
	chosen_at @time,
	is_by_family @bool NOT NULL,
	chosen_words @text CHECK (length(chosen_words) <= 400),
	PRIMARY KEY (tenant_id, option_id),
	FOREIGN KEY (tenant_id, thread_id) REFERENCES consult_thread (tenant_id, thread_id)
) @strict;
CREATE INDEX consult_act_option_thread ON consult_act_option (tenant_id, thread_id, option_id);

-- Help through an application (入園サポート): its steps, with the paper that each needs and its day.
CREATE TABLE consult_act_step (
	tenant_id @id NOT NULL,
	step_id @id NOT NULL,
	thread_id @id NOT NULL,
	line @text NOT NULL CHECK (length(line) BETWEEN 1 AND 200),
	paper @text CHECK (length(paper) <= 200),
	due_on @day,
	made_at @time NOT NULL,
	done_at @time,
	by_name @text CHECK (length(by_name) <= 100),
	PRIMARY KEY (tenant_id, step_id),
	FOREIGN KEY (tenant_id, thread_id) REFERENCES consult_thread (tenant_id, thread_id)
) @strict;
CREATE INDEX consult_act_step_thread ON consult_act_step (tenant_id, thread_id, step_id);
