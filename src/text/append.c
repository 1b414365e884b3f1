#include "text/append.h"

#include "base/cleanup.h"
#include "base/strmap.h"

#define RETRIES_MAX 1000 /* of finding a faulty entry behind good ones */

static bool is_hex(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!((text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f')))
			return false;
	return len > 0;
}

static const char opening[] = "<!-- mcade ";

bool append_is_opener(struct bytes line)
{
	return bytes_begins(line, bytes_text(opening));
}

bool append_is_heading(struct bytes line)
{
	const char *text = line.data;
	size_t level = 0;

	while (level < line.len && text[level] == '#')
		level++;
	return level > 0 && level <= 6 &&
	       (level == line.len || strchr(" \t\r", text[level]) != NULL);
}

bool append_opener(struct bytes line, struct bytes *ret_event, struct bytes *ret_seen)
{
	static const char middle[] = " after ", close[] = " -->";
	const char *at = line.data, *end = at + line.len, *event, *seen;

	if (!append_is_opener(line))
		return false;
	event = at += sizeof(opening) - 1;
	at = memmem(at, (size_t)(end - at), middle, sizeof(middle) - 1);
	if (!at || !is_hex(event, (size_t)(at - event)))
		return false;
	*ret_event = bytes_of(event, (size_t)(at - event));
	seen = at += sizeof(middle) - 1;
	at = memmem(at, (size_t)(end - at), close, sizeof(close) - 1);
	if (!at || !line_is_blank(bytes_of(at + 4, (size_t)(end - at) - 4)))
		return false;
	*ret_seen = bytes_of(seen, (size_t)(at - seen));
	return true;
}

void append_skip_entry(struct lines *lines, size_t headings)
{
	struct lines ahead = *lines;
	struct bytes line;
	bool blank = false;

	while (lines_next(&ahead, &line)) {
		if (append_is_opener(line) || (blank && append_is_heading(line) && !headings--))
			return;
		blank = line_is_blank(line);
		if (!blank)
			*lines = ahead;
	}
}

size_t append_headings(struct bytes entry)
{
	struct lines lines = lines_of(entry);
	struct bytes line;
	size_t count = 0;
	bool blank = false;

	while (lines_next(&lines, &line)) {
		count += blank && append_is_heading(line);
		blank = line_is_blank(line);
	}
	return count;
}

/*
 * Where `lines` has just given `opener`: does the ledger's entry of that id stand here, line by
 * line? Then steps over it.
 */
static bool skip_known(struct lines *lines, struct bytes opener, struct append_known known,
		       struct bytes *ret_event)
{
	struct lines here = *lines, theirs;
	struct bytes event, seen, entry, a, b;

	if (!known.entry || !append_opener(opener, &event, &seen) ||
	    !known.entry(known.ctx, event, &entry))
		return false;
	theirs = lines_of(entry);
	if (!lines_next_full(&theirs, &b) || !bytes_equal(opener, b))
		return false;
	while (lines_next_full(&theirs, &b))
		if (!lines_next_full(&here, &a) || !bytes_equal(a, b))
			return false;
	*lines = here;
	if (ret_event)
		*ret_event = event;
	return true;
}

/* Two texts compared, and the events whose entries were met. */
struct comparison {
	struct lines old, new;
	struct append_known known;
	struct arena *arena;
	struct strmap right; /* entries of the old text that are the ledger's */
	struct strmap owed;  /* events whose faulty entry is gone: theirs must stand instead */
	unsigned retries;
};

/* Does what stands between two places of the old text follow in the new one? Steps over it. */
static bool follows(struct comparison *c, struct bytes first, struct lines from,
		    const struct lines *to)
{
	struct lines before = c->new;

	for (;;) {
		struct lines place = c->new, rest = from;
		struct bytes a, b, line = first;
		bool same = lines_next_full(&place, &b) && bytes_equal(line, b);

		while (same && rest.at < to->at && lines_next_full(&rest, &a))
			same = lines_next_full(&place, &b) && bytes_equal(a, b);
		if (same) {
			c->new = place;
			return true;
		}
		place = c->new;
		if (c->retries == RETRIES_MAX || !lines_next_full(&place, &b) ||
		    !skip_known(&place, b, c->known, NULL))
			break;
		c->retries++;
		c->new = place;
	}
	c->new = before;
	return false;
}

/* The old text has just given an opener: an entry that is not the ledger's, or not alone, may be
 * gone. True when it has been dealt with. */
static bool pass_faulty(struct comparison *c, struct bytes opener)
{
	struct lines from = c->old, right = c->old;
	struct bytes event = {"", 0}, seen, entry = {"", 0};
	bool held;
	char *key;

	held = append_opener(opener, &event, &seen) &&
	       c->known.entry(c->known.ctx, event, &entry);
	key = arena_strndup(c->arena, event.data, event.len);
	if (held && skip_known(&right, opener, c->known, NULL)) {
		if (!strmap_get(&c->right, key)) {
			strmap_put(&c->right, key, key);
			return false;
		}
		c->old = right;
	} else {
		append_skip_entry(&c->old, append_headings(entry));
	}
	if (!follows(c, opener, from, &c->old) && held)
		strmap_put(&c->owed, key, key);
	return true;
}

/* The next line of the old text that must still be there. */
static bool next_owed_line(struct comparison *c, struct bytes *ret)
{
	while (lines_next_full(&c->old, ret))
		if (!c->known.whole || !append_is_opener(*ret) || !pass_faulty(c, *ret))
			return true;
	return false;
}

/* Does the ledger's own entry stand in the new text for each that is gone? */
static bool has_owed(struct comparison *c, struct bytes now)
{
	struct lines lines = lines_of(now);
	struct bytes line, event;
	size_t missing = c->owed.count;

	while (missing && lines_next_full(&lines, &line)) {
		char *key;

		if (!append_is_opener(line) || !skip_known(&lines, line, c->known, &event))
			continue;
		key = arena_strndup(c->arena, event.data, event.len);
		if (strmap_get(&c->owed, key)) {
			strmap_put(&c->owed, key, NULL);
			missing--;
		}
	}
	return !missing;
}

static bool compare(struct comparison *c, struct bytes was, struct bytes now,
		    struct append_fault *fault)
{
	struct bytes a, b;

	while (next_owed_line(c, &a)) {
		bool more = lines_next_full(&c->new, &b);

		while (more && !bytes_equal(a, b) && skip_known(&c->new, b, c->known, NULL))
			more = lines_next_full(&c->new, &b);
		/* an unfinished last line may have been finished */
		if (more && c->old.at == c->old.end && was.len &&
		    ((const char *)was.data)[was.len - 1] != '\n' && bytes_begins(b, a))
			break;
		if (!more || !bytes_equal(a, b)) {
			*fault = (struct append_fault){
				.was_line = c->old.line,
				.now_line = more ? c->new.line : 0,
				.was = a,
				.now = more ? b : bytes_of("", 0),
			};
			return false;
		}
	}
	*fault = (struct append_fault){.was_line = c->old.line, .was = bytes_of("", 0)};
	return has_owed(c, now);
}

bool append_only(struct bytes was, struct bytes now, struct append_known known,
		 struct append_fault *ret_fault)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct comparison c = {.old = lines_of(was),
			       .new = lines_of(now),
			       .known = known,
			       .arena = &arena,
			       .right = {.arena = &arena},
			       .owed = {.arena = &arena}};
	struct append_fault fault;

	if (bytes_begins(now, was) || compare(&c, was, now, &fault))
		return true;
	if (ret_fault)
		*ret_fault = fault;
	return false;
}
