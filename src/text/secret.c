#include "text/secret.h"

#include "base/ascii.h"
#include "base/path.h"
#include "base/texts.h"
#include "text/redact_internal.h"

#define VALUE_SHORTEST 8
#define VALUE_LONGEST 512
#define SEE 8192 /* bytes that tell whether a file is text */

static bool is_base64(char c)
{
	return ascii_is_alnum(c) || c == '+' || c == '/' || c == '=';
}

/* A block that is no example: a long line of digits follows. */
static bool has_key_body(const char *at, const char *end)
{
	size_t digits = 0;

	for (size_t seen = 0; at < end && seen < 400 && digits < 40; at++, seen++)
		digits = is_base64(*at) ? digits + 1 : 0;
	return digits >= 40;
}

/* Examples of documentation: letters that say so, or nothing but one letter. */
static bool is_example(const char *at, size_t len)
{
	static const char *const words[] = {"EXAMPLE",	   "example",	 "xxxx",
					    "XXXX",	   "0000000",	 "1234567890abcdef",
					    "PLACEHOLDER", "placeholder"};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (memmem(at, len, words[i], strlen(words[i])))
			return true;
	return false;
}

static const char *shape_in(struct bytes line, struct bytes rest, unsigned *ret_column)
{
	const char *from = line.data, *end = from + line.len;
	const char *all = (const char *)rest.data + rest.len;

	for (const char *at = from; at < end; at++) {
		size_t len;
		bool key = *at == '-';

		if (!shape_begins((unsigned char)*at) ||
		    (at > from && ascii_is_alnum(at[-1])) ||
		    shape_match(bytes_of(at, key ? (size_t)(all - at) : (size_t)(end - at)),
				true, &len) != MATCH_YES)
			continue;
		*ret_column = (unsigned)(at - from) + 1;
		/* behind "\n" in a text of JSON or of a shell it stands on the same line */
		if (key && (has_key_body(at, end) || has_key_body(end, all)))
			return "a private key";
		if (!key && !is_example(at, len))
			return "a token of a well-known shape";
	}
	return NULL;
}

/* "-----BEGIN RSA PRIVATE KEY" in base64, as a Secret of Kubernetes holds it. */
static const char *encoded_in(struct bytes line, unsigned *ret_column)
{
	static const char begins[] = "LS0tLS1CRUdJTi";
	static const char *const keys[] = {"BQUklWQVRFIEtFW",
					   "BSU0EgUFJJVkFURSBLRV",
					   "BFQyBQUklWQVRFIEtFW",
					   "BEU0EgUFJJVkFURSBLRV",
					   "BPUEVOU1NIIFBSSVZBVEUgS0VZ",
					   "BFTkNSWVBURUQgUFJJVkFURSBLRV"};
	const char *from = line.data, *end = from + line.len, *at = from;

	while ((at = memmem(at, (size_t)(end - at), begins, strlen(begins)))) {
		const char *rest = at + strlen(begins);

		for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
			size_t len = strlen(keys[i]);

			if ((size_t)(end - rest) < len || memcmp(rest, keys[i], len) != 0 ||
			    !has_key_body(rest + len, end))
				continue;
			*ret_column = (unsigned)(at - from) + 1;
			return "a private key in base64";
		}
		at = rest;
	}
	return NULL;
}

/* --- addresses ----------------------------------------------------------------------------- */

/* Something that a program or a person puts in later. */
static bool is_filled_in(const char *at, size_t len)
{
	static const char *const words[] = {
		"pass",	   "password", "secret", "user",       "token", "changeme", "change_me",
		"example", "username", "pw",	 "pwd",	       "admin", "postgres", "root",
		"your",	   "todo",     "tbd",	 "redacted",   "none",	"null",	    "true",
		"false",   "dummy",    "test",	 "placeholder"};
	char low[32];

	if (memchr(at, '$', len) || memchr(at, '{', len) || memchr(at, '<', len) ||
	    memchr(at, '*', len) || memchr(at, '%', len) || memchr(at, '(', len) ||
	    memchr(at, '[', len) || is_example(at, len))
		return true;
	if (len >= sizeof(low))
		return false;
	for (size_t i = 0; i < len; i++)
		low[i] = ascii_lower(at[i]);
	low[len] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(low, words[i]))
			return true;
	return false;
}

/* Three kinds of characters, or two in a long run: nobody's word. */
static bool is_random(const char *at, size_t len)
{
	bool small = false, large = false, digit = false, other = false;
	size_t digits = 0;

	for (size_t i = 0; i < len; i++) {
		char c = at[i];

		small |= c >= 'a' && c <= 'z';
		large |= c >= 'A' && c <= 'Z';
		digit |= c >= '0' && c <= '9';
		digits += c >= '0' && c <= '9';
		other |= !ascii_is_alnum(c) && c != '_' && c != '-';
	}
	return small + large + digit + other >= 3 ||
	       (len >= 16 && digit && digits * 5 >= len && (small || large));
}

/* "https://bot:s3cr3t@host": the user and password of an address. */
static const char *address_in(struct bytes line, unsigned *ret_column)
{
	const char *from = line.data, *end = from + line.len, *at = from;

	while ((at = memmem(at, (size_t)(end - at), "://", 3))) {
		const char *host = at += 3, *colon = NULL;

		while (host < end && *host != '@' && *host != '/' && *host != ' ' &&
		       *host != '"' && *host != '\'' && *host != '>' && *host != '`') {
			if (*host == ':' && !colon)
				colon = host;
			host++;
		}
		if (host == end || *host != '@' || !colon || host - colon - 1 < 6 ||
		    is_filled_in(colon + 1, (size_t)(host - colon - 1)) ||
		    !is_random(colon + 1, (size_t)(host - colon - 1)))
			continue;
		*ret_column = (unsigned)(colon - from) + 2;
		return "a password in an address";
	}
	return NULL;
}

