/* The guard: refuses every request that two programs could read in two ways, and every size past its limit.
 *
 * libmicrohttpd 0.9 reads heads in place and is lenient: it joins folded lines, takes a bare LF for a line end, skips spaces and ends a
 * value at a NUL, and shows none of that. But the pieces it hands out still lie where they came: so each piece must begin exactly where
 * the one before it ended, and the whole must be as long as the head was (the byte count is the library's own). A folded line, a bare LF,
 * a NUL or a doubled space leaves a gap and is refused. No byte outside the pieces is read. From 1.0 on the library refuses these itself.
 * Chunked bodies are refused (411): browsers and proxies that buffer never send them, and their readers are where smuggling lives. */
#include "web/inside.h"

struct walk { struct exchange *x; struct guard *g; size_t host_n, length_n, coding_n, header_n; const char *next; bool is_chunked; };

static bool is_token(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		bool is_word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		if (!is_word && !(c && strchr("!#$%&'*+-.^_`|~", c)))
			return false;
	}
	return n > 0;
}

static bool has_control(struct str x)
{
	for (size_t i = 0; i < x.n; i++) {
		if (((unsigned char)x.s[i] < 0x20 && x.s[i] != '\t') || x.s[i] == 0x7f)
			return true;
	}
	return false;
}

bool guard_host(struct str x)
{
	if (x.n == 0 || x.n > 255)
		return false;
	for (size_t i = 0; i < x.n; i++) {
		char c = x.s[i];
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr(".-_:[]", c)) || c == 0)
			return false;
	}
	return true;
}

static int nibble(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Percent coding must be whole and stand for no control character; in a path also for no slash or backslash. */
static bool is_coded_well(struct str x, bool is_path)
{
	for (size_t i = 0; i < x.n; i++) {
		unsigned char c = (unsigned char)x.s[i];
		if (c <= ' ' || c == 0x7f || c == '#' || (is_path && c == '\\'))
			return false;
		if (c != '%')
			continue;
		if (x.n - i < 3 || nibble(x.s[i + 1]) < 0 || nibble(x.s[i + 2]) < 0)
			return false;
		int v = nibble(x.s[i + 1]) * 16 + nibble(x.s[i + 2]);
		if (v == 0 || (is_path && (v < 0x20 || v == 0x7f || v == '/' || v == '\\')))
			return false;
		i += 2;
	}
	return true;
}

static bool has_dots(struct str path)
{
	struct str one;
	while (str_cut(&path, '/', &one)) {
		if (str_is(one, ".") || str_is(one, ".."))
			return true;
	}
	return false;
}

bool guard_path(struct arena *a, struct str raw, struct str *ret_path)
{
	if (raw.n == 0 || raw.s[0] != '/' || str_starts(raw, "//") || !is_coded_well(raw, true))
		return false;
	char *b = arena_get(a, raw.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < raw.n; i++) {
		bool is_coded = raw.s[i] == '%';
		b[n++] = is_coded ? (char)(nibble(raw.s[i + 1]) * 16 + nibble(raw.s[i + 2])) : raw.s[i];
		i += is_coded ? 2 : 0;
	}
	*ret_path = (struct str){ b, n };
	return str_is_utf8(*ret_path) && !has_dots(*ret_path);
}

/* "http://host/path" must name the host that Host names; the rest is read as if it had come alone. */
static bool without_authority(struct str *uri, struct str host)
{
	size_t skip = str_starts(*uri, "http://") ? 7 : str_starts(*uri, "https://") ? 8 : 0;
	if (skip == 0)
		return true;
	struct str rest = { uri->s + skip, uri->n - skip };
	if (rest.n < host.n || strncasecmp(rest.s, host.s, host.n) != 0)
		return false;
	*uri = (struct str){ rest.s + host.n, rest.n - host.n };
	if (uri->n == 0)
		*uri = STR("/");
	return true;
}

static void read_length(struct walk *k, struct str v)
{
	int64_t n = -1;
	if (k->length_n++ || v.n == 0 || v.n > 18 || v.s[0] == '-' || !str_int(v, &n))
		k->g->status = 400;
	else
		k->g->body_n = (size_t)n;
}

static void read_header(struct walk *k, struct str name, struct str value)
{
	if (str_eq_nocase(name, "host")) {
		k->host_n++;
		k->g->host = value;
	} else if (str_eq_nocase(name, "content-length")) {
		read_length(k, value);
	} else if (str_eq_nocase(name, "transfer-encoding")) {
		k->coding_n++;
		k->is_chunked = str_eq_nocase(value, "chunked");
	} else if (str_eq_nocase(name, "expect") && !str_eq_nocase(value, "100-continue")) {
		k->g->status = 417;
	}
}

static enum MHD_Result each(void *arg, enum MHD_ValueKind kind, const char *key, const char *value)
{
	struct walk *k = arg;
	struct str name = str_of(key), v = str_of(value);
	(void)kind;
	k->header_n++;
	if (!value || !is_token(key, name.n) || has_control(v))
		k->g->status = 400;
#if MHD_VERSION < 0x01000000
	if (!value || key != k->next || value <= key + name.n || value > key + name.n + 64)
		k->g->status = 400;
	k->next = v.s + v.n + 2;
#endif
	if (k->g->status == 0)
		read_header(k, name, str_trim(v));
	return k->g->status ? MHD_NO : MHD_YES;
}

/* The bytes of the head, piece by piece, without a gap. */
static bool is_seamless(const struct walk *k, const char *method)
{
#if MHD_VERSION < 0x01000000
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(k->x->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	return info && k->next + 2 == method + info->header_size;
#else
	(void)k, (void)method;
	return true;
#endif
}

static bool is_line_seamless(const struct exchange *x, const char *method, const char *version)
{
#if MHD_VERSION < 0x01000000
	return x->uri_at == method + strlen(method) + 1 && version == x->uri_at + x->uri.n + 1;
#else
	(void)x, (void)method, (void)version;
	return true;
#endif
}

static int method_status(const char *method)
{
	static const char *const known[] = { "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT" };
	if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0 || strcmp(method, "POST") == 0)
		return 0;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strcmp(method, known[i]) == 0)
			return 405;
	}
	return is_token(method, strlen(method)) ? 501 : 400;
}

