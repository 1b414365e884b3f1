#include "text/redact.h"

#include "base/cleanup.h"
#include "base/memory.h"
#include "text/redact_internal.h"

struct start {
	const struct needle *needle;
	struct needle_set second; /* bytes that may follow */
};

struct redactor {
	struct needles needles;
	struct start *starts;	      /* those that may begin with byte c: */
	size_t first[257];	      /* [first[c], first[c+1]) */
	struct needle_set pairs[256]; /* bytes that may follow the first of one of them */
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
	needles_free(&r->needles);
	free(r->starts);
	free(r);
}

/* Nearly every place is told by its first two bytes. */
static void index_needles(struct redactor *r)
{
	const struct needles *all = &r->needles;
	size_t at[256];

	needles_sort(&r->needles);
	memset(r->first, 0, sizeof(r->first));
	memset(r->pairs, 0, sizeof(r->pairs));
	for (unsigned c = 0; c < 256; c++) {
		at[c] = r->first[c + 1] = r->first[c];
		for (size_t i = 0; i < all->count; i++)
			r->first[c + 1] += needle_begins(&all->items[i], (unsigned char)c);
	}
	r->starts = xrealloc(r->starts, (r->first[256] + 1) * sizeof(*r->starts));
	for (size_t i = 0; i < all->count; i++) {
		struct needle_set second = needle_second(&all->items[i]);

		for (unsigned c = 0; c < 256; c++) {
			struct start *start = &r->starts[at[c]];

			if (!needle_begins(&all->items[i], (unsigned char)c))
				continue;
			at[c]++;
			start->needle = &all->items[i];
			start->second = needle_behind(&all->items[i], (unsigned char)c,
						      &second);
			for (size_t word = 0; word < ARRAY_SIZE(second.bits); word++)
				r->pairs[c].bits[word] |= start->second.bits[word];
		}
	}
}

static bool has(const struct needle_set *set, unsigned char c)
{
	return set->bits[c / 32] & 1u << c % 32;
}

static bool may_begin(const struct redactor *r, struct bytes text)
{
	const unsigned char *c = text.data;

	return r->first[c[0]] != r->first[c[0] + 1] &&
	       (text.len < 2 || has(&r->pairs[c[0]], c[1]));
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
	needles_of(bytes_of(value, len), &r->needles);
	index_needles(r);
	return 0;
}

/* The longest thing to mask that begins here; MORE where a longer one may still come. */
static enum match longest(const struct redactor *r, struct bytes text, bool final,
			  size_t *ret_len)
{
	const unsigned char *from = text.data;
	unsigned char c = *from;
	enum match found, answer = MATCH_NO;
	size_t len;

	*ret_len = 0;
	for (size_t i = r->first[c]; i < r->first[c + 1]; i++) {
		if (text.len > 1 && !has(&r->starts[i].second, from[1]))
			continue;
		/* at the end a NUL follows, which belongs to no escape */
		found = needle_match(r->starts[i].needle, bytes_of(text.data, text.len + final),
				     &len);
		if (found == MATCH_MORE && !final)
			return MATCH_MORE;
		if (found != MATCH_NO && len > *ret_len) {
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

		if (may_begin(r, bytes_of(buf + at, len - at)) || shape_begins(c))
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

uint64_t redact_text(const struct redactor *r, struct bytes text, struct strbuf *out)
{
	CLEANUP(redact_closep) struct redact_stream *s = redact_open(r);

	redact_feed(s, text, out);
	redact_end(s, out);
	return redact_count(s);
}

void redact_part(const struct redactor *r, struct bytes text, struct strbuf *out)
{
	struct redact_stream *s = redact_open(r);

	redact_feed(s, text, out);
	if (s->held.len)
		strbuf_addstr(out, REDACT_MASK);
	redact_close(s);
}
