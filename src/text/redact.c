#include "text/redact.h"

#include "base/memory.h"
#include "text/redact_internal.h"

/* Line breaks and colour codes inside a secret that are looked past, in bytes. */
#define SKIP_MOST 4096

struct redactor {
	struct spellings spellings; /* sorted */
	size_t first[257]; /* spellings that begin with byte c: [first[c], first[c+1]) */
	unsigned secrets;
};

struct redact_stream {
	const struct redactor *r;
	struct strbuf held; /* not decided yet */
	size_t masked;	    /* bytes at the start of `held` that are masked already */
	uint64_t count;
};

struct redactor *redactor_new(void)
{
	struct redactor *r = xmalloc(sizeof(*r));

	memset(r, 0, sizeof(*r));
	return r;
}

void redactor_free(struct redactor *r)
{
	spellings_free(&r->spellings);
	free(r);
}

static void index_spellings(struct redactor *r)
{
	size_t at = 0;

	spellings_sort(&r->spellings);
	for (unsigned c = 0; c < 256; c++) {
		r->first[c] = at;
		while (at < r->spellings.count && r->spellings.items[at].text[0] == c)
			at++;
	}
	r->first[256] = at;
}

int redactor_add(struct redactor *r, const char *name, const char *value, struct err *err)
{
	size_t len = value ? strlen(value) : 0, visible = 0;

	if (!len)
		return 0;
	for (size_t i = 0; i < len; i++)
		visible += value[i] != '\n' && value[i] != '\r' && value[i] != ' ' &&
			   value[i] != '\t';
	if (visible < REDACT_SHORTEST)
		return err_set(
			err, ERR_FORMAT,
			"secret '%s' is shorter than %d characters: masking it would mask "
			"ordinary text",
			name, REDACT_SHORTEST);
	if (len > REDACT_LONGEST)
		return err_set(err, ERR_LIMIT, "secret '%s' is longer than %zu bytes", name,
			       REDACT_LONGEST);
	if (r->secrets == REDACT_SECRETS)
		return err_set(err, ERR_LIMIT, "secret '%s' is one of more than %d", name,
			       REDACT_SECRETS);
	r->secrets++;
	spellings_of(bytes_of(value, len), &r->spellings);
	index_spellings(r);
	return 0;
}

/*
 * Line breaks (with indentation, unless a blank is what comes next in the secret) and colour
 * codes (ECMA-48 control sequences) at `at`: how many bytes. NO when there are none.
 */
static enum match skip_match(struct bytes text, size_t at, unsigned char next, size_t *ret_len)
{
	const unsigned char *from = text.data;
	size_t end = at + 1;

	if (from[at] == '\n' || from[at] == '\r') {
		while (end < text.len && (from[end] == ' ' || from[end] == '\t') &&
		       from[end] != next)
			end++;
		*ret_len = end - at;
		return MATCH_YES;
	}
	if (from[at] != 033)
		return MATCH_NO;
	if (end < text.len && from[end] != '[')
		return MATCH_NO;
	for (end++; end < text.len && from[end] >= 0x20 && from[end] < 0x40; end++)
		;
	if (end >= text.len)
		return MATCH_MORE;
	*ret_len = end + 1 - at;
	return MATCH_YES;
}

static enum match spelling_match(const struct spelling *s, struct bytes text, size_t *ret_len)
{
	const unsigned char *from = text.data;
	size_t at = 0, skipped = 0, len;

	for (size_t i = 0; i < s->len; at++, i++) {
		while (at < text.len && from[at] != s->text[i]) {
			enum match found = i ? skip_match(text, at, s->text[i], &len)
					     : MATCH_NO;

			if (found != MATCH_YES)
				return found;
			at += len;
			skipped += len;
			if (skipped > SKIP_MOST)
				return MATCH_NO;
		}
		if (at >= text.len)
			return MATCH_MORE;
	}
	*ret_len = at;
	return MATCH_YES;
}

/* The longest thing to mask that begins here; MORE where a longer one may still come. */
static enum match longest(const struct redactor *r, struct bytes text, bool final,
			  size_t *ret_len)
{
	unsigned char c = *(const unsigned char *)text.data;
	enum match found, answer = MATCH_NO;
	size_t len;

	*ret_len = 0;
	for (size_t i = r->first[c]; i < r->first[c + 1]; i++) {
		found = spelling_match(&r->spellings.items[i], text, &len);
		if (found == MATCH_MORE && !final)
			return MATCH_MORE;
		if (found == MATCH_YES && len > *ret_len) {
			answer = MATCH_YES;
			*ret_len = len;
		}
	}
	if (!shape_begins(c))
		return answer;
	found = shape_match(text, final, &len);
	if (found == MATCH_MORE)
		return MATCH_MORE;
	if (found == MATCH_YES && len > *ret_len) {
		answer = MATCH_YES;
		*ret_len = len;
	}
	return answer;
}

/*
 * Whatever any match covers is masked, also where two overlap: each position is looked at,
 * those under a mask too. `plain` is where the next byte that may be shown stands.
 */
static void advance(struct redact_stream *s, bool final, struct strbuf *out)
{
	const struct redactor *r = s->r;
	const char *buf = s->held.buf;
	size_t len = s->held.len, at, plain = s->masked, found;

	for (at = 0; at < len; at++) {
		unsigned char c = (unsigned char)buf[at];
		enum match match = MATCH_NO;

		if (r->first[c] != r->first[c + 1] || shape_begins(c))
			match = longest(r, bytes_of(buf + at, len - at), final, &found);
		if (match == MATCH_MORE)
			break;
		if (match == MATCH_NO)
			continue;
		if (at >= plain) {
			strbuf_add(out, buf + plain, at - plain);
			strbuf_addstr(out, REDACT_MASK);
			s->count++;
		}
		if (at + found > plain)
			plain = at + found;
	}
	if (at > plain) {
		strbuf_add(out, buf + plain, at - plain);
		plain = at;
	}
	s->masked = plain - at;
	memmove(s->held.buf, s->held.buf + at, len - at);
	explicit_bzero(s->held.buf + (len - at), at);
	strbuf_setlen(&s->held, len - at);
}

struct redact_stream *redact_open(const struct redactor *r)
{
	struct redact_stream *s = xmalloc(sizeof(*s));

	*s = (struct redact_stream){.r = r, .held = STRBUF_INIT};
	return s;
}

void redact_feed(struct redact_stream *s, struct bytes piece, struct strbuf *out)
{
	strbuf_add(&s->held, piece.data, piece.len);
	if (s->held.len)
		advance(s, false, out);
}

void redact_end(struct redact_stream *s, struct strbuf *out)
{
	if (s->held.len)
		advance(s, true, out);
}

uint64_t redact_count(const struct redact_stream *s)
{
	return s->count;
}

void redact_close(struct redact_stream *s)
{
	if (s->held.alloc)
		explicit_bzero(s->held.buf, s->held.alloc);
	strbuf_free(&s->held);
	free(s);
}

void redact_text(const struct redactor *r, struct bytes text, struct strbuf *out)
{
	struct redact_stream *s = redact_open(r);

	redact_feed(s, text, out);
	redact_end(s, out);
	redact_close(s);
}

void redact_part(const struct redactor *r, struct bytes text, struct strbuf *out)
{
	struct redact_stream *s = redact_open(r);

	redact_feed(s, text, out);
	if (s->held.len)
		strbuf_addstr(out, REDACT_MASK);
	redact_close(s);
}
