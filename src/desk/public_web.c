/* The public pages of a town, and the door of its demo. */
#include "desk/may.h"
#include "desk/public.h"
#include "desk/public.page.h"
#include "desk/refuse.h"

enum { FOLD_FROM = 4, PEOPLE_MOST = 60, FACE_N = 8 };

/* Counters in the order of the areas; those that belong to no area come first. */
static size_t places(struct desk *d, struct public_place **ret)
{
	const struct tenant *t = d->tenant;
	struct public_place *place = ARENA_ARRAY(d->arena, struct public_place, t->area_n + 1);
	size_t n = 0;
	for (size_t a = 0; a <= t->area_n; a++) {
		const struct tenant_area *area = a ? &t->area[a - 1] : NULL;
		const struct tenant_counter **counter = ARENA_ARRAY(d->arena, const struct tenant_counter *, t->counter_n + 1);
		size_t counter_n = 0;
		for (size_t i = 0; i < t->counter_n; i++)
			if (t->counter[i].area_id.v == (area ? area->area_id.v : 0))
				counter[counter_n++] = &t->counter[i];
		if (counter_n)
			place[n++] = (struct public_place){ area, counter, counter_n };
	}
	*ret = place;
	return n;
}

/* Where a database is asked, all rooms ask before the first of them waits. */
static void pieces_ask(struct desk *d)
{
	for (size_t i = 0; i < public_piece_n; i++)
		if (tenant_has_room(d->tenant, public_pieces[i].room))
			public_pieces[i].read(d);
}

static void pieces(struct desk *d, struct public_home *v)
{
	for (size_t i = 0; i < public_piece_n && v->shown_n < PUBLIC_PIECES; i++) {
		const void *view = tenant_has_room(d->tenant, public_pieces[i].room) ? public_pieces[i].read(d) : NULL;
		if (view)
			v->shown[v->shown_n++] = (struct public_shown){ &public_pieces[i], view };
	}
}

static void show_home(struct desk *d, struct call *c)
{
	struct page p;
	struct public_home v = { .tenant = d->tenant, .has_consult = tenant_has_room(d->tenant, "consult"), .is_family = d->who.role == ROLE_FAMILY };
	v.place_n = places(d, &v.place);
	v.has_directory = tenant_has_room(d->tenant, "directory");
	pieces(d, &v);
	v.is_many = v.place_n > FOLD_FROM || d->tenant->counter_n > 2 * FOLD_FROM;
	frame_begin(&p, d, c, TAB_HOME);
	v.is_night = frame_of(&p)->is_night;
	public_home_page(&p, &v);
}

/* A text of the tenant's, a paragraph a line. */
static void show_texts(struct desk *d, struct call *c, enum tab tab, struct str text, void (*page)(struct page *, const struct public_texts *))
{
	struct page p;
	struct str rest = text, one;
	size_t most = 1, n = 0;
	for (size_t i = 0; i < text.n; i++)
		most += text.s[i] == '\n';
	struct str *line = ARENA_ARRAY(d->arena, struct str, most);
	while (rest.n && str_cut(&rest, '\n', &one))
		if (str_trim(one).n)
			line[n++] = str_trim(one);
	frame_begin(&p, d, c, tab);
	frame_of(&p)->back = STR("/");
	page(&p, &(struct public_texts){ d->tenant, line, n });
}

static void show_about(struct desk *d, struct call *c)
{
	show_texts(d, c, TAB_NONE, d->tenant->terms, public_about_page);
}

static void show_privacy(struct desk *d, struct call *c)
{
	show_texts(d, c, TAB_NONE, d->tenant->privacy, public_privacy_page);
}

static void show_access(struct desk *d, struct call *c)
{
	show_texts(d, c, TAB_NONE, d->tenant->access_text, public_access_page);
}

static void show_numbers(struct desk *d, struct call *c)
{
	show_texts(d, c, TAB_NUMBERS, STR_NONE, public_numbers_page);
}

int64_t public_face(const struct public_people_row *x)
{
	int64_t face = 0;
	if (str_int(x->face, &face) && face >= 1 && face <= FACE_N)
		return face;
	for (size_t i = 0; i < x->login.n; i++)
		face = (face * 31 + (unsigned char)x->login.s[i]) % FACE_N;
	return face + 1;
}

/* Whom to be, in a town where nothing is real. A town with real families has no such door. */
static void show_door(struct desk *d, struct call *c)
{
	struct public_door v = { .tenant = d->tenant };
	struct page p;
	if (!d->is_demo) {
		refuse_missing(d, c);
		return;
	}
	v.person_n = public_people(d, PEOPLE_MOST, &v.person);
	frame_begin(&p, d, c, TAB_HOME);
	frame_of(&p)->is_noindex = true;
	frame_of(&p)->back = STR("/");
	public_door_page(&p, &v);
}

const struct route public_routes[] = {
	{ METHOD_GET, "/", MAY_READ_SITE, show_home, NULL, NULL, NULL, NULL },
	{ METHOD_GET, "/about", MAY_READ_SITE, show_about, NULL, NULL, NULL, NULL },
	{ METHOD_GET, "/privacy", MAY_READ_SITE, show_privacy, NULL, NULL, NULL, NULL },
	{ METHOD_GET, "/accessibility", MAY_READ_SITE, show_access, NULL, NULL, NULL, NULL },
	{ METHOD_GET, "/numbers", MAY_READ_SITE, show_numbers, NULL, NULL, NULL, NULL },
	{ METHOD_GET, "/demo", MAY_DEMO_ENTER, show_door, NULL, NULL, NULL, NULL },
};
const struct route_asked public_asked = { show_home, pieces_ask };
const size_t public_route_n = sizeof public_routes / sizeof *public_routes;
