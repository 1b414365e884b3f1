/*
 * import_marks.c - every mark that a document shows is a claim about a step, or a finding that says
 * why it is none. Nothing is dropped.
 */
#include "import/import_parts.h"

#include <strings.h>

static bool claim_of(enum mark mark, enum claim_kind *ret)
{
	switch (mark) {
	case MARK_DONE:
		*ret = CLAIM_COMPLETE;
		return true;
	case MARK_PLANNED:
		*ret = CLAIM_PLANNED;
		return true;
	case MARK_BLOCKED:
		*ret = CLAIM_BLOCKED;
		return true;
	case MARK_SKIPPED:
		*ret = CLAIM_DEFERRED;
		return true;
	default:
		return false;
	}
}

void import_claim_in(struct import *import, const char *environment, const char *step,
		     enum claim_kind kind, const char *path, unsigned line, const char *raw)
{
	const char *where = environment ? environment : import_where_line(import, path, line),
		   *of = where ? where : import->environment,
		   *key = arena_printf(import->arena, "%d:%u:%s:%s:%s", (int)kind, line, step,
				       of, path);

	/* what is of another one is not told of ours */
	if (strmap_get(&import->claimed, key) || !*of)
		return;
	if (!where && import->doubt) { /* "not yet" says it of all */
		import->doubtful = import->doubtful || kind != CLAIM_PLANNED;
		return;
	}
	strmap_put(&import->claimed, key, import);
	*ARENA_PUSH(import->arena, import->claims, import->claim_count) = (struct claim){
		step, of, kind, path, line, raw, NULL};
}

void import_claim(struct import *import, const char *step, enum claim_kind kind,
		  const char *path, unsigned line, const char *raw)
{
	import_claim_in(import, NULL, step, kind, path, line, raw);
}

static const struct import_step *step_of(const struct import_reading *reading,
					 const struct import_document *document, size_t unit)
{
	size_t step = unit == OUTLINE_NONE ? SIZE_MAX : document->steps[unit];

	return step == SIZE_MAX ? NULL : &reading->import->steps[step];
}

static const char *line_of(const struct import_document *document, unsigned number)
{
	return number && number <= document->count ? document->lines[number - 1].raw : "";
}

void import_claim_as(struct import_reading *reading, const struct import_document *document,
		     const struct outline_mark *mark, const char *environment, size_t step)
{
	struct import *import = reading->import;
	struct import_step *of = &import->steps[step];
	enum claim_kind kind = CLAIM_COUNT;

	claim_of(mark->mark, &kind);
	if (mark->form == FORM_WORD && !strcasecmp(mark->text, "verified"))
		kind = CLAIM_VERIFIED;
	if (kind == CLAIM_BLOCKED &&
	    import_contains_word(line_of(document, mark->line), "dormant"))
		kind = CLAIM_DORMANT;
	of->dormant = of->dormant || kind == CLAIM_DORMANT;
	import_claim_in(import, environment, of->id, kind, document->path, mark->line,
			line_of(document, mark->line));
}

/* The step that a part belongs to; NULL: none. */
static const struct import_step *whole_of(const struct import_reading *reading,
					  const struct import_document *document, size_t unit)
{
	const struct outline_unit *units = document->outline.units;
	const struct import_step *of;
	uintptr_t listed; /* elsewhere, and this is its heading */

	for (size_t at = unit; at != OUTLINE_NONE; at = units[at].parent)
		if (step_of(reading, document, at))
			return step_of(reading, document, at);
	if (units[unit].heading == OUTLINE_NONE)
		return NULL;
	of = step_of(reading, document, units[unit].heading);
	listed = of || !units[units[unit].heading].id
			 ? 0
			 : (uintptr_t)strmap_get(&reading->import->by_id,
						 units[units[unit].heading].id);
	return listed ? &reading->import->steps[listed - 1] : of;
}

static void note(struct import_reading *reading, const struct import_document *document,
		 const struct outline_mark *mark)
{
	const struct outline_unit *unit = &document->outline.units[mark->unit];
	const struct import_step *step = whole_of(reading, document, mark->unit);
	const char *beside = import_where_beside(document, mark),
		   *where = import_where_mark(reading->import, document, mark);
	bool known = mark->mark != MARK_UNKNOWN;
	struct finding with = {.at = {document->path, mark->line, mark->column},
			       .path = document->path,
			       .step = step ? step->id : NULL,
			       .environment = reading->import->environment,
			       .found = mark->text};

	bool placed = unit->table && unit->table->spread && unit->role == ROLE_STEP;

	if (!known) {
		with.expected = "a mark that is known";
		with.fix =
			"explain it in a legend of the document, or give it under 'marks' in "
			"'runbook.yaml'";
		finding_add(reading->found, RULE_DOCUMENT,
			    mark->step == OUTLINE_NONE || reading->import->options->foreign
				    ? FINDING_WARN
				    : FINDING_ERROR,
			    with,
			    "'%s' stands where a mark does, and means nothing that is known",
			    mark->text);
	} else if (beside) {
		with.environment = NULL;
		with.expected = "a column of an environment";
		with.fix = "hint: head it with the name of one, or take the mark out";
		finding_add(reading->found, RULE_DOCUMENT, FINDING_WARN, with,
			    "'%s' stands below '%s', beside environments, and is of none",
			    mark->text, beside);
	} else if (where && !*where && step) {
		with.environment = NULL;
		with.expected = "an environment that is listed";
		with.fix = "hint: list it with the others, or take the mark out";
		finding_add(reading->found, RULE_DOCUMENT, FINDING_WARN, with,
			    "'%s' stands with an environment that is none of those listed",
			    mark->text);
	} else if ((unit->role == ROLE_PART || placed) && step) {
		finding_add(reading->found, RULE_DOCUMENT, FINDING_NOTE, with,
			    "a part of step '%s' is marked as %s", step->id,
			    mark_word(mark->mark));
	} else {
		with.step = NULL;
		finding_add(reading->found, RULE_DOCUMENT, FINDING_NOTE, with,
			    "'%s' (%s) is the mark of no step", mark->text,
			    mark_word(mark->mark));
	}
}

/* "[ ] copy - BLOCKED by ops": the word says why the box is open. */
static bool is_said_why(const struct outline *outline, size_t at)
{
	const struct outline_mark *mark = &outline->marks[at], *next = mark + 1;

	return at + 1 < outline->mark_count && mark->mark == MARK_PLANNED &&
	       mark->form == FORM_BOX && next->unit == mark->unit && next->form == FORM_WORD;
}

/* "- [x] staging" in a step. */
static bool is_placed_part(const struct import_document *document,
			   const struct outline_mark *mark)
{
	return stages_part(&document->where, mark->unit) != NULL;
}

void import_marks(struct import_reading *reading, const struct import_document *document)
{
	for (size_t i = 0; i < document->outline.mark_count; i++) {
		const struct outline_mark *mark = &document->outline.marks[i];
		const char *where = import_where_mark(reading->import, document, mark);
		const struct import_step *step = step_of(reading, document, mark->step);
		enum claim_kind ignored;

		if (is_said_why(&document->outline, i))
			continue;
		if (!step && where && is_placed_part(document, mark))
			step = whole_of(reading, document, mark->unit);
		if (!import_where_beside(document, mark) && !(where && !*where) &&
		    (where || !outline_is_of_place(&document->outline, i)) &&
		    claim_of(mark->mark, &ignored) && step)
			import_claim_as(reading, document, mark, where,
					(size_t)(step - reading->import->steps));
		else
			note(reading, document, mark);
	}
}
