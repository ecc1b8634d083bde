/* Looking a password up among the common ones. */
#include "base/common.h"
#include <string.h>
#include <strings.h>

static bool is_listed(struct str word)
{
	size_t from = 0, to = common_words_n;
	while (from < to) {
		size_t at = from + (to - from) / 2;
		while (at > from && common_words[at - 1] != '\n')
			at--;
		size_t n = strcspn(common_words + at, "\n");
		int order = strncasecmp(word.s, common_words + at, word.n < n ? word.n : n);
		if (!order && word.n == n)
			return true;
		if (order < 0 || (!order && word.n < n))
			to = at;
		else
			from = at + n + 1;
	}
	return false;
}

bool common_has(struct str password)
{
	struct str stem = password;
	if (is_listed(password))
		return true;
	while (stem.n && strchr("0123456789!#$%&*+-_.,:;=?@~^/ ", stem.s[stem.n - 1]))
		stem.n--;
	return stem.n >= 4 && stem.n < password.n && is_listed(stem);
}

/* ---- made of what everybody knows ---- */
/* What a finger walks along, in either direction. */
static const char *const track[] = { "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "1234567890-=",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "!qaz@wsx#edc$rfv%tgb^yhn&ujm", "!@#$%^&*()_+", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p",
	"147258369", "741852963" };
enum { PIECE = 3, OWN = 4 };    /* shorter pieces happen by chance; as many letters of one's own make it somebody's */

static char lower_of(char letter)
{
	return letter >= 'A' && letter <= 'Z' ? (char)(letter + ('a' - 'A')) : letter;
}

/* How far `s` goes along the track from its place `at`, step by step. */
static size_t walk_n(struct str s, const char *line, size_t at, int step)
{
	size_t line_n = strlen(line), n = 0;
	while (n < s.n && at < line_n && lower_of(s.s[n]) == line[at]) {
		n++;
		at += (size_t)step;     /* below the first place it wraps and is far beyond the last */
	}
	return n;
}

static size_t longest_walk(struct str s)
{
	size_t best = 1;
	while (best < s.n && lower_of(s.s[best]) == lower_of(s.s[0]))
		best++;
	for (size_t i = 0; i < sizeof track / sizeof *track; i++)
		for (const char *at = strchr(track[i], lower_of(s.s[0])); at && *at; at = strchr(at + 1, lower_of(s.s[0]))) {
			size_t up = walk_n(s, track[i], (size_t)(at - track[i]), 1), down = walk_n(s, track[i], (size_t)(at - track[i]), -1);
			best = up > best ? up : best;
			best = down > best ? down : best;
		}
	return best;
}

static size_t longest_word(struct str s, const struct str *word, size_t word_n)
{
	size_t best = 0;
	for (size_t i = 0; i < word_n; i++)
		if (word[i].n >= PIECE && word[i].n > best && word[i].n <= s.n && strncasecmp(s.s, word[i].s, word[i].n) == 0)
			best = word[i].n;
	return best;
}

static bool is_said_again(struct str s)
{
	for (size_t n = 1; n <= s.n / 2; n++)
		if (memcmp(s.s, s.s + n, s.n - n) == 0)
			return true;
	return false;
}

bool common_is_made_of(struct str password, const struct str *word, size_t word_n)
{
	size_t letter_n = 0, sign_n = 0;
	bool has_word = false;
	for (struct str rest = password; rest.n;) {
		size_t n = longest_word(rest, word, word_n), walk = longest_walk(rest);
		has_word = has_word || n;
		n = walk > n && walk >= PIECE ? walk : n;
		if (n == 0) {
			n = 1;
			bool is_letter = (rest.s[0] & 0x80) || (lower_of(rest.s[0]) >= 'a' && lower_of(rest.s[0]) <= 'z');
			letter_n += is_letter && (rest.s[0] & 0xC0) != 0x80;    /* a letter of more bytes counts at its first */
			sign_n += !is_letter;
		}
		rest = (struct str){ rest.s + n, rest.n - n };
	}
	return is_said_again(password) || letter_n + (has_word ? 0 : sign_n) < OWN;
}
