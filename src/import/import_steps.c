#include "base/texts.h"
#include "import/import_parts.h"

#include "model/ids.h"

#define NO_STEP SIZE_MAX

/* Where the reader stands in one document. */
struct walk {
	struct import_reading *reading;
	struct import *import;
	struct arena *arena;
	const struct import_document *document;
	size_t current; /* step that following lines belong to; NO_STEP: none */
	bool detail;	/* all below a heading, as it names that step */
	const char *section;
	unsigned section_level, deepest; /* the deepest heading that has opened one */
	const char *pending;		 /* the last heading since, which may open a section */
	unsigned pending_level;
	/* a heading that is nothing but a status: "### Completed" */
	const struct import_line *status_line;
	enum claim_kind status;
	unsigned status_level;
	uint64_t ordinal; /* of the last numbered step */
	unsigned run;	  /* how often numbers have begun again */
};

static struct import_step *import_step_find(struct import *import, const char *id)
{
	uintptr_t at = (uintptr_t)strmap_get(&import->by_id, id);

	return at ? &import->steps[at - 1] : NULL;
}

/* NULL: the line lists no step. */
static const struct outline_unit *step_unit(const struct import_line *line)
{
	return line->unit && line->unit->role == ROLE_STEP ? line->unit : NULL;
}

/* What the line says is to be done. */
static const char *title_of(struct arena *arena, const struct outline_unit *unit)
{
	const char *title = outline_work(unit);

	return import_line_text(arena, title, strlen(title));
}

/* NULL: the line names no step. */
static const char *id_of(const struct import_line *line)
{
	const struct outline_unit *unit = step_unit(line);

	return unit && unit->id && id_is_valid(unit->id) ? unit->id : NULL;
}

/* "(Superseded by Step 28) - previously: `ID_01_keycloak.yml`": what a remark before it hides. NULL: nothing,
 * or a step that is there. */
static const char *id_behind(struct walk *w, const char *title, const char *span)
{
	struct bytes id = *title == '(' && import_is_playbook(span)
				  ? marks_step(bytes_text(span))
				  : bytes_of("", 0);
	const char *name = arena_strndup(w->arena, id.data, id.len);

	return *name && id_is_valid(name) && !import_step_find(w->import, name) ? name : NULL;
}

/* The first step of "MOBILE PLATFORM (POST-PLAT_19)" rests on PLAT_19. */
static void section_needs(struct walk *w, struct import_step *step, const char *title)
{
	const char *at = strstr(title, "(POST-"), *id;

	if (!at)
		return;
	at += 6;
	id = import_find_id(w->arena, &at);
	if (id && strmap_get(&w->reading->ids, id))
		step->needs = id;
}

static const char *open_section(struct walk *w, const char *title)
{
	struct import *import = w->import;
	const char *key = import_key(w->arena, title, 3), *id = key;
	struct import_section *section;

	for (size_t i = 0; i < import->section_count; i++)
		if (!strcmp(import->sections[i].title, title))
			return import->sections[i].id;
	for (unsigned again = 2, i = 0; i < import->section_count; i++)
		if (!strcmp(import->sections[i].id, id)) {
			id = arena_printf(w->arena, "%s_%u", key, again++);
			i = UINT_MAX; /* from the start, with the new name */
		}
	section = ARENA_PUSH(w->arena, import->sections, import->section_count);
	*section = (struct import_section){.id = id, .title = title};
	return id;
}

/* "3.1" begins anew in each section: it tells steps apart nowhere. */
static uint64_t number_of(const struct outline_unit *unit)
{
	return unit->inner ? 0 : unit->ordinal;
}

/*
 * A deeper heading does not end a section while the numbers go on: it is a remark that was put
 * between two steps.
 */
static const char *settle_section(struct walk *w, const struct import_line *line)
{
	const char *opened = NULL;
	bool goes_on = w->section && w->pending_level > w->deepest && number_of(line->unit) &&
		       number_of(line->unit) == w->ordinal + 1;

	if (w->pending && !goes_on) {
		opened = import_plain(w->arena, w->pending);
		w->section = open_section(w, opened);
		w->section_level = w->pending_level;
		if (w->deepest < w->pending_level)
			w->deepest = w->pending_level;
	}
	w->pending = NULL;
	return opened;
}

/* The unit that a line begins is that step from here on. */
static void bind(struct walk *w, const struct import_line *line, size_t step)
{
	w->current = step;
	w->document->steps[line->unit - w->document->outline.units] = step;
	if (w->status_line) { /* of a bullet the place is its own, as it stands nowhere else */
		const struct import_line *said = line->bullet ? line : w->status_line;

		import_claim(w->import, w->import->steps[step].id, w->status, w->document->path,
			     said->number, said->raw);
	}
	import_title_words(w->reading, &w->import->steps[step], w->document, line);
	import_range_line(w->reading, step, w->document, line);
}

