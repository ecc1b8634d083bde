/* A key on paper: base 32 without letters that are taken for others, in groups of four, with a check, so that a slip of the pen is noticed. */
#include "base/seal.h"
#include "base/out.h"
#include <sodium.h>

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
enum { KEY_LETTERS = 52, CHECK_LETTERS = 4, ALL_LETTERS = KEY_LETTERS + CHECK_LETTERS, GROUP = 4, KEY_BYTES = 32 };

static void check_of(const unsigned char *key, unsigned char ret[KEY_BYTES])
{
	crypto_generichash(ret, KEY_BYTES, key, KEY_BYTES, (const unsigned char *)"sheet", 5);
}

/* The i-th five bits of the bytes; past their end zeros. */
static unsigned five(const unsigned char *b, size_t n, size_t i)
{
	unsigned v = 0;
	for (size_t bit = i * 5; bit < i * 5 + 5; bit++)
		v = v << 1 | (bit / 8 < n ? (unsigned)b[bit / 8] >> (7 - bit % 8) & 1u : 0u);
	return v;
}

struct str seal_key_text(struct arena *a, const struct seal_key *key)
{
	struct out o = { .arena = a };
	unsigned char check[KEY_BYTES];
	check_of(key->b, check);
	for (size_t i = 0; i < ALL_LETTERS; i++) {
		unsigned v = i < KEY_LETTERS ? five(key->b, sizeof key->b, i) : five(check, sizeof check, i - KEY_LETTERS);
		if (i && i % GROUP == 0)
			out_put(&o, "-", 1);
		out_put(&o, &letters[v], 1);
	}
	return out_done(&o);
}

static int value_of(char c)
{
	c = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
	c = (char)(c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c);
	const char *at = c ? strchr(letters, c) : NULL;
	return at ? (int)(at - letters) : -1;
}

static bool line_parse(struct str line, struct seal_key *ret)
{
	unsigned char value[ALL_LETTERS], check[KEY_BYTES];
	struct seal_key key = { { 0 } };
	size_t n = 0;
	for (size_t i = 0; i < line.n; i++) {
		int v = value_of(line.s[i]);
		if (line.s[i] == ' ' || line.s[i] == '-' || line.s[i] == '\t' || line.s[i] == '\r')
			continue;
		if (v < 0 || n == ALL_LETTERS)
			return false;
		value[n++] = (unsigned char)v;
	}
	if (n != ALL_LETTERS || value[KEY_LETTERS - 1] & 15)    /* 256 bits are 51 letters and one bit */
		return false;
	for (size_t bit = 0; bit < KEY_BYTES * 8; bit++)
		key.b[bit / 8] = (unsigned char)(key.b[bit / 8] | (value[bit / 5] >> (4 - bit % 5) & 1) << (7 - bit % 8));
	check_of(key.b, check);
	for (size_t i = 0; i < CHECK_LETTERS; i++)
		if (value[KEY_LETTERS + i] != five(check, sizeof check, i))
			return false;
	*ret = key;
	return true;
}

bool seal_key_parse(struct str text, struct seal_key *ret)
{
	struct str line;
	while (str_cut(&text, '\n', &line))
		if (line_parse(line, ret))
			return true;
	return false;
}

struct str seal_key_mark(struct arena *a, const struct seal_key *key)
{
	unsigned char b[16];
	char z[2 * sizeof b + 1];
	crypto_generichash(b, sizeof b, key->b, sizeof key->b, (const unsigned char *)"mark", 4);
	sodium_bin2hex(z, sizeof z, b, sizeof b);
	return arena_str(a, (struct str){ z, 8 });
}
