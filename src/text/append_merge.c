/* append_merge.c - documents that grew on several sides; declared in append.h. */
#include "text/append.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "base/strmap.h"

#define SEARCHES_MAX 100 /* through the whole result, for entries that are not whole in it */

/* An entry begins at a heading or at the comment that opens a generated one. */
static bool opens_entry(struct bytes line)
{
	return bytes_begins(line, bytes_text("#")) || append_is_opener(line);
}

/* Cuts the next whole entry off `lines`: everything up to the next line that opens one. A
 * heading inside a generated entry belongs to that entry. */
static bool next_entry(struct lines *lines, struct bytes *ret, unsigned *ret_line)
{
	struct lines ahead;
	struct bytes line;
	const char *start, *end;
	bool generated;

	if (!lines_next_full(lines, &line))
		return false;
	start = line.data;
	end = start + line.len;
	generated = append_is_opener(line);
	*ret_line = lines->line;
	for (ahead = *lines; lines_next_full(&ahead, &line); *lines = ahead) {
		if (opens_entry(line) && !(generated && bytes_begins(line, bytes_text("#"))))
			break;
		end = (const char *)line.data + line.len;
		generated = generated && !opens_entry(line);
	}
	*ret = bytes_of(start, (size_t)(end - start));
	return true;
}

/* The same text without its blank lines, so that equal ones are equal bytes. */
static struct bytes plain(struct bytes entry, struct arena *arena)
{
	char *copy = arena_alloc(arena, entry.len + 1);
	struct lines lines = lines_of(entry);
	struct bytes line;
	size_t len = 0;

	while (lines_next_full(&lines, &line)) {
		memcpy(copy + len, line.data, line.len);
		len += line.len;
		copy[len++] = '\n';
	}
	return bytes_of(copy, len);
}

static struct byteset entries_of(struct bytes text, struct arena *arena)
{
	struct lines lines = lines_of(text);
	struct byteset set = {0};
	struct bytes entry;
	unsigned line;

	while (next_entry(&lines, &entry, &line))
		*ARENA_PUSH(arena, set.items, set.count) = plain(entry, arena);
	byteset_sort(&set);
	return set;
}

/* Does `entry` stand in `text` as whole lines, blank ones aside? As Knuth, Morris and Pratt look
 * for words: a text that repeats itself costs no more than another. */
static bool holds_lines(struct bytes text, struct bytes entry)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct lines lines = lines_of(entry);
	struct bytes *want = NULL, line;
	size_t count = 0, *back, at = 0;

	while (lines_next_full(&lines, &line))
		*ARENA_PUSH(&arena, want, count) = line;
	back = arena_array(&arena, count + 1, sizeof(*back));
	for (size_t i = 1; i < count; i++) {
		while (at && !bytes_equal(want[i], want[at]))
			at = back[at];
		at += bytes_equal(want[i], want[at]);
		back[i + 1] = at;
	}
	at = 0;
	for (lines = lines_of(text); at < count && lines_next_full(&lines, &line);) {
		while (at && !bytes_equal(line, want[at]))
			at = back[at];
		at += bytes_equal(line, want[at]);
	}
	return at == count;
}

/* What `grown` added to `base`; the whole of it when it did not only grow. */
static struct bytes added(struct bytes base, struct bytes grown, unsigned *ret_line)
{
	struct lines old = lines_of(base), new = lines_of(grown);
	struct bytes a, b;
	struct lines begin = new;

	*ret_line = 0;
	while (lines_next_full(&old, &a)) {
		if (!lines_next_full(&new, &b) || !bytes_equal(a, b))
			return grown;
		begin = new;
	}
	*ret_line = begin.line;
	return bytes_of(begin.at, (size_t)(begin.end - begin.at));
}

/* What was found of one parent's additions since one merge base. */
struct judged {
	bool known, lost;
	struct append_fault fault;
};

/* The result of a merge, its entries, and what was found out already. */
struct merged {
	const struct append_sides *sides;
	struct bytes now;
	struct byteset entries;
	struct append_known known;
	struct arena *arena;
	struct strmap stands;  /* events: does the ledger's text of it stand in the result? */
	unsigned searches;     /* for entries that hang on to another one */
	struct judged *judged; /* of parent j and base b at [j * (base_count + 1) + b] */
};

static bool stands(struct merged *m, struct bytes event, struct bytes text)
{
	static char yes[] = "yes", no[] = "no";
	char *key = arena_strndup(m->arena, event.data, event.len), *answer;

	answer = strmap_get(&m->stands, key);
	if (!answer) {
		answer = holds_lines(m->now, text) ? yes : no;
		strmap_put(&m->stands, key, answer);
	}
	return answer == yes;
}

/* An entry under an event's name that is not what the ledger wrote may be lost, when what the
 * ledger wrote is there. */