/* The first code span on a line. */
static const char *first_span(struct arena *arena, const struct outline_unit *unit)
{
	for (size_t i = 0; i < unit->block->span_count; i++)
		if (unit->block->spans[i].kind == MD_SPAN_CODE &&
		    unit->block->spans[i].line == unit->line)
			return import_line_text(arena, unit->block->spans[i].text,
						strlen(unit->block->spans[i].text));
	return NULL;
}

static int add_step(struct walk *w, const struct import_line *line, const char *id,
		    struct err *err)
{
	struct import *import = w->import;
	struct import_step *step;
	const struct outline_unit *unit = line->unit;
	const char *title = title_of(w->arena, unit), *span = first_span(w->arena, unit),
		   *opened;

	if (import->step_count >= IMPORT_STEPS_MAX)
		return err_at(err, ERR_LIMIT,
			      (struct srcpos){w->document->path, line->number, 1},
			      "more than %d steps", IMPORT_STEPS_MAX);
	opened = settle_section(w, line);
	step = ARENA_PUSH(w->arena, import->steps, import->step_count);
	*step = (struct import_step){.id = id,
				     .ordinal = number_of(unit),
				     .title = title,
				     .plain = title,
				     .section = w->section,
				     .column = unit->below != MARK_NONE,
				     .counted = unit->counted,
				     .path = w->document->path,
				     .line = line->number,
				     .raw = line->raw};
	if (!id)
		id = step->id = id_behind(w, title, span);
	if (!id) {
		step->id = import_make_id(w->reading, step->plain, step->ordinal);
		step->generated = true;
		import_keep_name(import, step, unit);
	}
	strmap_put(&import->by_id, step->id, (void *)(uintptr_t)import->step_count);
	if (opened)
		section_needs(w, step, opened);
	if (import_is_playbook(span))
		step->playbook = span;
	if (step->ordinal) {
		w->run += step->ordinal <= w->ordinal && step->ordinal == 1;
		w->ordinal = step->ordinal;
		step->run = w->run;
	}
	bind(w, line, import->step_count - 1);
	return 0;
}

/* Again in a list: what is claimed there counts, the place is remembered. In another environment it is done once more. */
static void list_again(struct walk *w, const struct import_line *line, struct import_step *step)
{
	const char *here = import_where_line(w->import, w->document->path, line->number),
		   *there = import_where_line(w->import, step->path, step->line);

	bind(w, line, (size_t)(step - w->import->steps));
	if (here && there && strcmp(here, there) != 0)
		return;
	*ARENA_PUSH(w->arena, w->reading->again,
		    w->reading->again_count) = (struct import_again){
		w->current, w->document->path, title_of(w->arena, line->unit), line->number};
}

/* PLAT_09 stands over PLAT_09A and PLAT_09B: a heading, no step of its own. */
static bool is_group(const struct walk *w, const char *id)
{
	return strmap_get(&w->reading->groups, id) != NULL;
}

/* Without an id: the step of that title which another environment has, the second of two there the second here. The
 * first is kept for them. */
static struct import_step *placed(struct walk *w, const struct import_line *line)
{
	const char *of = import_where_line(w->import, w->document->path, line->number),
		   *title = title_of(w->arena, line->unit), *key;
	struct strmap *map = &w->reading->placed;
	uintptr_t count, step;

	if (!of)
		return NULL;
	key = arena_printf(w->arena, "%s\n%s\n%s", w->document->path, title, of);
	count = (uintptr_t)strmap_get(map, key) + 1;
	strmap_put(map, key, (void *)count);
	key = arena_printf(w->arena, "%s\n%s\n\n%zu", w->document->path, title, (size_t)count);
	step = (uintptr_t)strmap_get(map, key);
	if (step)
		return &w->import->steps[step - 1];
	strmap_put(map, key, (void *)(uintptr_t)(w->import->step_count + 1));
	return NULL;
}

/* 1: a step; 0: something else; -1: error. */
static int try_step(struct walk *w, const struct import_line *line, struct err *err)
{
	struct import_step *step = NULL;
	const char *id = id_of(line);

	if (!step_unit(line))
		return 0;
	if (id)
		step = import_step_find(w->import, id);
	step = step || id ? step : placed(w, line);
	if (step) {
		list_again(w, line, step);
		return 1;
	}
	if (id && line->unit->kind == UNIT_LINE && !line->unit->ordinal && is_group(w, id)) {
		w->current = NO_STEP;
		return 1;
	}
	return add_step(w, line, id, err) < 0 ? -1 : 1;
}

