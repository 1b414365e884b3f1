/*
 * outline_signs.c - signs that no legend knows, where others of a list, a paragraph or a level of headings have a
 * mark: "🔥 R-2 fix" beside "✅ R-1 copy" is a mark that is not understood. Elsewhere a sign is decoration.
 */
#include "text/outline_internal.h"

#include "base/utf8.h"

/* Where a mark may stand in its line. */
enum place { PLACE_LEADS, PLACE_LABELLED, PLACE_ENDS, PLACE_COUNT };

struct seen {
	size_t group, block, at, len;
	enum place place;
	bool sure; /* a step by its id or number, whatever the others are */
};

struct signs {
	struct outliner *o;
	struct seen *seen; /* signs that nobody knows */
	size_t count;
	size_t (*known)[PLACE_COUNT], (*others)[PLACE_COUNT]; /* by group */
	size_t lists, named;
};

static bool is_sign(uint32_t code)
{
	return code >= 0x2300 && (code < 0x2500 || code > 0x257f) &&
	       (code < 0x2e80 || code >= 0x1f000) && code <= 0x1faff;
}

/* With what colours it, and what is joined to it. */
static size_t sign_at(struct bytes text, size_t at)
{
	size_t size, len = 0;
	uint32_t code;
	bool joined = true;

	while ((size = utf8_decode(text, at + len, &code))) {
		bool tail = code == 0x200d || (code >= 0xfe00 && code <= 0xfe0f) ||
			    (code >= 0x1f3fb && code <= 0x1f3ff);

		if (!(len && tail) && !(joined && is_sign(code)))
			break;
		joined = code == 0x200d;
		len += size;
	}
	return len;
}

static void see(struct signs *s, size_t block, size_t group, enum place place,
		struct bytes text, size_t at)
{
	const struct md_block *in = &s->o->out->doc.blocks[block];
	struct glyph glyph;
	size_t len, behind;
	uint64_t ordinal;
	bool sign;

	if (at >= text.len)
		return;
	if (outline_glyph(s->o, in, text, at, &glyph)) {
		s->known[group][place] += glyph.mark != MARK_UNKNOWN &&
					  glyph.mark != MARK_HEADING;
		return;
	}
	len = outline_in_code(in, at) ? 0 : sign_at(text, at);
	if (!len)
		return;
	behind = outline_skip(text, at + len);
	s->others[group][place]++;
	*ARENA_PUSH(s->o->arena, s->seen, s->count) = (struct seen){
		.group = group,
		.block = block,
		.at = at,
		.len = len,
		.place = place,
		.sure = outline_step(text, behind, &ordinal, &sign) > behind ||
			outline_id(bytes_of(in->text + behind, text.len - behind)) > 0};
}

/* "Q3: 💡 draw": behind a short label; 0: none is there. */
static size_t labelled(struct bytes text, size_t at)
{
	const char *data = text.data;
	size_t colon = at;

	while (colon < text.len && colon - at < LEGEND_LONGEST && data[colon] != ':')
		colon++;
	return colon > at && colon + 1 < text.len && data[colon] == ':' &&
			       data[colon + 1] == ' '
		       ? outline_skip(text, colon + 1)
		       : 0;
}

/* The last sign of a line that nothing stands behind. */
static size_t ending(struct bytes text, size_t at)
{
	size_t found = text.len, size, len;
	uint32_t code;

	for (; (size = utf8_decode(text, at, &code)); at += size) {
		len = (unsigned char)*((const char *)text.data + at) < 0xe2 ? 0
									    : sign_at(text, at);
		if (len && outline_skip(text, at + len) >= text.len)
			found = at;
		size = len ? len : size;
	}
	return found;
}

