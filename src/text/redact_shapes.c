/*
 * redact_shapes.c - credentials that are known by their shape, whoever owns them: prefix, the
 * characters behind it, and how many there are at least.
 */
#include "text/redact_internal.h"

enum set {
	SET_UPPER, /* [A-Z0-9] */
	SET_WORD,  /* [A-Za-z0-9_] */
	SET_TOKEN, /* [A-Za-z0-9_-] */
};

static const struct {
	const char *prefix;
	enum set set;
	size_t least;
} shapes[] = {
	{"AKIA", SET_UPPER, 16}, /* AWS access key, long-lived and temporary */
	{"ASIA", SET_UPPER, 16},
	{"ghp_", SET_WORD, 36}, /* GitHub: personal, OAuth, user, server, refresh */
	{"gho_", SET_WORD, 36},
	{"ghu_", SET_WORD, 36},
	{"ghs_", SET_WORD, 36},
	{"ghr_", SET_WORD, 36},
	{"github_pat_", SET_WORD, 22},
	{"glpat-", SET_TOKEN, 20}, /* GitLab */
	{"xoxa-", SET_TOKEN, 10},  /* Slack */
	{"xoxb-", SET_TOKEN, 10},
	{"xoxp-", SET_TOKEN, 10},
	{"xoxr-", SET_TOKEN, 10},
	{"xoxs-", SET_TOKEN, 10},
};

static bool in_set(unsigned char c, enum set set)
{
	if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
		return true;
	if (set == SET_UPPER)
		return false;
	return (c >= 'a' && c <= 'z') || c == '_' || (c == '-' && set == SET_TOKEN);
}

bool shape_begins(unsigned char c)
{
	return c == 'A' || c == 'e' || c == 'g' || c == 'x' || c == '-';
}

/* What is there of one text; `last`: nothing will follow, or we wait no longer. */
struct look {
	const unsigned char *from;
	size_t len;
	bool last;
};

static enum match undecided(const struct look *at)
{
	return at->last ? MATCH_NO : MATCH_MORE;
}

static enum match prefix_match(const struct look *look, size_t at, const char *prefix)
{
	size_t len = strlen(prefix), have = look->len - at;

	if (memcmp(look->from + at, prefix, have < len ? have : len) != 0)
		return MATCH_NO;
	return have < len ? undecided(look) : MATCH_YES;
}

/* Where the run of `set` that begins at `at` ends; MORE when it may go on. */
static enum match run(const struct look *look, size_t at, enum set set, size_t *ret_end)
{
	while (at < look->len && in_set(look->from[at], set))
		at++;
	*ret_end = at;
	return at == look->len && !look->last ? MATCH_MORE : MATCH_YES;
}

/* RFC 7519: three base64url parts with dots between; the first two are JSON objects. */
static enum match web_token(const struct look *look, size_t *ret_len)
{
	size_t at = 0, end;

	for (unsigned part = 0; part < 3; part++) {
		enum match begins = part < 2 ? prefix_match(look, at, "eyJ") : MATCH_YES;

		if (begins != MATCH_YES)
			return begins;
		if (run(look, at, SET_TOKEN, &end) == MATCH_MORE)
			return MATCH_MORE;
		if (end - at < 6 || (part < 2 && (end == look->len || look->from[end] != '.')))
			return MATCH_NO;
		at = part < 2 ? end + 1 : end;
	}
	*ret_len = at;
	return MATCH_YES;
}

/* Behind the first line: up to the END line, or as far as there is text. */
static enum match private_key_body(const struct look *look, size_t at, size_t *ret_len)
{
	static const char end[] = "-----END ";
	bool ending = false;

	for (; at < look->len; at++) {
		if (ending && prefix_match(look, at, "-----") == MATCH_YES) {
			*ret_len = at + 5;
			return MATCH_YES;
		}
		if (!ending && prefix_match(look, at, end) == MATCH_YES) {
			ending = true;
			at += strlen(end) - 1;
		}
	}
	*ret_len = look->len;
	return look->last ? MATCH_YES : MATCH_MORE;
}

/* RFC 7468 and its relatives: from the BEGIN line of a private key to the END line. */
static enum match private_key(const struct look *look, size_t *ret_len)
{
	static const char begin[] = "-----BEGIN ", tail[] = "PRIVATE KEY-----";
	enum match found = prefix_match(look, 0, begin);

	if (found != MATCH_YES)
		return found;
	for (size_t at = strlen(begin); at <= 64; at++) { /* "RSA ", "OPENSSH " ... */
		found = prefix_match(look, at, tail);
		if (found == MATCH_YES)
			return private_key_body(look, at + strlen(tail), ret_len);
		if (found == MATCH_MORE || at >= look->len)
			return undecided(look);
		if (!in_set(look->from[at], SET_UPPER) && look->from[at] != ' ')
			return MATCH_NO;
	}
	return MATCH_NO;
}

enum match shape_match(struct bytes text, bool final, size_t *ret_len)
{
	struct look look = {text.data, text.len, final};
	enum match found;

	if (look.len >= SHAPE_LONGEST) {
		look.len = SHAPE_LONGEST;
		look.last = true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++) {
		size_t prefix = strlen(shapes[i].prefix), end;

		found = prefix_match(&look, 0, shapes[i].prefix);
		if (found == MATCH_NO)
			continue;
		if (found == MATCH_MORE ||
		    run(&look, prefix, shapes[i].set, &end) == MATCH_MORE)
			return MATCH_MORE;
		if (end - prefix < shapes[i].least)
			return MATCH_NO;
		*ret_len = end;
		return MATCH_YES;
	}
	found = web_token(&look, ret_len);
	return found != MATCH_NO ? found : private_key(&look, ret_len);
}
