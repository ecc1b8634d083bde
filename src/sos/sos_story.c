/* A call for help in its family's story: that there was one, who took it, what came of it. Staff read these lines; a family reads its own talk. */
#include "family/family.h"
#include "sos/sos_inside.h"
#include "sos/sos_words.page.h"

void sos_tell_story(struct desk *d, const struct sos_row *s, const char *what, struct moment at)
{
	struct out line = { .arena = d->arena };
	struct page p = { .out = &line, .base = d->base, .lang = LANG_JA };
	if (!s->family_id.v)
		return;
	sos_story_line(&p, s, str_of(what));
	family_story_add(d, &(struct family_line_new){ .family_id = s->family_id, .happened_at = at, .kind = STR("sos"), .line = str_trim(out_done(&line)),
		.room = STR("sos"), .subject_id = s->sos_id.v, .who_may_see = STR("staff") });
}

void sos_join_family(struct desk *d, int64_t subject_id, struct family_id family_id)
{
	struct sos_row *row;
	size_t n = subject_id ? sos_unclaimed(d, subject_id, &row) : 0;
	for (size_t i = 0; i < n; i++) {
		sos_claim(d, family_id, row[i].sos_id);
		row[i].family_id = family_id;
		sos_tell_story(d, &row[i], "raised", row[i].pressed_at.ms ? row[i].pressed_at : row[i].raised_at);
		if (row[i].taken_at.ms)
			sos_tell_story(d, &row[i], "taken", row[i].taken_at);
		if (row[i].closed_at.ms)
			sos_tell_story(d, &row[i], "closed", row[i].closed_at);
	}
}