/* --- settings ------------------------------------------------------------------------------ */

static bool ends_with(const char *const *list, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (text_ends(text, list[i]))
			return true;
	return false;
}

static bool is_settings(const char *path)
{
	static const char *const kinds[] = {
		".yml", ".yaml",       ".json", ".env",	   ".ini",  ".toml", ".conf",
		".cfg", ".properties", ".tf",	".tfvars", ".sh",   ".bash", ".md",
		".txt", ".j2",	       ".cnf",	".pgpass", ".netrc"};
	const char *name = path_last(path);

	return text_begins(name, ".env") || ends_with(kinds, ARRAY_SIZE(kinds), name);
}

/* Is a key called so: "vault_postgres_password", "AWS_SECRET_ACCESS_KEY", "api-key"? */
static bool is_secret_key(const char *at, size_t len)
{
	static const char *const words[] = {
		"password",   "passwd",	    "passphrase",    "secret",	     "api_key",
		"apikey",     "access_key", "auth_token",    "access_token", "private_key",
		"secret_key", "token",	    "client_secret", "kennwort",     "mot_de_passe"};
	static const char *const others[] = {"_id",  "_name", "_file",	 "_path",   "_url",
					     "_ref", "_type", "_length", "_hash",   "_key_id",
					     "_ttl", "_arn",  "_env",	 "_header", "_field"};
	char low[80];

	if (len < 5 || len >= sizeof(low)) /* "token" is the shortest */
		return false;
	for (size_t i = 0; i < len; i++)
		low[i] = at[i] == '-' || at[i] == '.' ? '_' : ascii_lower(at[i]);
	low[len] = '\0';
	return ends_with(words, ARRAY_SIZE(words), low) &&
	       !ends_with(others, ARRAY_SIZE(others), low);
}

/* The value behind "key:" or "key=", without its quotes; what follows a blank is no part of it. */
static struct bytes value_at(const char *at, const char *end)
{
	const char *from;

	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (at < end && (*at == '"' || *at == '\'')) {
		const char *close = memchr(at + 1, *at, (size_t)(end - at) - 1);

		return bytes_of(at + 1, close ? (size_t)(close - at) - 1 : 0);
	}
	for (from = at; at < end && at - from <= VALUE_LONGEST && !strchr(" \t\r,;`|#", *at);
	     at++)
		;
	return bytes_of(from, (size_t)(at - from));
}

static bool is_password(struct bytes value)
{
	const char *text = value.data;

	if (value.len < VALUE_SHORTEST || value.len > VALUE_LONGEST ||
	    is_filled_in(text, value.len) || *text == '/' || *text == '!' || *text == '&' ||
	    *text == '.' || *text == '~' || memchr(text, ' ', value.len) ||
	    memmem(text, value.len, "://", 3) || memmem(text, value.len, "ANSIBLE_VAULT", 13))
		return false;
	return is_random(text, value.len);
}

static const char *setting_in(struct bytes line, unsigned *ret_column)
{
	const char *from = line.data, *end = from + line.len;

	for (const char *at = from; at < end; at++) {
		const char *name = at, *key = at, *text;
		struct bytes value;
		bool apart;

		if (*at != ':' && *at != '=')
			continue;
		while (name > from && (name[-1] == ' ' || name[-1] == '\t'))
			name--;
		apart = name < at;
		if (name > from && (name[-1] == '"' || name[-1] == '\'')) /* "key": */
			name--;
		for (key = name; key > from && ascii_is_name(key[-1]);)
			key--;
		if (!is_secret_key(key, (size_t)(name - key)))
			continue;
		value = value_at(at + 1 + (at + 1 < end && at[1] == '='), end);
		text = value.data;
		/* "password = module.db1.Password": Terraform's */
		if (!is_password(value) || (apart && text[-1] != '"' && text[-1] != '\'' &&
					    memchr(text, '.', value.len)))
			continue;
		*ret_column = (unsigned)(text - from) + 1;
		return "a value that its key calls a secret";
	}
	return NULL;
}

static bool is_binary(struct bytes text)
{
	return memchr(text.data, '\0', text.len < SEE ? text.len : SEE) != NULL;
}

bool secret_next(const char *path, struct bytes text, size_t *at, unsigned *line,
		 struct secret *ret)
{
	const char *from = text.data, *end = from + text.len;
	bool settings = is_settings(path);

	if (!*at && (is_binary(text) || bytes_begins(text, bytes_text("$ANSIBLE_VAULT"))))
		return false;
	while (*at < text.len) {
		const char *start = from + *at;
		const char *newline = memchr(start, '\n', (size_t)(end - start));
		struct bytes here = bytes_of(start, newline ? (size_t)(newline - start)
							    : (size_t)(end - start));

		*at += here.len + 1;
		++*line;
		ret->what = shape_in(here, bytes_of(start, (size_t)(end - start)),
				     &ret->column);
		if (!ret->what)
			ret->what = encoded_in(here, &ret->column);
		if (!ret->what)
			ret->what = address_in(here, &ret->column);
		if (!ret->what && settings)
			ret->what = setting_in(here, &ret->column);
		if (!ret->what)
			continue;
		ret->line = *line;
		ret->text = here;
		return true;
	}
	return false;
}
