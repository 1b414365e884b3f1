/*
 * image.c - a runbook as it is remembered: the text without the lines of its steps, these lines,
 * what each step is called, and where it begins. An act reads the first and the steps that it asks for, so that its
 * cost does not grow with the number of those that it does not.
 */
#include "base/cleanup.h"
#include "base/memory.h"
#include "runbook/runbook_internal.h"
#include "runbook/shape.h"

#ifndef LANGUAGE /* a sum of the sources that read a runbook: others are another version */
#define LANGUAGE ""
#endif

#define IN_THEIR_PLACE " []\n"

struct head {
	char version[48];
	uint32_t step_count, section_count, ids_len, base_len, lines_len;
	uint32_t gap;	   /* of the base: behind what stands in the steps' place */
	uint32_t left_out; /* lines, there */
	uint32_t unused;
};

struct step_place {		  /* of a step */
	uint32_t begin, line, id; /* of its lines, how many stand before it, of the ids */
	uint32_t title;		  /* there, too */
	uint32_t sorted;	  /* not of this step: which one has this rank by id */
	uint32_t asks;		  /* people: step_asks_people() */
};

struct extent { /* of a section */
	uint32_t first, last;
};

/* Where each part of the bytes is. */
struct runbook_image {
	struct arena *arena;
	const char *file;
	struct head head;
	const struct step_place *marks; /* and one behind the last step */
	const struct extent *extents;
	const char *ids, *base, *lines;
};

static void name_version(char ret[48])
{
	memset(ret, 0, 48);
	snprintf(ret, 48, "runbook 1 %s", LANGUAGE);
}

/* -- remembering --------------------------------------------------------------------------------- */

/* Where the line of a byte begins, when nothing but spaces, and a dash where one is due,
 * stand before it there. */
static bool line_of(const char *text, size_t begin, bool dash, size_t *ret)
{
	size_t at = begin;
	bool seen = false;

	for (; at && text[at - 1] != '\n'; at--) {
		if (text[at - 1] == '-' && dash && !seen)
			seen = true;
		else if (text[at - 1] != ' ')
			return false;
	}
	*ret = at;
	return seen == dash;
}

/* The lines of the steps: from that of the first on to that of the next key of the document. */
static bool find_lines(const struct runbook *rb, struct bytes text, size_t *ret_begin,
		       size_t *ret_end)
{
	const struct doc_node *steps = doc_get(rb->root, "steps"), *next = NULL;

	for (size_t i = 0; i < rb->root->count; i++)
		if (rb->root->pairs[i].key->begin >= steps->end &&
		    (!next || rb->root->pairs[i].key->begin < next->begin))
			next = rb->root->pairs[i].key;
	*ret_end = text.len;
	return steps->style == DOC_BLOCK && rb->root->style == DOC_BLOCK && text.len &&
	       text.len < UINT32_MAX && ((const char *)text.data)[text.len - 1] == '\n' &&
	       line_of(text.data, steps->items[0]->begin, true, ret_begin) &&
	       (!next || line_of(text.data, next->begin, false, ret_end));
}

static uint32_t lines_in(const char *text, size_t len)
{
	uint32_t count = 0;

	for (const char *at = text; (at = memchr(at, '\n', len - (size_t)(at - text))); at++)
		count++;
	return count;
}

static bool mark_steps(const struct runbook *rb, const char *text, size_t begin, size_t end,
		       struct strbuf *marks, struct strbuf *ids)
{
	for (size_t i = 0; i <= rb->step_count; i++) {
		struct step_place mark = {.begin = (uint32_t)(end - begin)};
		size_t at;

		if (i < rb->step_count) {
			if (!line_of(text, step_at(rb, i)->node->begin, true, &at))
				return false;
			mark = (struct step_place){
				(uint32_t)(at - begin), step_at(rb, i)->at.line - 1,
				(uint32_t)ids->len,	0,
				rb->by_id[i],		step_asks_people(rb, step_at(rb, i))};
			strbuf_add(ids, rb->ids[i], strlen(rb->ids[i]) + 1);
			mark.title = (uint32_t)ids->len;
			strbuf_add(ids, rb->titles[i], strlen(rb->titles[i]) + 1);
		}
		strbuf_add(marks, &mark, sizeof(mark));
	}
	return true;
}

static void add_sections(const struct runbook *rb, struct strbuf *out)
{
	for (size_t i = 0; i < rb->section_count; i++) {
		const struct section *s = &rb->sections[i];
		struct extent extent = {(uint32_t)s->first, (uint32_t)s->last};

		strbuf_add(out, &extent, sizeof(extent));
	}
}

