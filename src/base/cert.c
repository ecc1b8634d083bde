/* Certificates, by OpenSSL. What is written is written beside, synced, and renamed. */
#include "base/cert.h"
#include "base/durable.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CA_DAYS = 3653, SITE_DAYS = 397, DAY_S = 86400, BACK_S = 3600 };

static bool refuse(struct str why, struct str *ret_why)
{
	*ret_why = why;
	return false;
}

static bool openssl_says(struct arena *a, const char *what, struct str *ret_why)
{
	char text[200] = "no reason given";
	unsigned long code = ERR_get_error();
	if (code)
		ERR_error_string_n(code, text, sizeof text);
	ERR_clear_error();
	*ret_why = arena_fmt(a, "%s: %s.", what, text);
	return false;
}

static const char *in(struct arena *a, struct str folder, const char *name)
{
	return arena_fmt(a, "%.*s/%s", STR_ARG(folder), name).s;
}

/* ---- writing ---- */

static FILE *begin(struct arena *a, const char *path, mode_t mode)
{
	int fd = open(arena_fmt(a, "%s.new", path).s, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	FILE *f = fd >= 0 && fchmod(fd, mode) == 0 ? fdopen(fd, "w") : NULL;
	if (!f && fd >= 0)
		close(fd);
	return f;
}

static bool finish(struct arena *a, FILE *f, const char *path, bool is_fine, struct str *ret_why)
{
	const char *part = arena_fmt(a, "%s.new", path).s;
	is_fine = f && is_fine && fflush(f) == 0 && fsync(fileno(f)) == 0;
	is_fine = f && fclose(f) == 0 && is_fine && rename(part, path) == 0 && durable_name(path);
	return is_fine ? true : refuse(arena_fmt(a, "%s cannot be written: %s. Certificates are root's: use sudo.", path, strerror(errno)), ret_why);
}

static bool write_key(struct arena *a, const char *path, EVP_PKEY *key, struct str *ret_why)
{
	FILE *f = begin(a, path, 0600);
	return finish(a, f, path, f && PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL), ret_why);
}

static bool write_chain(struct arena *a, const char *path, X509 *first, const STACK_OF(X509) *more, struct str *ret_why)
{
	FILE *f = begin(a, path, 0644);
	bool is_fine = f && PEM_write_X509(f, first);
	for (int i = 0; is_fine && i < sk_X509_num(more); i++)
		is_fine = X509_cmp(first, sk_X509_value(more, i)) == 0 || PEM_write_X509(f, sk_X509_value(more, i));
	return finish(a, f, path, is_fine, ret_why);
}

/* The key is in place before the certificate that needs it, and both are the new ones or the old ones to whoever reads after the end. */
struct pair { X509 *crt; EVP_PKEY *key; };

static bool write_site(struct arena *a, struct str folder, const struct pair *site, const STACK_OF(X509) *more, struct str *ret_why)
{
	return write_key(a, in(a, folder, "site.key"), site->key, ret_why) && write_chain(a, in(a, folder, "site.crt"), site->crt, more, ret_why);
}

/* ---- making ---- */

static bool extend(X509 *x, X509 *issuer, int what, const char *value)
{
	X509V3_CTX c;
	X509V3_set_ctx_nodb(&c);
	X509V3_set_ctx(&c, issuer, x, NULL, NULL, 0);
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, &c, what, value);
	bool is_fine = e && X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
	return is_fine;
}

static X509 *blank(struct str name, int days, EVP_PKEY *key)
{
	X509 *x = X509_new();
	unsigned char serial[16];
	BIGNUM *n = RAND_bytes(serial, sizeof serial) == 1 ? BN_bin2bn(serial, sizeof serial, NULL) : NULL;
	X509_NAME *subject = x ? X509_get_subject_name(x) : NULL;
	bool is_fine = n && subject && BN_clear_bit(n, 127) == 1 && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x)) && X509_set_version(x, X509_VERSION_3)
		&& X509_gmtime_adj(X509_getm_notBefore(x), -BACK_S) && X509_time_adj_ex(X509_getm_notAfter(x), days, 0, NULL) && X509_set_pubkey(x, key)
		&& X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name.s, (int)name.n, -1, 0);
	BN_free(n);
	if (is_fine)
		return x;
	X509_free(x);
	return NULL;
}

static bool is_address(struct str host)
{
	for (size_t i = 0; i < host.n; i++)
		if (!strchr("0123456789.:abcdefABCDEF", host.s[i]))
			return false;
	return str_has(host, ":") || (host.n && host.s[host.n - 1] >= '0' && host.s[host.n - 1] <= '9');
}

static bool is_host(struct str host)
{
	bool is_fine = host.n > 0 && host.n < 254;
	for (size_t i = 0; i < host.n && is_fine; i++)
		is_fine = host.s[i] > 0 && strchr("-.:0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", host.s[i]);
	return is_fine;
}

