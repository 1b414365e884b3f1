/*
 * doclint_next.c - "## Next steps", and nothing below it; or what it sends to is done, and others are not. Who
 * reads it takes the wrong step, or none.
 */
#include "document/doclint_parts.h"

#include "base/ascii.h"
#include "import/import.h"
#include "markdown/markdown.h"

enum standing { STANDING_OTHER, STANDING_OPEN, STANDING_DONE };

static enum standing standing(const struct import *import, const struct import_step *step)
{
	enum claim_kind status;
	bool locked;

	if (!claim_effective(import->claims + step->claims, step->claim_count, step->id,
			     import->environment, &status, &locked))
		return STANDING_OTHER;
	if (status == CLAIM_COMPLETE || status == CLAIM_VERIFIED)
		return STANDING_DONE;
	return status == CLAIM_PLANNED || status == CLAIM_TO_BE_CREATED ||
			       status == CLAIM_ACTIVE
		       ? STANDING_OPEN
		       : STANDING_OTHER;
}

/* The first that is still to be done; NULL: none, and nothing has to be said of what comes next. */
static const struct import_step *find_open(const struct import *import)
{
	for (size_t i = 0; i < import->step_count; i++)
		if (standing(import, &import->steps[i]) == STANDING_OPEN)
			return &import->steps[i];
	return NULL;
}

/* Does the text name it? "PLAT_08A+": and what comes after it, too; that is no one step. */
static bool names_step(const char *text, const char *id, bool *ret_more)
{
	size_t len = strlen(id);

	for (const char *at = text; (at = strstr(at, id)); at += len) {
		if ((at > text && ascii_is_name(at[-1])) ||
		    (ascii_is_name(at[len]) && at[len] != '.'))
			continue;
		*ret_more = *ret_more || at[len] == '+';
		return true;
	}
	return false;
}

struct stretch {
	size_t begin, end; /* blocks */
	bool empty;
};

static struct stretch stretch_of(const struct md_doc *doc, size_t heading)
{
	struct stretch s = {.begin = heading + 1, .end = heading + 1, .empty = true};

	while (s.end < doc->count &&
	       !(doc->blocks[s.end].kind == MD_HEADING &&
		 doc->blocks[s.end].level <= doc->blocks[heading].level)) {
		enum md_kind kind = doc->blocks[s.end++].kind;

		s.empty = s.empty && (kind == MD_RULE || kind == MD_HTML);
	}
	return s;
}

/* The step that it sends to, if it is one and done. */
static const struct import_step *sends_to_done(const struct md_doc *doc, struct stretch s,
					       const struct import *import)
{
	unsigned from = doc->blocks[s.begin].line, to = doc->blocks[s.end - 1].end_line;
	const struct import_step *done = NULL;
	bool more = false;

	for (size_t i = 0; i < import->step_count; i++) {
		const struct import_step *step = &import->steps[i];
		bool named = false;

		if (step->line >= from && step->line <= to)
			return NULL; /* they are listed here, each with how it stands */
		for (size_t k = s.begin; k < s.end && !step->generated; k++)
			named = names_step(doc->blocks[k].text, step->id, &more) || named;
		if (!named)
			continue;
		if (standing(import, step) != STANDING_DONE)
			return NULL;
		done = done ? done : step;
	}
	return more ? NULL : done;
}

void doclint_next(struct linting *lint, const char *path, const struct md_doc *doc,
		  const struct import *import)
{
	const struct import_step *open, *done;

	for (size_t i = 0; i < doc->count; i++) {
		const struct md_block *heading = &doc->blocks[i];
		struct finding f = {.at = {path, heading->line, 1}, .path = path};
		struct stretch s;

		if (heading->kind != MD_HEADING || !outline_is_next(heading->text))
			continue;
		open = find_open(import);
		if (!open)
			return;
		s = stretch_of(doc, i);
		f.expected = arena_printf(lint->arena, "'%s', which is open", open->id);
		if (s.empty) {
			f.found = "nothing";
			f.fix = "hint: say there what comes next, or take the heading out";
			finding_add(lint->found, RULE_DOCUMENT, FINDING_WARN, f,
				    "'%s' says nothing, and steps are open", heading->text);
		} else if ((done = sends_to_done(doc, s, import))) {
			f.found = arena_printf(lint->arena, "'%s', done on line %u", done->id,
					       done->line);
			f.fix = "hint: decide which one is right, and fix the other";
			finding_add(lint->found, RULE_CONTRADICTION, FINDING_WARN, f,
				    "'%s' sends to '%s', which is done", heading->text,
				    done->id);
		}
	}
}