/* What is read back is what was written. */
static bool is_same(struct bytes image, const struct runbook *rb)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct runbook *back;

	if (!runbook_recall(image, rb->root->at.file, &a, &back))
		return false;
	for (size_t i = 0; i < rb->root->count; i++) {
		const struct doc_pair *pair = &rb->root->pairs[i], *other;

		if (back->root->count != rb->root->count)
			return false;
		other = &back->root->pairs[i];
		if (strcmp(pair->key->text, other->key->text) != 0 ||
		    pair->key->at.line != other->key->at.line ||
		    (strcmp(pair->key->text, "steps") != 0 &&
		     !doc_equal(pair->value, other->value)))
			return false;
	}
	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i), *other = step_at(back, i);

		if (!doc_equal(step->node, other->node) || step->at.line != other->at.line ||
		    step->at.column != other->at.column || strcmp(step->id, other->id) != 0 ||
		    strcmp(rb->titles[i], back->titles[i]) != 0)
			return false;
	}
	return true;
}

bool runbook_remember(const struct runbook *rb, struct bytes text, struct strbuf *out)
{
	CLEANUP(strbuf_free) struct strbuf marks = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf ids = STRBUF_INIT;
	const char *data = text.data;
	struct head head = {.step_count = (uint32_t)rb->step_count};
	size_t begin, end;

	strbuf_setlen(out, 0);
	if (!rb->step_count || !find_lines(rb, text, &begin, &end) ||
	    !mark_steps(rb, data, begin, end, &marks, &ids))
		return false;
	name_version(head.version);
	head.section_count = (uint32_t)rb->section_count;
	head.ids_len = (uint32_t)ids.len;
	head.lines_len = (uint32_t)(end - begin);
	head.gap = (uint32_t)(begin + strlen(IN_THEIR_PLACE));
	head.left_out = lines_in(data + begin, end - begin) - 1;
	head.base_len = (uint32_t)(text.len - (end - begin) + strlen(IN_THEIR_PLACE));
	strbuf_add(out, &head, sizeof(head));
	strbuf_add(out, marks.buf, marks.len);
	add_sections(rb, out);
	strbuf_add(out, ids.buf, ids.len);
	strbuf_add(out, data, begin);
	strbuf_addstr(out, IN_THEIR_PLACE);
	strbuf_add(out, data + end, text.len - end);
	strbuf_add(out, data + begin, end - begin);
	while (out->len % sizeof(uint64_t))
		strbuf_addch(out, '\0');
	return is_same(bytes_of(out->buf, out->len), rb);
}

/* -- recalling ----------------------------------------------------------------------------------- */

static const void *part(struct bytes image, size_t *at, size_t len)
{
	const void *begin = (const char *)image.data + *at;

	if (len > image.len - *at)
		return NULL;
	*at += len;
	return begin;
}

static bool open_image(struct bytes image, struct runbook_image *ret)
{
	const struct head *head = &ret->head;
	size_t at = sizeof(*head);
	char version[48];

	name_version(version);
	if (image.len < sizeof(*head))
		return false;
	memcpy(&ret->head, image.data, sizeof(*head));
	if (memcmp(head->version, version, sizeof(version)) != 0)
		return false;
	ret->marks = part(image, &at, ((size_t)head->step_count + 1) * sizeof(*ret->marks));
	ret->extents = ret->marks
			       ? part(image, &at, head->section_count * sizeof(*ret->extents))
			       : NULL;
	ret->ids = ret->extents ? part(image, &at, head->ids_len) : NULL;
	ret->base = ret->ids ? part(image, &at, head->base_len) : NULL;
	ret->lines = ret->base ? part(image, &at, head->lines_len) : NULL;
	return ret->lines && head->ids_len && !ret->ids[head->ids_len - 1] &&
	       head->gap >= strlen(IN_THEIR_PLACE) && head->gap <= head->base_len;
}

static bool is_placed(const struct runbook_image *image, size_t i)
{
	const struct step_place *mark = &image->marks[i];

	return mark->begin <= mark[1].begin && mark[1].begin <= image->head.lines_len &&
	       mark->id < image->head.ids_len && mark->title < image->head.ids_len &&
	       mark->sorted < image->head.step_count;
}

