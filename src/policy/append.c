#include "policy/append.h"

#include "base/cleanup.h"
#include "base/strbuf.h"

/* A text taken line by line; a final newline that is missing makes no difference. */
struct lines {
	const char *at, *end;
	unsigned line; /* of the line that was read last */
};

static struct lines lines_of(struct bytes text)
{
	return (struct lines){text.data, (const char *)text.data + text.len, 0};
}

static bool next_line(struct lines *lines, struct bytes *ret)
{
	const char *newline;

	if (lines->at >= lines->end)
		return false;
	newline = memchr(lines->at, '\n', (size_t)(lines->end - lines->at));
	if (!newline)
		newline = lines->end;
	*ret = bytes_of(lines->at, (size_t)(newline - lines->at));
	lines->at = newline < lines->end ? newline + 1 : newline;
	lines->line++;
	return true;
}

static bool is_blank_line(struct bytes line)
{
	const char *text = line.data;

	for (size_t i = 0; i < line.len; i++)
		if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r')
			return false;
	return true;
}

static bool next_full_line(struct lines *lines, struct bytes *ret)
{
	while (next_line(lines, ret))
		if (!is_blank_line(*ret))
			return true;
	return false;
}

static bool is_hex(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!((text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f')))
			return false;
	return len > 0;
}

bool append_opener(struct bytes line, struct bytes *ret_event, struct bytes *ret_seen)
{
	static const char open[] = "<!-- mcade ", middle[] = " after ", close[] = " -->";
	const char *at = line.data, *end = at + line.len, *event, *seen;

	if (!bytes_begins(line, bytes_text(open)))
		return false;
	event = at += sizeof(open) - 1;
	at = memmem(at, (size_t)(end - at), middle, sizeof(middle) - 1);
	if (!at || !is_hex(event, (size_t)(at - event)))
		return false;
	*ret_event = bytes_of(event, (size_t)(at - event));
	seen = at += sizeof(middle) - 1;
	at = memmem(at, (size_t)(end - at), close, sizeof(close) - 1);
	if (!at || !is_blank_line(bytes_of(at + 4, (size_t)(end - at) - 4)))
		return false;
	*ret_seen = bytes_of(seen, (size_t)(at - seen));
	return true;
}

/*
 * Where `lines` has just given `opener`: does the ledger's entry of that id stand here, line by
 * line? Then steps over it.
 */
static bool skip_known(struct lines *lines, struct bytes opener, struct append_known known)
{
	struct lines here = *lines, theirs;
	struct bytes event, seen, entry, a, b;

	if (!known.entry || !append_opener(opener, &event, &seen) ||
	    !known.entry(known.ctx, event, &entry))
		return false;
	theirs = lines_of(entry);
	if (!next_full_line(&theirs, &b) || !bytes_equal(opener, b))
		return false;
	while (next_full_line(&theirs, &b))
		if (!next_full_line(&here, &a) || !bytes_equal(a, b))
			return false;
	*lines = here;
	return true;
}

bool append_only(struct bytes was, struct bytes now, struct append_known known,
		 struct append_fault *ret_fault)
{
	struct lines old = lines_of(was), new = lines_of(now);
	struct bytes a, b;

	if (bytes_begins(now, was))
		return true;
	while (next_full_line(&old, &a)) {
		bool more = next_full_line(&new, &b);

		while (more && !bytes_equal(a, b) && skip_known(&new, b, known))
			more = next_full_line(&new, &b);
		/* an unfinished last line may have been finished */
		if (more && old.at == old.end && was.len &&
		    ((const char *)was.data)[was.len - 1] != '\n' && bytes_begins(b, a))
			return true;
		if (!more || !bytes_equal(a, b)) {
			if (ret_fault)
				*ret_fault = (struct append_fault){
					.was_line = old.line,
					.now_line = more ? new.line : 0,
					.was = a,
					.now = more ? b : bytes_of("", 0),
				};
			return false;
		}
	}
	return true;
}

/* An entry begins at a heading or at the comment that opens a generated one. */
static bool opens_entry(struct bytes line)
{
	return bytes_begins(line, bytes_text("#")) ||
	       bytes_begins(line, bytes_text("<!-- mcade "));
}

/* Cuts the next whole entry off `lines`: everything up to the next line that opens one. A
 * heading inside a generated entry belongs to that entry. */
static bool next_entry(struct lines *lines, struct bytes *ret, unsigned *ret_line)
{
	struct lines ahead;
	struct bytes line;
	const char *start, *end;
	bool generated;

	if (!next_full_line(lines, &line))
		return false;
	start = line.data;
	end = start + line.len;
	generated = bytes_begins(line, bytes_text("<!-- mcade "));
	*ret_line = lines->line;
	for (ahead = *lines; next_full_line(&ahead, &line); *lines = ahead) {
		if (opens_entry(line) && !(generated && bytes_begins(line, bytes_text("#"))))
			break;
		end = (const char *)line.data + line.len;
		generated = generated && !opens_entry(line);
	}
	*ret = bytes_of(start, (size_t)(end - start));
	return true;
}

/* Does `entry` stand in `text` as whole lines, blank ones aside? */
static bool holds_entry(struct bytes text, struct bytes entry)
{
	struct lines whole = lines_of(text);
	struct bytes first, line;
	struct lines wanted = lines_of(entry);

	if (!next_full_line(&wanted, &first))
		return true;
	while (next_full_line(&whole, &line)) {
		struct lines here = whole, rest = wanted;
		struct bytes a, b;
		bool same = bytes_equal(line, first);

		while (same && next_full_line(&rest, &b))
			same = next_full_line(&here, &a) && bytes_equal(a, b);
		if (same)
			return true;
	}
	return false;
}

/* What `grown` added to `base`; the whole of it when it did not only grow. */
static struct bytes added(struct bytes base, struct bytes grown, unsigned *ret_line)
{
	struct lines old = lines_of(base), new = lines_of(grown);
	struct bytes a, b;
	struct lines begin = new;

	*ret_line = 0;
	while (next_full_line(&old, &a)) {
		if (!next_full_line(&new, &b) || !bytes_equal(a, b))
			return grown;
		begin = new;
	}
	*ret_line = begin.line;
	return bytes_of(begin.at, (size_t)(begin.end - begin.at));
}

bool append_only_merge(struct bytes base, const struct bytes *parents, size_t count,
		       struct bytes now, struct append_known known,
		       struct append_fault *ret_fault)
{
	struct append_fault fault = {0}, first = {0};
	bool any = count == 0;

	for (size_t i = 0; i < count; i++) {
		bool lost = false;

		if (!append_only(parents[i], now, known, &fault)) {
			fault.parent = i;
			if (i == 0)
				first = fault;
			continue;
		}
		any = true;
		for (size_t j = 0; j < count && !lost; j++) {
			struct bytes entry;
			unsigned before, line = 0;
			struct lines additions = lines_of(added(base, parents[j], &before));

			while (j != i && next_entry(&additions, &entry, &line))
				if (!holds_entry(now, entry)) {
					struct lines lines = lines_of(entry);

					first = (struct append_fault){.was_line = before + line,
								      .parent = j};
					next_line(&lines, &first.was);
					lost = true;
					break;
				}
		}
		if (!lost)
			return true;
	}
	if (ret_fault)
		*ret_fault = first;
	return count == 0 && any;
}

bool append_merge(struct bytes base, struct bytes ours, struct bytes theirs,
		  struct append_known known, struct arena *arena, struct bytes *ret_text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct lines additions;
	struct bytes entry;
	unsigned before, line;

	if (!append_only(base, ours, known, NULL) || !append_only(base, theirs, known, NULL))
		return false;
	strbuf_add(&out, ours.data, ours.len);
	additions = lines_of(added(base, theirs, &before));
	while (next_entry(&additions, &entry, &line)) {
		if (holds_entry(bytes_of(out.buf, out.len), entry))
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