/* "### REL_01" below the table that lists it: what stands there is of that step. */
static bool opens_detail(struct walk *w, const struct import_line *line)
{
	const struct outline_unit *unit = line->unit;
	struct import_step *step;

	w->detail = false;
	if (!unit || unit->kind != UNIT_HEADING || !unit->id || unit->role == ROLE_STEP ||
	    !(step = import_step_find(w->import, unit->id)))
		return false;
	w->current = (size_t)(step - w->import->steps);
	w->detail = true;
	return true;
}

static void heading(struct walk *w, const struct import_line *line, const char *text,
		    unsigned level)
{
	enum claim_kind status;

	if (!w->status_line || level <= w->status_level)
		w->status_line = NULL;
	/* its steps have that mark, or are done there; what goes back is of no section, and of no step above it */
	if (line->unit &&
	    (line->unit->below != MARK_NONE || line->unit->role == ROLE_ROLLBACK ||
	     line->unit->role == ROLE_BACK || outline_is_stop(line->unit->title) ||
	     w->document->where.opens[line->unit - w->document->outline.units])) {
		w->current = NO_STEP;
		return;
	}
	if (import_heading_status(text, &status)) {
		w->status_line = line;
		w->status = status;
		w->status_level = level;
	} else if (!w->pending || !w->section || w->pending_level > w->section_level ||
		   level <= w->section_level) {
		w->pending = text;
		w->pending_level = level;
	}
	/* a deeper one than any that opens a section is a remark between two steps */
	if (!w->section || level <= w->section_level || level <= w->deepest)
		w->current = NO_STEP;
}

/* A line of box-drawing characters, as people rule pages. */
static bool is_ruled(const char *text)
{
	size_t count = 0;

	for (; text_begins(text, "\xe2\x94") && text[2]; text += 3)
		count++;
	return count > 2 && !*text;
}

static void other_line(struct walk *w, const struct import_line *line, bool after_blank)
{
	if (is_ruled(line->rest) || (line->unit && line->unit->holds) ||
	    (after_blank && !line->indent && !line->bullet && !w->detail))
		w->current = NO_STEP;
	if (w->current != NO_STEP) {
		import_body_line(w->reading, &w->import->steps[w->current], w->document, line);
		if (w->detail && !line->code)
			*ARENA_PUSH(w->arena, w->reading->details,
				    w->reading->detail_count) = (struct import_again){
				w->current, w->document->path, NULL, line->number};
		if (!line->code)
			import_range_line(w->reading, w->current, w->document, line);
	} else {
		import_other_line(w->reading, w->document, line,
				  w->status_line ? &w->status : NULL);
	}
}

static int walk_line(struct walk *w, const struct import_line *line, bool after_blank,
		     struct err *err)
{
	int stepped = try_step(w, line, err);

	w->detail = stepped ? line->unit->kind == UNIT_HEADING : w->detail;
	if (stepped)
		return stepped < 0 ? -1 : 0;
	if (line->unit && line->unit->headed && !line->code) {
		heading(w, line, title_of(w->arena, line->unit),
			w->section_level ? w->section_level : 3);
	} else if (line->heading && !line->heading->depth && !line->indent) {
		if (opens_detail(w, line)) {
			import_other_line(w->reading, w->document, line, NULL);
			return 0;
		}
		heading(w, line, line->unit ? line->unit->text : line->heading->text,
			line->heading->level);
		if (w->current == NO_STEP)
			import_other_line(w->reading, w->document, line, NULL);
		else
			import_body_line(w->reading, &w->import->steps[w->current], w->document,
					 line);
	} else if (!line->blank) {
		other_line(w, line, after_blank);
	}
	return 0;
}

static void gather_ids(struct import_reading *reading, const struct import_document *document)
{
	for (size_t i = 0; i < document->count; i++) {
		const struct import_line *line = &document->lines[i];
		const char *id = id_of(line);

		if (!id || strmap_get(&reading->ids, id))
			continue;
		strmap_put(&reading->ids, id, reading);
		for (size_t end = 1; id[end]; end++)
			if (id[end] >= 'A' && id[end] <= 'Z')
				strmap_put(&reading->groups,
					   arena_strndup(reading->import->arena, id, end),
					   reading);
	}
}

int import_walk(struct import_reading *reading, const struct import_document *document,
		struct err *err)
{
	struct walk w = {.reading = reading,
			 .import = reading->import,
			 .arena = reading->import->arena,
			 .document = document,
			 .current = NO_STEP};
	bool after_blank = true;

	gather_ids(reading, document);
	for (size_t i = 0; i < document->count; i++) {
		if (walk_line(&w, &document->lines[i], after_blank, err) < 0)
			return -1;
		after_blank = document->lines[i].blank;
	}
	return 0;
}