/* False: a place lies outside of what there is, or the ranks are not those of the ids. */
static bool place_steps(struct runbook *rb, const struct runbook_image *image)
{
	const char **ids, **titles;
	uint32_t *by_id;

	rb->step_count = image->head.step_count;
	rb->steps = arena_array(image->arena, rb->step_count, sizeof(*rb->steps));
	ids = arena_array(image->arena, rb->step_count, sizeof(*ids));
	titles = arena_array(image->arena, rb->step_count, sizeof(*titles));
	by_id = arena_array(image->arena, rb->step_count, sizeof(*by_id));
	for (size_t i = 0; i < rb->step_count; i++) {
		if (!is_placed(image, i))
			return false;
		ids[i] = image->ids + image->marks[i].id;
		titles[i] = image->ids + image->marks[i].title;
		by_id[i] = image->marks[i].sorted;
	}
	for (size_t i = 1; i < rb->step_count; i++)
		if (strcmp(ids[by_id[i - 1]], ids[by_id[i]]) >= 0)
			return false;
	rb->ids = ids;
	rb->titles = titles;
	rb->by_id = by_id;
	for (size_t i = 0; i < rb->section_count; i++) {
		struct section *section = (struct section *)(uintptr_t)&rb->sections[i];
		const struct extent *extent = &image->extents[i];

		section->first = extent->first < rb->step_count ? extent->first : SIZE_MAX;
		section->last = extent->last < rb->step_count ? extent->last : SIZE_MAX;
	}
	return true;
}

bool runbook_recall(struct bytes bytes, const char *file, struct arena *a,
		    const struct runbook **ret)
{
	struct runbook_image *image = arena_alloc(a, sizeof(*image));
	struct binder b = {.arena = a, .rb = arena_alloc(a, sizeof(*b.rb))};
	const struct doc_node *root;
	struct err ignored;

	bytes.data = arena_memdup(a, bytes.data, bytes.len);
	*image = (struct runbook_image){.arena = a, .file = file};
	if (!open_image(bytes, image) ||
	    doc_parse_part(bytes_of(image->base, image->head.base_len),
			   (struct doc_part){0, image->head.gap, image->head.left_out}, file, a,
			   &root, &ignored) < 0)
		return false;
	shape_walk(&b, &RUNBOOK, root, b.rb);
	if (b.faults.count || b.rb->section_count != image->head.section_count)
		return false;
	b.rb->image = image;
	if (!place_steps(b.rb, image))
		return false;
	bind_sections(&b);
	*ret = b.rb;
	return true;
}

bool runbook_asks_people(const struct runbook *rb, size_t index)
{
	return rb->image ? rb->image->marks[index].asks
			 : step_asks_people(rb, step_at(rb, index));
}

/* All of it, from the lines and what stands around them. */
static const struct step *read_anew(const struct runbook *rb, size_t index)
{
	const struct runbook_image *image = rb->image;
	const struct head *head = &image->head;
	const char *text = arena_printf(
		image->arena, "%.*s%.*s%.*s", (int)(head->gap - strlen(IN_THEIR_PLACE)),
		image->base, (int)head->lines_len, image->lines,
		(int)(head->base_len - head->gap), image->base + head->gap);
	const struct runbook *whole;
	struct err ignored;

	if (runbook_parse(bytes_text(text), image->file, image->arena, &whole, &ignored) < 0 ||
	    index >= whole->step_count || strcmp(whole->ids[index], rb->ids[index]) != 0)
		memory_lost("mcade: what was remembered of the runbook is damaged\n");
	return whole->steps[index];
}

/* One that is not where its mark says, or is another, costs time. */
const struct step *image_step(const struct runbook *rb, size_t index)
{
	const struct runbook_image *image = rb->image;
	const struct step_place *mark = &image->marks[index];
	struct binder b = {
		.arena = image->arena, .rb = (struct runbook *)(uintptr_t)rb, .index = index};
	struct step *step = arena_alloc(b.arena, sizeof(*step));
	const struct doc_node *list;
	struct err ignored;

	if (doc_parse_part(bytes_of(image->lines + mark->begin, mark[1].begin - mark->begin),
			   (struct doc_part){.before = mark->line}, image->file, b.arena, &list,
			   &ignored) == 0 &&
	    list->kind == DOC_SEQUENCE && list->count == 1)
		shape_walk(&b, &STEP, list->items[0], step);
	if (b.faults.count || !step->id || strcmp(step->id, rb->ids[index]) != 0)
		return rb->steps[index] = read_anew(rb, index);
	bind_default_needs(&b, step);
	return rb->steps[index] = step;
}
