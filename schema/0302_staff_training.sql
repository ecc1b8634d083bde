-- Trainings and qualifications with the day on which they lapse.
CREATE TABLE staff_training (
	tenant_id @id NOT NULL,
	training_id @id NOT NULL,
	person_id @id NOT NULL,
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
	done_on @day NOT NULL,
	until_on @day,
	made_at @time NOT NULL,
	by_account_id @id,
	ended_at @time,
	PRIMARY KEY (tenant_id, training_id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES staff_person (tenant_id, person_id)
) @strict;
CREATE INDEX staff_training_person ON staff_training (tenant_id, person_id, done_on);
CREATE INDEX staff_training_until ON staff_training (tenant_id, until_on);
