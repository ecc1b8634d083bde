-- The one switch for a loss, of one pregnancy or one child: when, by whom, and the two persons who take a mistaken one back.
CREATE TABLE family_loss (
	tenant_id @id NOT NULL,
	loss_id @id NOT NULL,
	family_id @id NOT NULL,
	pregnancy_id @id,
	child_id @id,
	lost_on @day NOT NULL,
	source @text NOT NULL CHECK (length(source) BETWEEN 1 AND 100),
	switched_at @time NOT NULL,
	by_account_id @id,
	letter_n @int NOT NULL,
	undo_asked_at @time,
	undo_asked_by_account_id @id,
	undone_at @time,
	undone_by_account_id @id,
	PRIMARY KEY (tenant_id, loss_id),
	FOREIGN KEY (tenant_id, family_id) REFERENCES family_household (tenant_id, family_id)
) @strict;
CREATE INDEX family_loss_family ON family_loss (tenant_id, family_id);