static bool may_go(struct merged *m, struct bytes entry)
{
	struct lines lines = lines_of(entry), theirs;
	struct bytes opener, event, seen, text, a, b;

	if (!m->known.whole || !lines_next_full(&lines, &opener) || !append_is_opener(opener))
		return false;
	if (!append_opener(opener, &event, &seen) ||
	    !m->known.entry(m->known.ctx, event, &text))
		return true;
	theirs = lines_of(text);
	for (bool same = lines_next_full(&theirs, &b) && bytes_equal(opener, b); same;
	     same = lines_next_full(&theirs, &b) && bytes_equal(a, b))
		if (!lines_next_full(&lines, &a))
			return false; /* it is the ledger's */
	return stands(m, event, text);
}

/* Does something that `grown` added since `base` not follow in the result? An addition may hang on
 * to what stands before it; of many, each is an entry by itself. */
static bool loses(struct merged *m, struct bytes base, struct bytes grown,
		  struct append_fault *ret_fault)
{
	struct bytes entry;
	unsigned before, line = 0;
	struct lines additions = lines_of(added(base, grown, &before));

	while (next_entry(&additions, &entry, &line)) {
		struct lines lines = lines_of(entry);

		if (byteset_has(&m->entries, plain(entry, m->arena)) || may_go(m, entry) ||
		    (m->searches++ < SEARCHES_MAX && holds_lines(m->now, entry)))
			continue;
		*ret_fault = (struct append_fault){.was_line = before + line};
		lines_next(&lines, &ret_fault->was);
		return true;
	}
	return false;
}

/* base_count stands for the empty text. */
static const struct judged *judged(struct merged *m, size_t parent, size_t base)
{
	const struct append_sides *sides = m->sides;
	struct judged *judged = &m->judged[parent * (sides->base_count + 1) + base];

	if (!judged->known) {
		judged->known = true;
		judged->lost = loses(
			m, base < sides->base_count ? sides->bases[base] : bytes_of("", 0),
			sides->parents[parent], &judged->fault);
		judged->fault.parent = parent;
	}
	return judged;
}

/* The additions of all other parents, seen from one whose text the result begins with. */
static bool loses_from(struct merged *m, size_t i, struct append_fault *ret_fault)
{
	const struct append_sides *sides = m->sides;

	for (size_t j = 0; j < sides->count; j++) {
		const struct merge_bases *pair = &sides->pairs[i * sides->count + j];
		const struct judged *found = NULL;

		if (i == j)
			continue;
		if (!pair->count)
			found = judged(m, j, sides->base_count);
		for (size_t b = 0; b < pair->count && (!found || !found->lost); b++)
			found = judged(m, j, pair->items[b]);
		if (found->lost) {
			*ret_fault = found->fault;
			return true;
		}
	}
	return false;
}

bool append_only_sides(const struct append_sides *sides, struct bytes now,
		       struct append_known known, struct append_fault *ret_fault)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct append_fault fault = {0}, first = {0};
	struct merged m = {.sides = sides,
			   .now = now,
			   .known = known,
			   .arena = &arena,
			   .stands = {.arena = &arena}};

	m.entries = entries_of(now, &arena);
	m.judged = arena_array(&arena, sides->count * (sides->base_count + 1),
			       sizeof(*m.judged));
	for (size_t i = 0; i < sides->count; i++) {
		if (!append_only(sides->parents[i], now, known, &fault)) {
			fault.parent = i;
			if (i == 0)
				first = fault;
			continue;
		}
		if (!loses_from(&m, i, &first))
			return true;
	}
	if (ret_fault)
		*ret_fault = first;
	return false;
}

bool append_merge(struct bytes base, struct bytes ours, struct bytes theirs,
		  struct append_known known, struct arena *arena, struct bytes *ret_text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct byteset have;
	struct lines additions;
	struct bytes entry;
	unsigned before, line, searches = 0;

	if (!append_only(base, ours, known, NULL) || !append_only(base, theirs, known, NULL))
		return false;
	strbuf_add(&out, ours.data, ours.len);
	have = entries_of(ours, &scratch);
	additions = lines_of(added(base, theirs, &before));
	while (next_entry(&additions, &entry, &line)) {
		if (byteset_has(&have, plain(entry, &scratch)) ||
		    (searches++ < SEARCHES_MAX && holds_lines(ours, entry)))
			continue;
		if (out.len && out.buf[out.len - 1] != '\n')
			strbuf_addch(&out, '\n');
		if (out.len)
			strbuf_addch(&out, '\n');
		strbuf_add(&out, entry.data, entry.len);
		strbuf_addch(&out, '\n');
	}
	*ret_text = bytes_of(arena_memdup(arena, out.buf, out.len), out.len);
	return true;
}