/* `DNS:a,IP:b`, or with `permitted;` before each for the names an authority may sign for. */
static bool list(struct arena *a, struct str hosts, bool is_permission, struct str *ret)
{
	struct str one;
	*ret = STR("");
	while (str_cut(&hosts, ',', &one)) {
		one = str_trim(one);
		if (!is_host(one) || (is_permission && is_address(one)))
			return false;
		*ret = arena_fmt(a, "%.*s%s%s%s:%.*s", STR_ARG(*ret), ret->n ? "," : "", is_permission ? "permitted;" : "", is_address(one) ? "IP" : "DNS",
			STR_ARG(one));
	}
	return ret->n > 0;
}

static bool sign_ca(struct arena *a, X509 *x, EVP_PKEY *key, struct str domains)
{
	struct str permitted;
	return X509_set_issuer_name(x, X509_get_subject_name(x)) && extend(x, x, NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
		&& extend(x, x, NID_key_usage, "critical,keyCertSign,cRLSign") && extend(x, x, NID_subject_key_identifier, "hash")
		&& (!domains.n || (list(a, domains, true, &permitted) && extend(x, x, NID_name_constraints, arena_fmt(a, "critical,%s", permitted.s).s)))
		&& X509_sign(x, key, EVP_sha256());
}

bool cert_make_ca(struct arena *a, struct str folder, struct str name, struct str domains, struct str *ret_why)
{
	const char *crt = in(a, folder, "ca.crt"), *path = in(a, folder, "ca.key");
	if (mkdir(arena_str(a, folder).s, 0755) != 0 && errno != EEXIST)
		return refuse(arena_fmt(a, "%.*s cannot be made: %s.", STR_ARG(folder), strerror(errno)), ret_why);
	if (access(crt, F_OK) == 0 || access(path, F_OK) == 0)
		return refuse(arena_fmt(a, "There is an authority in %.*s already. A new one would have to be put into every PC again; move the old one away "
			"first if you want that.", STR_ARG(folder)), ret_why);
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = key ? blank(name, CA_DAYS, key) : NULL;
	bool is_fine = x && sign_ca(a, x, key, domains) ? true : openssl_says(a, "The authority was not made (are the domains written a.example,b.example?)",
		ret_why);
	is_fine = is_fine && write_key(a, path, key, ret_why) && write_chain(a, crt, x, NULL, ret_why);
	X509_free(x);
	EVP_PKEY_free(key);
	return is_fine;
}

static X509 *read_crt(const char *path)
{
	FILE *f = fopen(path, "re");
	X509 *x = f ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;
	if (f)
		fclose(f);
	return x;
}

static EVP_PKEY *read_key(const char *path)
{
	FILE *f = fopen(path, "re");
	EVP_PKEY *key = f ? PEM_read_PrivateKey(f, NULL, NULL, NULL) : NULL;
	if (f)
		fclose(f);
	return key;
}

static bool sign_site(X509 *x, const struct pair *by, struct str names)
{
	X509 *ca = by->crt;
	return X509_set_issuer_name(x, X509_get_subject_name(ca)) && extend(x, ca, NID_basic_constraints, "critical,CA:FALSE")
		&& extend(x, ca, NID_key_usage, "critical,digitalSignature") && extend(x, ca, NID_ext_key_usage, "serverAuth")
		&& extend(x, ca, NID_subject_key_identifier, "hash") && extend(x, ca, NID_authority_key_identifier, "keyid")
		&& extend(x, ca, NID_subject_alt_name, names.s) && X509_sign(x, by->key, EVP_sha256());
}

/* What the authority may not sign for, browsers would refuse without a word that helps: so it is asked here. */
static bool is_trusted(X509 *x, X509 *ca)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *c = X509_STORE_CTX_new();
	bool is_fine = store && c && X509_STORE_add_cert(store, ca) && X509_STORE_CTX_init(c, store, x, NULL) && X509_verify_cert(c) == 1;
	X509_STORE_CTX_free(c);
	X509_STORE_free(store);
	ERR_clear_error();
	return is_fine;
}

static bool make_signed(struct arena *a, struct str folder, const struct pair *ca, struct str hosts, struct str *ret_why)
{
	struct str names, rest = hosts, first;
	str_cut(&rest, ',', &first);
	if (!list(a, hosts, false, &names))
		return refuse(STR("Name the hosts as browsers will: kosodate.example.jp or 192.0.2.7."), ret_why);
	struct pair site = { .key = EVP_EC_gen("P-256") };
	site.crt = site.key ? blank(str_trim(first), SITE_DAYS, site.key) : NULL;
	STACK_OF(X509) *more = sk_X509_new_null();
	bool is_fine = site.crt && more && sign_site(site.crt, ca, names) && sk_X509_push(more, ca->crt) ? true
		: openssl_says(a, "The certificate was not made", ret_why);
	if (is_fine && !is_trusted(site.crt, ca->crt))
		is_fine = refuse(arena_fmt(a, "The authority in %.*s may not sign for all of %.*s (or has ended): it was made for other domains.", STR_ARG(folder),
			STR_ARG(hosts)), ret_why);
	is_fine = is_fine && write_site(a, folder, &site, more, ret_why);
	sk_X509_free(more);
	X509_free(site.crt);
	EVP_PKEY_free(site.key);
	return is_fine;
}