static void read_line(struct signs *s, size_t block, size_t group, struct bytes text, size_t at)
{
	size_t from = outline_skip(text, at), end, label, letter;
	uint64_t value;

	letter = outline_letters_off(text, from, &value);
	if (letter && sign_at(text, from + letter))
		from += letter;
	else if (from < text.len && (unsigned char)*((const char *)text.data + from) < 0xf0)
		from += outline_counted(s->o, &s->o->out->doc.blocks[block], text, from);
	see(s, block, group, PLACE_LEADS, text, from);
	label = labelled(text, from);
	if (label)
		see(s, block, group, PLACE_LABELLED, text, label);
	end = ending(text, from);
	if (end > from && end != label)
		see(s, block, group, PLACE_ENDS, text, end);
}

/* Its first line, or each of several lines that are no item's. */
static void read_text(struct signs *s, size_t block, size_t group, bool all)
{
	const char *text = s->o->out->doc.blocks[block].text;

	for (size_t at = 0, end; text[at]; at = end + (text[end] == '\n')) {
		end = at + strcspn(text + at, "\n");
		read_line(s, block, group, bytes_of(text, end), at);
		if (!all)
			break;
	}
}

/* Of lists, of levels of headings, of paragraphs. */
static size_t group_of(const struct signs *s, size_t block)
{
	const struct md_block *b = &s->o->out->doc.blocks[block];
	const struct md_block *item = block ? b - 1 : NULL;

	if (b->kind == MD_HEADING)
		return s->lists + (b->level < 7 ? b->level : 6);
	return item && item->kind == MD_ITEM && item->depth + 1 == b->depth
		       ? item->list
		       : s->lists + 7 + block;
}

static bool is_mark(const struct signs *s, const struct seen *seen)
{
	size_t known = s->known[seen->group][seen->place],
	       others = s->others[seen->group][seen->place];
	bool listed = seen->group < s->lists;

	if (seen->group >= s->lists && seen->group < s->lists + 7)
		return known && seen->sure; /* headings are decorated */
	return known && (known >= others || (listed && seen->sure));
}

/* Most documents have no sign that nobody knows, or none at all. */
static bool any_sign(const struct outliner *o)
{
	const struct md_doc *doc = &o->out->doc;
	uint32_t code;

	for (size_t i = 0; i < doc->count; i++) {
		const char *text = doc->blocks[i].text;
		size_t len = strlen(text);

		for (size_t at = 0; at < len; at++)
			if ((unsigned char)text[at] >= 0xe2 &&
			    utf8_decode(bytes_of(text, len), at, &code) && is_sign(code) &&
			    legend_glyph(&o->out->legend, code) == MARK_NONE)
				return true;
	}
	return false;
}

void outline_find_signs(struct outliner *o)
{
	const struct md_doc *doc = &o->out->doc;
	struct signs s = {.o = o};
	size_t groups;

	if (!any_sign(o))
		return;
	for (size_t i = 0; i < doc->count; i++)
		if (doc->blocks[i].list >= s.lists)
			s.lists = doc->blocks[i].list + 1;
	groups = s.lists + 7 + doc->count;
	s.known = arena_array(o->arena, groups, sizeof(*s.known));
	s.others = arena_array(o->arena, groups, sizeof(*s.others));
	for (size_t i = 0; i < doc->count; i++) {
		const struct md_block *b = &doc->blocks[i];

		if (b->kind == MD_HEADING || b->kind == MD_PARAGRAPH)
			read_text(&s, i, group_of(&s, i), group_of(&s, i) >= s.lists + 7);
	}
	for (size_t i = 0; i < s.count; i++)
		if (is_mark(&s, &s.seen[i]))
			*ARENA_PUSH(o->arena, o->signs, o->sign_count) = (struct outline_sign){
				&doc->blocks[s.seen[i].block], s.seen[i].at, s.seen[i].len};
}

size_t outline_sign(const struct outliner *o, const struct md_block *block, size_t at)
{
	size_t low = 0, high = o->sign_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct outline_sign *sign = &o->signs[middle];

		if (sign->block == block && sign->at == at)
			return sign->len;
		if (sign->block < block || (sign->block == block && sign->at < at))
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}
