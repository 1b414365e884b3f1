/*
 * import_listed.c - "## Done" above a list of titles, where the steps are listed elsewhere: it is said of the
 * steps that are called so, and what is no step is told.
 */
#include "import/import_parts.h"

struct listed {
	struct import_reading *reading;
	const struct import_document *document;
	enum mark mark; /* MARK_NONE: no list is headed by a status */
	unsigned level; /* of that heading; 7: a line */
	const char *said;
	struct strmap called; /* folded title -> its step, one more, as a pointer, or SEVERAL */
};

#define LINE_LEVEL 7
#define SEVERAL UINTPTR_MAX

/* All that it says is a status. */
static enum mark status_of(const struct import_document *document, const char *title)
{
	size_t len = 0;
	enum mark mark = legend_says(&document->outline.legend, bytes_text(title), true, &len);

	while (mark != MARK_NONE && title[len] && strchr(" :.!*", title[len]))
		len++;
	return title[len] || mark == MARK_UNKNOWN ? MARK_NONE : mark;
}

/* Without what stands behind it in parentheses: who, when. */
static size_t titled_len(const char *title)
{
	size_t len = strlen(title);
	const char *open = len && title[len - 1] == ')' ? strrchr(title, '(') : NULL;

	for (len = open && open > title ? (size_t)(open - title) : len; len; len--)
		if (title[len - 1] != ' ')
			break;
	return len;
}

static const char *folded(struct arena *arena, const char *title)
{
	size_t size = 2 * strlen(title) + 1;
	char *ret = arena_alloc(arena, size);

	legend_fold(bytes_of(title, titled_len(title)), ret, size);
	return ret;
}

static struct strmap titles_of(const struct import *import)
{
	struct strmap ret = {.arena = import->arena};

	for (size_t i = 0; i < import->step_count; i++) {
		const struct import_step *step = &import->steps[i];
		const char *title = folded(import->arena, import_does(step->plain, step->id));
		bool again = strmap_get(&ret, title);

		strmap_put(&ret, title, (void *)(again ? SEVERAL : (uintptr_t)i + 1));
	}
	return ret;
}

static void say(struct listed *l, const struct outline_unit *item)
{
	struct import *import = l->reading->import;
	uintptr_t step;

	if (!l->called.arena)
		l->called = titles_of(import);
	step = (uintptr_t)strmap_get(&l->called, folded(import->arena, item->title));

	if (step && step != SEVERAL) {
		import_claim_as(l->reading, l->document,
				&(struct outline_mark){.mark = l->mark,
						       .form = FORM_WORD,
						       .line = item->line,
						       .text = l->said},
				NULL, step - 1);
		return;
	}
	finding_add(
		l->reading->found, RULE_DOCUMENT,
		l->mark == MARK_DONE ? FINDING_WARN : FINDING_NOTE,
		(struct finding){.at = {l->document->path, item->line, 1},
				 .path = l->document->path,
				 .expected = "the title of a step, or its id",
				 .found = item->title,
				 .fix = "hint: call it as its step is called, or list it with "
					"the steps"},
		"'%s' stands below '%s', and is not a step that is listed", item->title,
		l->said);
}

static void head(struct listed *l, const struct outline_unit *u)
{
	unsigned level = u->kind == UNIT_HEADING ? u->level : LINE_LEVEL;
	enum mark mark;

	if (l->mark != MARK_NONE && level > l->level)
		return;
	mark = u->role == ROLE_STEP || u->hidden ? MARK_NONE : status_of(l->document, u->title);
	l->mark = mark;
	l->level = level;
	l->said = u->title;
}

void import_listed(struct import_reading *reading, const struct import_document *document)
{
	struct listed l = {.reading = reading, .document = document};

	for (size_t i = 0; i < document->outline.count && !document->about; i++) {
		const struct outline_unit *u = &document->outline.units[i];

		if (u->role == ROLE_STEP || u->id) /* what follows is of that */
			l.mark = MARK_NONE;
		else if (u->kind == UNIT_HEADING || (u->kind == UNIT_LINE && !u->depth))
			head(&l, u);
		else if (l.mark != MARK_NONE && u->kind == UNIT_ITEM && u->depth == 1 &&
			 u->role == ROLE_TEXT && u->mark == OUTLINE_NONE && !u->hidden &&
			 reading->import->step_count && *u->title)
			say(&l, u);
	}
}
