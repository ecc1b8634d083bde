-- 率直な声: what somebody said into the box, tied to no visit and no account. wants: how the answer may come. said_on is a day: the hour could
-- name somebody. shown: the words as staff put them on the public page, shortened where somebody could be recognised; never more than was allowed.
CREATE TABLE voice (
	tenant_id @id NOT NULL,
	voice_id @id NOT NULL,
	token_hash @text NOT NULL CHECK (length(token_hash) = 64),
	kind @text NOT NULL CHECK (kind IN ('glad', 'wish', 'trouble', 'other')),
	wants @text NOT NULL CHECK (wants IN ('public', 'private', 'none')),
	words @text CHECK (length(words) <= 2000),
	said_on @day NOT NULL,
	state @text NOT NULL CHECK (state IN ('new', 'answered', 'read', 'kept_back')),
	is_public @bool NOT NULL,
	shown @text CHECK (length(shown) <= 2000),
	answer @text CHECK (length(answer) <= 2000),
	settled_at @time,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	opened_at @time,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, voice_id)
) @strict;
CREATE UNIQUE INDEX voice_token ON voice (tenant_id, token_hash);
CREATE INDEX voice_state ON voice (tenant_id, state, said_on);
CREATE INDEX voice_day ON voice (tenant_id, said_on);