static int line_status(const struct exchange *x, const char *method, const char *version)
{
	if (!x->uri.s)
		return 414;
	if (!is_line_seamless(x, method, version))
		return 400;
	if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
		return 505;
	return method_status(method);
}

static int headers_status(const struct walk *k, const char *method)
{
	if (k->header_n > WEB_HEADERS_MAX)
		return 431;
	if (k->g->status)
		return k->g->status;
	if (k->host_n != 1 || !guard_host(k->g->host) || (k->coding_n && k->length_n) || k->coding_n > 1 || !is_seamless(k, method))
		return 400;
	if (k->coding_n)
		return k->is_chunked ? 411 : 501;
	if (k->g->body_n > 0 && strcmp(method, "POST") != 0)
		return 400;
	return k->g->body_n > k->x->web->conf.body_max ? 413 : 0;
}

void guard_head(struct exchange *x, const char *method, const char *version, struct guard *ret)
{
	struct walk k = { .x = x, .g = ret, .next = version + strlen(version) + 2 };
	*ret = (struct guard){ .status = line_status(x, method, version) };
	if (ret->status)
		return;
	MHD_get_connection_values(x->connection, MHD_HEADER_KIND, each, &k);
	ret->status = headers_status(&k, method);
	if (ret->status && ret->status != 413)          /* too large: the caller may still want to know where it was going */
		return;
	struct str uri = x->uri, raw = STR_NONE;
	if (!without_authority(&uri, ret->host)) {
		ret->status = 400;
		return;
	}
	str_cut(&uri, '?', &raw);
	ret->query = uri;
	if (!guard_path(x->arena, raw, &ret->path) || !is_coded_well(uri, false))
		ret->status = 400;
}
