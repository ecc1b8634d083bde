-- What people attach. The bytes lie outside, sealed; each file's key lies here, sealed by its holder's key, and that by the tenant's. A holder is
-- what is forgotten as one: a talk, a family. Forgetting overwrites the keys; the rows stay until the bytes are gone too.
CREATE TABLE file_holder (
	tenant_id @id NOT NULL,
	holder_id @id NOT NULL,
	kind @text NOT NULL CHECK (length(kind) BETWEEN 1 AND 20),
	subject_id @id NOT NULL,
	key_box @text NOT NULL CHECK (length(key_box) = 144),
	made_at @time NOT NULL,
	erased_at @time,
	PRIMARY KEY (tenant_id, holder_id)
) @strict;
CREATE UNIQUE INDEX file_holder_subject ON file_holder (tenant_id, kind, subject_id);

CREATE TABLE file (
	tenant_id @id NOT NULL,
	file_id @id NOT NULL,
	holder_id @id NOT NULL,
	part_id @id NOT NULL,
	name @text NOT NULL CHECK (length(name) = 26),
	place @text NOT NULL CHECK (place IN ('disk', 's3')),
	type @text NOT NULL CHECK (type IN ('image/jpeg', 'application/pdf')),
	width_n @int NOT NULL,
	height_n @int NOT NULL,
	small_width_n @int NOT NULL,
	small_height_n @int NOT NULL,
	byte_n @int NOT NULL,
	key_box @text NOT NULL CHECK (length(key_box) = 144),
	put_at @time NOT NULL,
	erased_at @time,
	PRIMARY KEY (tenant_id, file_id),
	FOREIGN KEY (tenant_id, holder_id) REFERENCES file_holder (tenant_id, holder_id)
) @strict;
CREATE INDEX file_of_holder ON file (tenant_id, holder_id, file_id);
CREATE UNIQUE INDEX file_name ON file (tenant_id, name);
CREATE INDEX file_erased ON file (tenant_id, erased_at);
