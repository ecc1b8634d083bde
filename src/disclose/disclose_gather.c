/* Everything that is held about one guardian or child: the registered, what to know, the story, the talks, changes and looks. */
#include "base/out.h"
#include "disclose/disclose_inside.h"
#include "family/family_edit.h"
#include "family/family_own.h"

struct gathering { struct desk *d; const struct disclose_row *request; struct family_row family;
	struct family_guardian_row *guardian; size_t guardian_n; const struct family_guardian_row *self; struct str others; size_t n; };

struct thing_held { const char *kind; struct moment at; struct str words, by; };

static bool has(struct str words, struct str part)
{
	return part.n && str_has(words, part.s);
}

/* Of the words to hide, those that stand in it. */
static struct str hidden_in(struct gathering *g, struct str words)
{
	struct out o = { .arena = g->d->arena };
	struct str rest = g->others, one;
	while (str_cut(&rest, '\n', &one))
		if (has(words, arena_str(g->d->arena, one)))
			out_fmt(&o, "%.*s\n", STR_ARG(one));
	return str_trim(out_done(&o));
}

static void keep(struct gathering *g, const struct thing_held *x)
{
	struct str hidden = hidden_in(g, x->words);
	if (!x->words.n || g->n >= DISCLOSE_ITEMS_MOST)
		return;
	g->n++;
	disclose_item_add(g->d, &(struct disclose_item_add_in){ .item_id = { id_new() }, .request_id = g->request->request_id, .kind = str_of(x->kind),
		.happened_at = x->at, .words = x->words, .by_name = x->by, .hidden = hidden.n ? hidden : STR_NONE,
		.why = hidden.n ? STR("third") : STR_NONE });
}

/* The other grown-ups, and where a protected one lives. */
static struct str others_of(struct gathering *g)
{
	struct out o = { .arena = g->d->arena };
	for (size_t i = 0; i < g->guardian_n; i++) {
		const struct family_guardian_row *x = &g->guardian[i];
		if (g->self && x->guardian_id.v == g->self->guardian_id.v)
			continue;
		const struct str parts[] = { x->name, x->kana, x->phone, x->mail };
		for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
			if (parts[k].n)
				out_fmt(&o, "%.*s\n", STR_ARG(parts[k]));
	}
	if (g->family.is_secret && !(g->self && g->self->is_protected) && g->family.address.n)
		out_fmt(&o, "%.*s\n", STR_ARG(g->family.address));
	return out_done(&o);
}

static struct str day_text(struct desk *d, struct day on)
{
	struct day_parts x = day_split(on);
	return day_is_none(on) ? STR("") : arena_fmt(d->arena, "%04d-%02d-%02d", x.year, x.month, x.day);
}

static struct str line_of(struct desk *d, const struct str *part, size_t n)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < n; i++)
		if (part[i].n)
			out_fmt(&o, "%s%.*s", o.n ? " / " : "", STR_ARG(part[i]));
	return out_done(&o);
}

/* ---- the registered ---- */

static void registered(struct gathering *g)
{
	const struct family_row *f = &g->family;
	const struct str household[] = { f->name, f->kana, f->address, f->phone, f->mail, f->lang };
	keep(g, &(struct thing_held){ "household", f->registered_at, line_of(g->d, household, sizeof household / sizeof *household), STR_NONE });
	if (g->self) {
		const struct family_guardian_row *x = g->self;
		const struct str self[] = { x->name, x->kana, day_text(g->d, x->born_on), x->phone, x->mail };
		keep(g, &(struct thing_held){ "guardian", x->added_at, line_of(g->d, self, sizeof self / sizeof *self), STR_NONE });
	}
}

static bool is_asked(const struct gathering *g, struct child_id child_id)
{
	return !g->request->child_id.v || g->request->child_id.v == child_id.v;
}

