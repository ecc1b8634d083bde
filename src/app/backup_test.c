/* What is forgotten here is forgotten in the older backups beside the new one, and what hourly work drops from the disk. */
#include "app/backup_files.h"
#include "app/courier.h"
#include "base/clock.h"
#include "file/file.h"
#include "tests/pg.h"
#include "tests/visit.h"
#include <sys/stat.h>
#include <unistd.h>

struct tale { struct str box; int64_t subject_id; size_t n; };

static struct file_place place_of(const struct tale *t)
{
	return (struct file_place){ .kind = "talk", .subject_id = t->subject_id, .part_id = 1 };
}

static void put(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct file_place p = place_of(t);
	struct file_staged staged;
	struct file_holder_of_row row;
	EXPECT_INT(file_stage(d, STR("%PDF-1.4\n%%EOF\n"), &staged), FILE_OK);
	file_attach(d, &p, &staged);
	EXPECT(file_holder_of(d, STR("talk"), (struct subject_id){ t->subject_id }, &row));
	t->box = arena_str(test_arena(), row.key_box);
}

static void erase(struct desk *d, void *arg)
{
	struct file_place p = place_of(arg);
	file_erase(d, &p);
}

static void count_gone(struct desk *d, void *arg)
{
	struct file_gone_row *row;
	((struct tale *)arg)->n = file_gone_list(d, 10, &row);
}

static bool file_holds(struct str path, struct str what)
{
	FILE *f = fopen(path.s, "re");
	char *b = arena_get(test_arena(), 8 << 20);
	size_t n = f ? fread(b, 1, 8 << 20, f) : 0;
	EXPECT(n > 0);
	if (f)
		fclose(f);
	return what.n && memmem(b, n, what.s, what.n) != NULL;
}

TEST_ON_SQLITE(a_key_that_was_destroyed_is_destroyed_in_older_backups_too)
{
	struct town *town = town_build();
	struct tale gone = { .subject_id = 5 }, stays = { .subject_id = 6 };
	struct str why, old = arena_fmt(test_arena(), "%s/old", test_folder()), db = arena_fmt(test_arena(), "%.*s/hana.db", STR_ARG(old));
	struct args a = { .arena = test_arena(), .word = { arena_fmt(test_arena(), "%s/new", test_folder()) } };
	town_act(town, town->here, put, &gone);
	town_act(town, town->here, put, &stays);
	REQUIRE(mkdir(old.s, 0700) == 0 && mkdir(a.word[0].s, 0700) == 0 && store_copy(town->here->store, db.s, NULL, test_arena(), &why));
	EXPECT(file_holds(db, gone.box) && file_holds(db, stays.box));
	EXPECT_INT(backup_strike(&a, town->here), 0);
	town_act(town, town->here, erase, &gone);
	EXPECT_INT(backup_strike(&a, town->here), 1);
	EXPECT(!file_holds(db, gone.box) && file_holds(db, stays.box));
	EXPECT(access(arena_fmt(test_arena(), "%s-wal", db.s).s, F_OK) != 0);
	EXPECT(store_verify_file(db.s, test_arena(), &why));
	EXPECT_INT(backup_strike(&a, town->here), 0);
	town_leave(town);
}

static int64_t files_of(struct town *town)
{
	struct args a = { .arena = test_arena(), .word = { arena_fmt(test_arena(), "%s/%s", test_folder(), id_token(test_arena()).s) } };
	int64_t n = -1;
	EXPECT(mkdir(a.word[0].s, 0700) == 0 && backup_files(&a, town->here, &n));
	return n;
}

TEST(what_was_forgotten_leaves_the_disk_within_the_hour)
{
	struct town *town = town_build();
	struct tale gone = { .subject_id = 5 }, stays = { .subject_id = 6 };
	town_act(town, town->here, put, &gone);
	town_act(town, town->here, put, &stays);
	EXPECT_INT(files_of(town), 2);
	town_act(town, town->here, erase, &gone);
	courier_round(town->here, town->arena, true);
	EXPECT_INT(files_of(town), 1);
	town_act(town, town->here, count_gone, &gone);
	EXPECT_INT(gone.n, 0);
	town_leave(town);
}

/* ---- photos of a form ---- */

static struct str form_with(struct visit *v, const char *words, struct str file)
{
	struct out o = { .arena = test_arena() };
	visit_body(v, "");                              /* has both keys ready */
	out_fmt(&o, "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%.*s\r\n", STR_ARG(v->csrf));
	out_fmt(&o, "--b\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\n%.*s\r\n", STR_ARG(v->once));
	out_fmt(&o, "--b\r\nContent-Disposition: form-data; name=\"words\"\r\n\r\n%s\r\n", words);
	out_z(&o, "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n");
	out_str(&o, file);
	out_z(&o, "\r\n--b--\r\n");
	return out_done(&o);
}

static void ask_with(struct visit *v, struct str body)
{
	visit_ask(v, &(struct ask){ .method = METHOD_POST, .path = STR("/ask"), .body = body, .type = STR("multipart/form-data; boundary=b") });
}

TEST(a_form_with_a_file_acts_once_and_leaves_nothing_when_it_is_refused)
{
	struct town *town = town_build();
	struct visit *v = visit_enter(town, PERSON_NOBODY);
	visit_form(v, "/ask");
	struct str body = form_with(v, "Yonaki", STR("%PDF-1.4\n%%EOF\n"));
	ask_with(v, body);
	EXPECT_INT(v->status, 303);
	EXPECT_INT(files_of(town), 1);
	ask_with(v, body);                              /* sent again: leads to the same place, keeps no second file */
	EXPECT_INT(v->status, 303);
	EXPECT_INT(files_of(town), 1);
	visit_form(v, "/ask");
	ask_with(v, form_with(v, "", STR("%PDF-1.4\n%%EOF\n")));
	EXPECT_INT(v->status, 422);
	EXPECT_INT(files_of(town), 1);
	visit_form(v, "/ask");
	ask_with(v, form_with(v, "Words stay", STR("GIF89a")));
	EXPECT_INT(v->status, 422);
	EXPECT(visit_has(v, "Words stay") && visit_has(v, "photo-error"));
	EXPECT_INT(files_of(town), 1);
	visit_leave(v);
	town_leave(town);
}

/* However the store fails, what is named is there, and what is acknowledged is named. */
TEST(a_failing_store_never_names_a_file_that_is_not_there)
{
	struct town *town = town_build();
	struct visit *v = visit_enter(town, PERSON_NOBODY);
	visit_form(v, "/ask");
	struct str body = form_with(v, "Yonaki", STR("%PDF-1.4\n%%EOF\n"));
	int at = 1;
	for (v->status = 500; at < 60 && v->status != 303; at++) {
		struct str before = town_content(town, town->here);
		town->serve.fault_at = at;
		ask_with(v, body);
		town->serve.fault_at = 0;
		EXPECT(v->status == 303 || str_eq(before, town_content(town, town->here)));
	}
	EXPECT(at > 5 && at < 60);
	EXPECT(v->status == 303);
	visit_leave(v);
	town_leave(town);
}