bool cert_make(struct arena *a, struct str folder, struct str hosts, struct str *ret_why)
{
	struct pair ca = { read_crt(in(a, folder, "ca.crt")), read_key(in(a, folder, "ca.key")) };
	bool is_fine = ca.crt && ca.key ? make_signed(a, folder, &ca, hosts, ret_why)
		: refuse(arena_fmt(a, "There is no authority in %.*s, or it is not yours to read. Make one first: sudo yorisoi tls ca", STR_ARG(folder)), ret_why);
	X509_free(ca.crt);
	EVP_PKEY_free(ca.key);
	ERR_clear_error();
	return is_fine;
}

/* ---- from elsewhere ---- */

static bool take_pfx(struct arena *a, struct str folder, PKCS12 *pfx, const char *password, struct str *ret_why)
{
	struct pair site = { 0 };
	STACK_OF(X509) *more = NULL;
	bool is_fine = true;
	if (!PKCS12_parse(pfx, password, &site.key, &site.crt, &more))
		is_fine = refuse(STR("The file does not open with this password."), ret_why);
	else if (!site.key || !site.crt || X509_check_private_key(site.crt, site.key) != 1)
		is_fine = refuse(STR("The file has no key, or one that does not fit its certificate. Export it again with the private key."), ret_why);
	else if (X509_cmp_current_time(X509_get0_notAfter(site.crt)) < 0)
		is_fine = refuse(STR("This certificate has ended already. Ask for the new one."), ret_why);
	is_fine = is_fine && write_site(a, folder, &site, more, ret_why);
	EVP_PKEY_free(site.key);
	X509_free(site.crt);
	sk_X509_pop_free(more, X509_free);
	return is_fine;
}

bool cert_import(struct arena *a, struct str folder, const char *path, const char *password, struct str *ret_why)
{
	/* Windows long wrote PFX with RC2, which OpenSSL 3 knows only by its legacy provider. */
	OSSL_PROVIDER *old = OSSL_PROVIDER_load(NULL, "legacy"), *usual = OSSL_PROVIDER_load(NULL, "default");
	FILE *f = fopen(path, "re");
	PKCS12 *pfx = f ? d2i_PKCS12_fp(f, NULL) : NULL;
	bool is_fine = pfx ? take_pfx(a, folder, pfx, password, ret_why)
		: refuse(arena_fmt(a, "%s %s.", path, f ? "is no PFX (PKCS#12) file" : strerror(errno)), ret_why);
	if (f)
		fclose(f);
	PKCS12_free(pfx);
	ERR_clear_error();
	OSSL_PROVIDER_unload(usual);
	OSSL_PROVIDER_unload(old);
	return is_fine;
}

/* ---- reading ---- */

static struct moment moment_of(const ASN1_TIME *t)
{
	struct tm tm;
	return ASN1_TIME_to_tm(t, &tm) == 1 ? (struct moment){ (int64_t)timegm(&tm) * 1000 } : MOMENT_NONE;
}

static struct str hosts_of(struct arena *a, X509 *x)
{
	struct str all = STR("");
	GENERAL_NAMES *names = X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		int kind;
		const ASN1_STRING *value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names, i), &kind);
		const unsigned char *b = kind == GEN_DNS || kind == GEN_IPADD ? ASN1_STRING_get0_data(value) : NULL;
		const char *comma = all.n ? "," : "";
		if (kind == GEN_DNS)
			all = arena_fmt(a, "%.*s%s%.*s", STR_ARG(all), comma, ASN1_STRING_length(value), (const char *)b);
		else if (b && ASN1_STRING_length(value) == 4)
			all = arena_fmt(a, "%.*s%s%d.%d.%d.%d", STR_ARG(all), comma, b[0], b[1], b[2], b[3]);
	}
	GENERAL_NAMES_free(names);
	return all;
}

bool cert_read(struct arena *a, struct str path, struct cert *ret, struct str *ret_why)
{
	char issuer[200] = "";
	const char *slash = strrchr(path.s, '/');
	struct str folder = slash ? (struct str){ path.s, (size_t)(slash - path.s) } : STR(".");
	X509 *x = read_crt(path.s), *ca = read_crt(in(a, folder, "ca.crt"));
	if (x) {
		X509_NAME_oneline(X509_get_issuer_name(x), issuer, sizeof issuer);
		*ret = (struct cert){ .from_at = moment_of(X509_get0_notBefore(x)), .until_at = moment_of(X509_get0_notAfter(x)), .hosts = hosts_of(a, x),
			.issuer = arena_str(a, str_of(issuer)), .is_own = ca && X509_check_issued(ca, x) == X509_V_OK };
	} else
		*ret_why = arena_fmt(a, "%.*s is no certificate that can be read.", STR_ARG(path));
	bool is_read = x != NULL;
	X509_free(x);
	X509_free(ca);
	ERR_clear_error();
	return is_read;
}
