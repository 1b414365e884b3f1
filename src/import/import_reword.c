/*
 * import_reword.c - steps whose title is another now, once those that are surely the same have found each
 * other: which is which is told by the order between those, by the words and by the commands. What was
 * done under an id is never given to a step that only stands at its place: that is refused, and a person
 * says which it is.
 */
#include "import/import_parts.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "yaml/doc.h"

/* Of a document that is another altogether nothing is told by likeness. */
#define GAP_MAX 50
/* So many are named. */
#define PLACES_MAX 5

/* Where a step that is there may stand in the documents: between those that its neighbours became. */
struct gap {
	size_t kept_from, kept_to, from, to;
};

static struct gap gap_of(const struct again *a, size_t kept)
{
	struct gap gap = {kept, kept + 1, 0, a->import->step_count};

	while (gap.kept_from && a->kept[gap.kept_from - 1].import == SIZE_MAX)
		gap.kept_from--;
	while (gap.kept_to < a->count && a->kept[gap.kept_to].import == SIZE_MAX)
		gap.kept_to++;
	if (gap.kept_from)
		gap.from = a->kept[gap.kept_from - 1].import + 1;
	if (gap.kept_to < a->count)
		gap.to = a->kept[gap.kept_to].import;
	return gap;
}

/* As lines of its own: "make" is no part of "make release". */
static bool holds(const struct doc_node *node, const char *text)
{
	size_t len = strlen(text);

	for (const char *at = node->kind == DOC_SCALAR ? node->text : NULL;
	     at && (at = strstr(at, text)); at++)
		if ((at == node->text || at[-1] == '\n') && (!at[len] || at[len] == '\n'))
			return true;
	for (size_t i = 0; node->kind == DOC_SEQUENCE && i < node->count; i++)
		if (holds(node->items[i], text))
			return true;
	for (size_t i = 0; node->kind == DOC_MAPPING && i < node->count; i++)
		if (holds(node->pairs[i].value, text))
			return true;
	return false;
}

/* Does the step that is there do all that the documents show of this one? To look at one thing is no work. */
static bool same_work(const struct kept *kept, const struct import_step *step)
{
	const struct doc_node *run = doc_get(kept->node, "run"),
			      *verify = doc_get(kept->node, "verify");
	bool works = false;

	for (size_t i = 0; i < step->command_count; i++) {
		const char *text = step->commands[i].text;

		if (!(run && holds(run, text)) && !(verify && holds(verify, text)))
			return false;
		works = works || import_effect(text) != EFFECT_LOOKS;
	}
	return works;
}

/* Would the doors say that its id names another step now? They ask that of what is recorded and keeps its id. */
static bool is_refused(const struct again *a, const struct kept *kept,
		       const struct import_step *step, bool renamed)
{
	bool keeps = !renamed || step->generated || import_same(kept->id, step->id);

	return keeps && import_is_recorded(a, kept) && kept->title && *step->plain &&
	       import_is_another(a->arena, import_does(kept->title, kept->id),
				 import_does(step->plain, step->id));
}

static enum alike alike(const struct again *a, size_t kept, size_t step)
{
	const struct import_step *is = &a->import->steps[step];
	const struct kept *was = &a->kept[kept];

	return same_work(was, is) && !is_refused(a, was, is, a->import->options->rename)
		       ? ALIKE_SURE
		       : import_alike(a->arena, import_does(was->title, was->id),
				      import_does(is->plain, is->id));
}

/* Another step has this title, too: likeness says nothing of which it is. */
static bool has_twin(const struct again *a, size_t step)
{
	const struct import_step *is = &a->import->steps[step];
	const char *title = import_does(is->plain, is->id);

	for (size_t i = 0; i < a->import->step_count; i++)
		if (i != step && import_same(title, import_does(a->import->steps[i].plain,
								a->import->steps[i].id)))
			return true;
	return false;
}

/* The one step of its gap that is like it, where no other of either side is, even by a word; SIZE_MAX. */
static size_t only_like(const struct again *a, size_t kept, enum alike least)
{
	struct gap gap = gap_of(a, kept);
	size_t found = SIZE_MAX;

	if (gap.kept_to - gap.kept_from > GAP_MAX ||
	    (gap.to > gap.from && gap.to - gap.from > GAP_MAX))
		return SIZE_MAX;
	for (size_t i = gap.from; i < gap.to; i++) {
		enum alike is = a->of[i] == SIZE_MAX ? alike(a, kept, i) : ALIKE_NOT;

		if (is == ALIKE_NOT)
			continue;
		if (found != SIZE_MAX || is < least)
			return SIZE_MAX;
		found = i;
	}
	for (size_t j = gap.kept_from; found != SIZE_MAX && j < gap.kept_to; j++)
		if (j != kept && alike(a, j, found) != ALIKE_NOT)
			return SIZE_MAX;
	return found == SIZE_MAX || has_twin(a, found) ? SIZE_MAX : found;
}

