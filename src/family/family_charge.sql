-- The named worker: the one that is open, and the history.
-- family_charge_open: one family_charge
SELECT charge_id, family_id, person_id, from_on, until_on, kind, reason_n, reason, by_account_id, made_at, end_kind, ended_at
FROM family_charge WHERE tenant_id = :tenant_id AND family_id = :family_id AND ended_at IS NULL;

-- family_charge_all: many family_charge
SELECT charge_id, family_id, person_id, from_on, until_on, kind, reason_n, reason, by_account_id, made_at, end_kind, ended_at
FROM family_charge WHERE tenant_id = :tenant_id AND family_id = :family_id ORDER BY made_at DESC, charge_id DESC LIMIT 100;

-- family_charge_add: done
INSERT INTO family_charge (tenant_id, charge_id, family_id, person_id, from_on, kind, reason_n, reason, by_account_id, made_at)
VALUES (:tenant_id, :charge_id, :family_id, :person_id, :from_on, :kind, :reason_n, :reason, :by_account_id, :made_at);

-- family_charge_close: done
UPDATE family_charge SET until_on = :until_on, end_kind = :end_kind, ended_at = :ended_at
WHERE tenant_id = :tenant_id AND charge_id = :charge_id AND ended_at IS NULL;

-- family_charge_again: done
UPDATE family_charge SET until_on = NULL, end_kind = NULL, ended_at = NULL
WHERE tenant_id = :tenant_id AND charge_id = :charge_id AND ended_at = :ended_at;

-- family_charge_erase: done
DELETE FROM family_charge WHERE tenant_id = :tenant_id AND family_id = :family_id;

-- family_charge_link_of: one family_charge_link
SELECT person_id, token FROM family_charge_link WHERE tenant_id = :tenant_id AND person_id = :person_id;

-- family_charge_link_by_token: one family_charge_link
SELECT person_id, token FROM family_charge_link WHERE tenant_id = :tenant_id AND token = :token;

-- family_charge_link_add: done
INSERT INTO family_charge_link (tenant_id, person_id, token, made_at) VALUES (:tenant_id, :person_id, :token, :made_at);

-- family_charge_note_add: done
INSERT INTO family_charge_note (tenant_id, note_id, family_id, from_person_id, to_person_id, made_at, version_n)
VALUES (:tenant_id, :note_id, :family_id, :from_person_id, :to_person_id, :made_at, 1);

-- family_charge_note_by_id: one family_charge_note
SELECT note_id, family_id, from_person_id, to_person_id, words, made_at, given_at, taken_at, version_n
FROM family_charge_note WHERE tenant_id = :tenant_id AND note_id = :note_id;

-- family_charge_notes_of_family: many family_charge_note
SELECT note_id, family_id, from_person_id, to_person_id, words, made_at, given_at, taken_at, version_n
FROM family_charge_note WHERE tenant_id = :tenant_id AND family_id = :family_id ORDER BY made_at DESC, note_id DESC LIMIT 20;

-- family_charge_notes_open: many family_charge_note
SELECT note_id, family_id, from_person_id, to_person_id, words, made_at, given_at, taken_at, version_n
FROM family_charge_note WHERE tenant_id = :tenant_id AND taken_at IS NULL ORDER BY made_at, note_id LIMIT 1000;

-- family_charge_note_give: done
UPDATE family_charge_note SET words = :words, given_at = :given_at, given_by_account_id = :given_by_account_id, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND note_id = :note_id AND version_n = :version_n AND taken_at IS NULL;

-- family_charge_note_take: done
UPDATE family_charge_note SET taken_at = :taken_at, taken_by_account_id = :taken_by_account_id, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND note_id = :note_id AND version_n = :version_n AND given_at IS NOT NULL AND taken_at IS NULL;

-- family_charge_note_unmake: done
DELETE FROM family_charge_note WHERE tenant_id = :tenant_id AND family_id = :family_id AND to_person_id = :to_person_id AND made_at = :made_at
	AND given_at IS NULL;

-- family_charge_note_erase: done
DELETE FROM family_charge_note WHERE tenant_id = :tenant_id AND family_id = :family_id;