static void children(struct gathering *g)
{
	struct family_child_row *x;
	struct family_pregnancy_row *y;
	size_t n = family_children_of(g->d, g->family.family_id, &x);
	for (size_t i = 0; i < n; i++) {
		const struct str part[] = { x[i].name, x[i].kana, day_text(g->d, x[i].born_on) };
		if (is_asked(g, x[i].child_id))
			keep(g, &(struct thing_held){ "child", x[i].added_at, line_of(g->d, part, sizeof part / sizeof *part), STR_NONE });
	}
	n = g->request->child_id.v ? 0 : family_pregnancies_of(g->d, g->family.family_id, &y);
	for (size_t i = 0; i < n; i++) {
		const struct str part[] = { day_text(g->d, y[i].due_on), day_text(g->d, y[i].notified_on), y[i].note };
		keep(g, &(struct thing_held){ "pregnancy", y[i].added_at, line_of(g->d, part, sizeof part / sizeof *part), STR_NONE });
	}
}

/* ---- what was written ---- */

static void facts(struct gathering *g)
{
	struct family_fact_row *x;
	size_t n = family_facts_of(g->d, g->family.family_id, &x);
	for (size_t i = 0; i < n; i++)
		if (!x[i].child_id.v || is_asked(g, x[i].child_id))
			keep(g, &(struct thing_held){ "fact", day_moment(x[i].noted_on, 12 * 60), x[i].line, x[i].by_name });
}

/* Words of another guardian's own talks are not this one's; lines without words say only that there was something. */
static void story(struct gathering *g)
{
	struct family_story_row *x;
	size_t n = family_story_of(g->d, g->family.family_id, true, FAMILY_STORY_MOST, &x);
	for (size_t i = n; i-- > 0;) {
		bool is_others = x[i].owner_account_id.v && !(g->self && x[i].owner_account_id.v == g->self->account_id.v);
		if (!is_others && !x[i].moved_to_family_id.v && x[i].line.n && !str_is(x[i].kind, "registered") && !str_is(x[i].kind, "account"))
			keep(g, &(struct thing_held){ "story", x[i].happened_at, x[i].line, x[i].by_name });
	}
}

static void talks(struct gathering *g)
{
	for (size_t i = 0; g->self && g->self->account_id.v && !g->request->child_id.v && i < family_piece_n; i++) {
		struct family_told *x;
		size_t n = family_pieces[i].told && tenant_has_room(g->d->tenant, family_pieces[i].room)
			? family_pieces[i].told(g->d, g->self->account_id, &x) : 0;
		for (size_t k = 0; k < n; k++)
			keep(g, &(struct thing_held){ x[k].is_from_staff ? "answer" : "talk", x[k].at, x[k].words, x[k].by });
	}
}

static void changes(struct gathering *g)
{
	struct family_edit_changes_row *x;
	size_t n = family_edit_changes(g->d, g->family.family_id, &x);
	for (size_t i = n; i-- > 0;) {
		bool is_about = str_is(x[i].kind, "household") || (g->self && x[i].subject_n == g->self->guardian_id.v)
			|| (str_is(x[i].kind, "child") && is_asked(g, (struct child_id){ x[i].subject_n }));
		if (is_about)
			keep(g, &(struct thing_held){ "change", x[i].changed_at, arena_fmt(g->d->arena, "%.*s \u2192 %.*s", STR_ARG(x[i].was), STR_ARG(x[i].became)),
				x[i].by_name });
	}
}

size_t disclose_collect(struct desk *d, const struct disclose_row *x)
{
	struct gathering g = { .d = d, .request = x };
	if (!family_by_id(d, x->family_id, &g.family))
		return 0;
	g.guardian_n = family_guardians_of(d, g.family.family_id, &g.guardian);
	for (size_t i = 0; i < g.guardian_n; i++)
		if (g.guardian[i].guardian_id.v == x->guardian_id.v)
			g.self = &g.guardian[i];
	g.others = others_of(&g);
	registered(&g);
	children(&g);
	facts(&g);
	story(&g);
	talks(&g);
	changes(&g);
	return g.n;
}