bool import_is_recorded(const struct again *a, const struct kept *kept)
{
	const struct import_options *o = a->import->options;

	return o->recorded &&
	       (o->recorded(o->ctx, kept->id) || (kept->was && o->recorded(o->ctx, kept->was)));
}

static void take(struct again *a, size_t kept, size_t step)
{
	if (step == SIZE_MAX)
		return;
	a->of[step] = kept;
	a->kept[kept].import = step;
}

static bool same_id(const struct kept *kept, const struct import_step *step)
{
	return (import_same(kept->id, step->id) || import_same(kept->was, step->id)) &&
	       !import_contradict(kept, step);
}

bool import_is_shifted(const struct again *a)
{
	for (size_t j = 0; j < a->count; j++)
		if (a->kept[j].import != SIZE_MAX &&
		    !a->import->steps[a->kept[j].import].generated &&
		    !same_id(&a->kept[j], &a->import->steps[a->kept[j].import]))
			return true;
	return false;
}

/* What the documents call so; of those that they give no id, what is like it. */
static size_t of_its_id(const struct again *a, size_t kept)
{
	for (size_t i = 0; i < a->import->step_count; i++)
		if (a->of[i] == SIZE_MAX && !a->import->steps[i].generated &&
		    same_id(&a->kept[kept], &a->import->steps[i]))
			return i;
	return only_like(a, kept, ALIKE_WORD);
}

void import_reword(struct again *a)
{
	bool shifted = import_is_shifted(a);

	for (size_t j = 0; j < a->count; j++)
		if (a->kept[j].import == SIZE_MAX)
			take(a, j, only_like(a, j, ALIKE_SURE));
	for (size_t j = 0; j < a->count; j++)
		if (a->kept[j].import == SIZE_MAX && !import_is_recorded(a, &a->kept[j]))
			take(a, j, shifted ? only_like(a, j, ALIKE_WORD) : of_its_id(a, j));
}

/* --- what stays unclear ------------------------------------------------------------------ */

/* Of its gap or of its id. */
static bool may_be(const struct again *a, size_t kept, const struct gap *gap, size_t step)
{
	return a->of[step] == SIZE_MAX && ((step >= gap->from && step < gap->to) ||
					   same_id(&a->kept[kept], &a->import->steps[step]));
}

/* Those that it may be; NULL: none. */
static const char *places(const struct again *a, size_t kept)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct gap gap = gap_of(a, kept);
	size_t count = 0;

	for (size_t i = 0; i < a->import->step_count; i++) {
		const struct import_step *step = &a->import->steps[i];

		if (!may_be(a, kept, &gap, i))
			continue;
		if (count++ == PLACES_MAX) {
			strbuf_addstr(&out, ", ...");
			break;
		}
		strbuf_addf(&out, "%s%s:%u '%s'", out.len ? ", " : "", step->path, step->line,
			    step->plain);
	}
	return out.len ? arena_strndup(a->arena, out.buf, out.len) : NULL;
}

/* Where the doors would refuse each of these titles, too, one that goes on with the old one is taken. */
static const char *way_of_lost(const struct again *a, size_t j)
{
	const struct kept *kept = &a->kept[j];
	struct gap gap = gap_of(a, j);
	bool refused = true;

	for (size_t i = 0; i < a->import->step_count; i++)
		refused = refused && (!may_be(a, j, &gap, i) ||
				      is_refused(a, kept, &a->import->steps[i], true));
	if (refused)
		return arena_printf(
			a->arena,
			"hint: where it is one of these, keep what '%s' was called in "
			"its title, as in '%s: ...'; else put it back into the "
			"document, and give the new step an id of its own",
			kept->id, kept->title);
	return arena_printf(a->arena,
			    "hint: where it is one of these, write that title at '%s' in "
			    "'runbook.yaml' and import again; else put it back into the "
			    "document: import drops no step",
			    kept->id);
}

void import_tell_lost(const struct again *a, size_t j)
{
	const struct kept *kept = &a->kept[j];
	const char *may_be = places(a, j);
	struct finding with = {
		.at = kept->node->at, .path = a->file, .step = kept->id, .found = may_be};

	if (!may_be) {
		with.fix = "put it back into the document, or edit 'runbook.yaml' by hand: "
			   "import drops no step";
		finding_add(a->found, RULE_IDENTITY, FINDING_ERROR, with,
			    "step '%s' is no longer in any of the documents", kept->id);
		return;
	}
	with.expected = kept->title;
	with.fix = way_of_lost(a, j);
	finding_add(a->found, RULE_IDENTITY, FINDING_ERROR, with,
		    "step '%s'%s is no longer in any of the documents, or has another title: "
		    "it may be %s",
		    kept->id,
		    import_is_recorded(a, kept) ? ", of which something is recorded," : "",
		    may_be);
}
