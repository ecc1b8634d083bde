/* What the tokenizer finds: two letters, one letter, any width, marks that are no text. */
#include "store/tokenize.h"
#include "base/fold.h"
#include "tests/test.h"
#include <string.h>

static sqlite3 *words_of(const char *const *text)
{
	sqlite3 *db;
	sqlite3_stmt *st;
	if (sqlite3_open(":memory:", &db) || store_tokenizer_add(db)
		|| sqlite3_exec(db, "CREATE VIRTUAL TABLE w USING fts5(words, tokenize = 'yorisoi')", NULL, NULL, NULL)
		|| sqlite3_prepare_v2(db, "INSERT INTO w (rowid, words) VALUES (?1, ?2)", -1, &st, NULL))
		return NULL;
	for (int i = 0; text[i]; i++) {
		sqlite3_bind_int(st, 1, i + 1);
		sqlite3_bind_text(st, 2, text[i], -1, SQLITE_STATIC);
		sqlite3_step(st);
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	return db;
}

/* The rows that are found, as "1 3 ". */
static struct str found(sqlite3 *db, const char *word, const char *mark)
{
	struct out ask = { .arena = test_arena() }, o = { .arena = test_arena() };
	sqlite3_stmt *st;
	if (*word)
		fold_phrase(&ask, fold_text(test_arena(), str_of(word)));
	if (*mark)
		out_fmt(&ask, "%s\"%s\"", *word ? " AND " : "", mark);
	if (sqlite3_prepare_v2(db, "SELECT rowid FROM w WHERE w MATCH ?1 ORDER BY rowid", -1, &st, NULL))
		return STR_NONE;
	sqlite3_bind_text(st, 1, out_done(&ask).s, -1, SQLITE_STATIC);
	while (sqlite3_step(st) == SQLITE_ROW)
		out_fmt(&o, "%d ", sqlite3_column_int(st, 0));
	EXPECT_INT(sqlite3_finalize(st), SQLITE_OK);
	return out_done(&o);
}

TEST(tokenizer_finds_short_words_in_any_spelling_and_marks_beside_them)
{
	static const char *const text[] = { "一時預かりのできる保育園 =tnursery =f", "ﾌｧﾐﾘｰ･ｻﾎﾟｰﾄ（預り） =tcare", "山﨑 子ども食堂", "保 育", "Nursery ＢＵＳ =tnursery", NULL };
	sqlite3 *db = words_of(text);
	REQUIRE(db);
	EXPECT_STR(found(db, "保育", ""), "1 4 ");
	EXPECT_STR(found(db, "預か", ""), "1 ");
	EXPECT_STR(found(db, "保育園", ""), "1 ");
	EXPECT_STR(found(db, "保", ""), "1 4 ");
	EXPECT_STR(found(db, "ファミリーサポート", ""), "2 ");
	EXPECT_STR(found(db, "さぽと", ""), "2 ");
	EXPECT_STR(found(db, "山崎", ""), "3 ");
	EXPECT_STR(found(db, "bus", ""), "5 ");
	EXPECT_STR(found(db, "園保", ""), "");
	EXPECT_STR(found(db, "", "=tnursery"), "1 5 ");
	EXPECT_STR(found(db, "保育", "=tnursery"), "1 ");
	EXPECT_STR(found(db, "tn", ""), "");
	EXPECT_INT(sqlite3_exec(db, "DELETE FROM w WHERE rowid = 1; INSERT INTO w (w) VALUES ('integrity-check')", NULL, NULL, NULL), SQLITE_OK);
	EXPECT_STR(found(db, "保育", ""), "4 ");
	sqlite3_close(db);
}

TEST(tokenizer_takes_long_texts_without_a_break)
{
	struct out o = { .arena = test_arena() };
	for (int i = 0; i < 3000; i++)
		out_z(&o, "保育と遊び");
	const char *const text[] = { out_done(&o).s, "", NULL };
	sqlite3 *db = words_of(text);
	REQUIRE(db);
	EXPECT_STR(found(db, "遊び保育", ""), "1 ");
	sqlite3_close(db);
}
