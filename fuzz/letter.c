/* Letters: six pieces between tabs become addresses, name, subject and number of a letter, the rest its text. Refused, or no line of anybody's is a
 * head line. */
#include "fuzz/fuzz.h"
#include "web/letter.h"

static void check_lines(struct str all)
{
	static const char *const known[] = { "From:", "To:", "Subject:", "Date:", "Message-ID:", "Reply-To:", "MIME-Version:", "Content-", "Auto-Submitted:",
		"X-Auto-Response-Suppress:" };
	struct str line;
	while (str_cut(&all, '\n', &line) && line.n > 1) {
		bool is_known = line.s[0] == ' ';
		CHECK(line.s[line.n - 1] == '\r' && line.n <= 999 && !str_has((struct str){ line.s, line.n - 1 }, "\r"));
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			is_known = is_known || str_starts(line, known[i]);
		CHECK(is_known);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str rest = arena_str(a, (struct str){ (const char *)data, n < 20000 ? n : 20000 }), why = STR_NONE;
	struct letter l = { .timeout_s = 1 };
	struct out o = { .arena = a };
	str_cut(&rest, '\t', &l.from);
	str_cut(&rest, '\t', &l.to);
	str_cut(&rest, '\t', &l.reply_to);
	str_cut(&rest, '\t', &l.message_id);
	str_cut(&rest, '\t', &l.from_name);
	str_cut(&rest, '\t', &l.subject);
	l.text = rest;
	if (letter_write(&o, &l, &why))
		check_lines(out_done(&o));
	else
		CHECK(why.n);
	arena_free(a);
	return 0;
}
