#include "import/import_parts.h"

#include "base/cleanup.h"
#include "yaml/doc.h"
#include "yaml/emit.h"

static const char *scalar(const struct doc_node *map, const char *key)
{
	const struct doc_node *node = doc_get(map, key);

	return node && node->kind == DOC_SCALAR ? node->text : NULL;
}

static int read_kept(struct again *a, struct bytes text, const struct doc_node **ret_steps,
		     struct err *err)
{
	const struct doc_node *root, *steps;

	if (doc_parse(text, a->file, a->arena, &root, err) < 0)
		return -1;
	steps = root ? doc_get(root, "steps") : NULL;
	a->sections = root ? doc_get(root, "sections") : NULL;
	if (!steps || steps->kind != DOC_SEQUENCE || steps->count > IMPORT_STEPS_MAX)
		return err_at(err, ERR_FORMAT, (struct srcpos){a->file, 1, 1},
			      "'%s' is not a runbook: it has no list of 'steps'", a->file);
	a->kept = arena_array(a->arena, steps->count + 1, sizeof(*a->kept));
	a->count = steps->count;
	for (size_t i = 0; i < steps->count; i++) {
		struct kept *kept = &a->kept[i];

		*kept = (struct kept){.node = steps->items[i],
				      .id = scalar(steps->items[i], "id"),
				      .was = scalar(steps->items[i], "was"),
				      .uses = scalar(steps->items[i], "uses"),
				      .title = scalar(steps->items[i], "title"),
				      .import = SIZE_MAX};
		if (!kept->id)
			return err_at(err, ERR_FORMAT, kept->node->at, "a step has no 'id'");
		kept->slug = kept->uses ? import_slug(a->arena, kept->uses) : NULL;
	}
	*ret_steps = steps;
	return 0;
}

/* The same steps, where they stand in the text now. */
static int read_kept_again(struct again *a, struct bytes text,
			   const struct doc_node **ret_steps, struct err *err)
{
	struct kept *before = a->kept;

	if (read_kept(a, text, ret_steps, err) < 0)
		return -1;
	for (size_t i = 0; i < a->count; i++)
		a->kept[i].import = before[i].import;
	return 0;
}

static bool id_taken(const struct again *a, const char *id)
{
	for (size_t i = 0; i < a->count; i++)
		if (!strcmp(import_id_there(a, i), id))
			return true;
	return false;
}

static void rename_own_claims(struct again *a, const struct import_step *step,
			      const char *taken)
{
	for (size_t i = 0; i < a->import->claim_count; i++)
		if (!strcmp(a->import->claims[i].step, taken))
			a->import->claims[i].step = step->id;
}

static bool is_free(const struct again *a, const char *id)
{
	for (size_t i = 0; i < a->import->step_count; i++)
		if (!strcmp(a->import->steps[i].id, id))
			return false;
	return !id_taken(a, id);
}

/*
 * A new step has the name of one that is there: its history would become the new one's. An update
 * gives it another id. True: it is refused.
 */
static bool take_over(struct again *a, struct import_step *step)
{
	const char *taken = step->id, *id = NULL;
	struct finding with = {
		.at = {step->path, step->line, 1}, .path = step->path, .step = taken};

	if (!a->import->options->update) {
		with.fix =
			"git mcade import --update FILE..., or give one of the two another id";
		finding_add(a->found, RULE_IDENTITY, FINDING_ERROR, with,
			    "'%s' names another step in '%s': its history would become another "
			    "step's",
			    taken, a->file);
		return true;
	}
	for (unsigned again = 2; !id || !is_free(a, id); again++)
		id = arena_printf(a->arena, "%s_%u", taken, again);
	step->id = id;
	with.expected = taken;
	with.found = step->id;
	with.fix = arena_printf(a->arena, "call it '%s' in the document", step->id);
	finding_add(a->found, RULE_IDENTITY, FINDING_WARN, with,
		    "'%s' names another step in '%s'; this one is '%s' there", taken, a->file,
		    step->id);
	rename_own_claims(a, step, taken);
	return false;
}

/* What became of each step: renamed, lost, its id taken. True when something is refused. */
static bool compare(struct again *a)
{
	bool refused = false;

	for (size_t i = 0; i < a->count; i++) {
		const struct kept *kept = &a->kept[i];
		const struct import_step *step;

		if (kept->import == SIZE_MAX) {
			import_tell_lost(a, i);
			refused = true;
			continue;
		}
		step = &a->import->steps[kept->import];
		if (a->import->options->rename)
			refused = import_is_twice(a, i) || refused;
		else if (!step->generated && strcmp(kept->id, step->id) &&
			 !import_same(kept->was, step->id))
			finding_add(
				a->found, RULE_IDENTITY, FINDING_WARN,
				(struct finding){.at = {step->path, step->line, 1},
						 .path = step->path,
						 .step = kept->id,
						 .expected = kept->id,
						 .found = step->id,
						 .fix = "hint: with --update --rename it has "
							"the document's id, and 'was' says "
							"what it was called"},
				"step '%s' is called '%s' in the document; it keeps its id",
				kept->id, step->id);
	}
	for (size_t i = 0; i < a->import->step_count; i++)
		if (a->of[i] == SIZE_MAX && id_taken(a, a->import->steps[i].id))
			refused = take_over(a, &a->import->steps[i]) || refused;
	return refused;
}

size_t import_line_end(struct bytes text, size_t at)
{
	const char *data = text.data;

	/* a block collection may end behind its last newline */
	if (at && data[at - 1] == '\n')
		return at;
	while (at < text.len && data[at] != '\n')
		at++;
	return at < text.len ? at + 1 : at;
}

static size_t line_begin(struct bytes text, size_t at)
{
	while (at && ((const char *)text.data)[at - 1] != '\n')
		at--;
	return at;
}

/* People edit the sections of the file: a step has one that is there. */
static bool has_section(const struct again *a, const char *id)
{
	for (size_t i = 0; id && a->sections && i < a->sections->count; i++)
		if (a->sections->items[i]->kind == DOC_MAPPING &&
		    import_same(scalar(a->sections->items[i], "id"), id))
			return true;
	return false;
}

/* Puts steps that are new behind the one that they follow in the documents. */
static void insert(struct again *a, struct bytes text, const struct doc_node *steps,
		   struct strbuf *out)
{
	const char *data = text.data;
	size_t copied = 0, at = SIZE_MAX;

	for (size_t i = 0; i < a->import->step_count; i++) {
		struct import_step step = a->import->steps[i];
		CLEANUP(strbuf_free) struct strbuf item = STRBUF_INIT;
		struct emit e;

		if (a->of[i] != SIZE_MAX) {
			at = import_line_end(text, a->kept[a->of[i]].node->end);
			continue;
		}
		if (at == SIZE_MAX) /* before all that are there */
			at = a->count ? line_begin(text, a->kept[0].node->begin)
				      : import_line_end(text, steps->end);
		if (at > copied || !copied) {
			strbuf_add(out, data + copied, at > copied ? at - copied : 0);
			copied = at > copied ? at : copied;
		}
		if (out->len && out->buf[out->len - 1] != '\n')
			strbuf_addch(out, '\n');
		step.section = has_section(a, step.section) ? step.section : NULL;
		emit_init(&e, &item);
		emit_sequence(&e);
		import_emit_step(&e, &step, a->import->options->accept);
		emit_end(&e);
		for (size_t c = 0, start = 1; c < item.len; c++) {
			for (unsigned blank = 1; start && blank < steps->at.column; blank++)
				strbuf_addch(out, ' ');
			start = item.buf[c] == '\n';
			strbuf_addch(out, item.buf[c]);
		}
	}
	strbuf_add(out, data + copied, text.len - copied);
}

/*
 * Titles follow the documents, in place. What else has changed of a step that is there people may
 * have written: it is told.
 */
static void retitle(struct again *a, struct bytes text, struct strbuf *out)
{
	size_t copied = 0;

	for (size_t i = 0; i < a->count; i++) {
		const struct doc_node *title = doc_get(a->kept[i].node, "title");
		const struct import_step *step;

		if (a->kept[i].import == SIZE_MAX || !title || title->kind != DOC_SCALAR)
			continue;
		step = &a->import->steps[a->kept[i].import];
		if (!*step->plain || !strcmp(title->text, step->plain) ||
		    strchr(title->text, '\n'))
			continue;
		strbuf_add(out, (const char *)text.data + copied, title->begin - copied);
		emit_scalar(out, step->plain, strlen(step->plain));
		copied = title->end;
		finding_add(a->found, RULE_DOCUMENT, FINDING_NOTE,
			    (struct finding){.at = {step->path, step->line, 1},
					     .path = step->path,
					     .step = a->kept[i].id,
					     .expected = title->text,
					     .found = step->plain},
			    "step '%s' has a new title", a->kept[i].id);
	}
	strbuf_add(out, (const char *)text.data + copied, text.len - copied);
}

/* The order of the file is what binds; where the documents list otherwise, a person decides. */
static void tell_order(struct again *a)
{
	size_t last = SIZE_MAX;

	for (size_t i = 0; i < a->import->step_count; i++) {
		const struct import_step *step = &a->import->steps[i];

		if (a->of[i] == SIZE_MAX)
			continue;
		if (last != SIZE_MAX && a->of[i] < last)
			finding_add(
				a->found, RULE_ORDER, FINDING_WARN,
				(struct finding){.at = {step->path, step->line, 1},
						 .path = step->path,
						 .step = step->id,
						 .fix = "move it in 'runbook.yaml'"},
				"step '%s' stands after '%s' in the document, and before it "
				"in '%s'",
				step->id, a->kept[last].id, a->file);
		last = a->of[i];
	}
}

/* A step, and the claims about it, have the id that it has in the file. */
static void rename_steps(struct again *a)
{
	const struct import *import = a->import;
	const char **ids = arena_array(a->arena, import->step_count + 1, sizeof(*ids));

	for (size_t j = 0; j < import->step_count; j++)
		ids[j] = a->of[j] == SIZE_MAX ? import->steps[j].id
					      : import_id_there(a, a->of[j]);
	for (size_t i = 0; i < import->claim_count; i++)
		for (size_t j = 0; j < import->step_count; j++)
			if (!strcmp(import->claims[i].step, import->steps[j].id)) {
				import->claims[i].step = ids[j];
				break;
			}
	for (size_t j = 0; j < import->step_count; j++)
		import->steps[j].id = ids[j];
}

static int import_again(const struct import *import, struct bytes existing, struct strbuf *out,
			bool *ret_refused, struct findings *found, struct err *err)
{
	CLEANUP(strbuf_free)
	struct strbuf text = STRBUF_INIT, titles = STRBUF_INIT, names = STRBUF_INIT;
	struct again a = {.import = import,
			  .arena = import->arena,
			  .found = found,
			  .file = "runbook.yaml"};
	const struct doc_node *steps = NULL, *check;

	if (read_kept(&a, existing, &steps, err) < 0)
		return -1;
	a.of = arena_array(a.arena, import->step_count + 1, sizeof(*a.of));
	for (size_t i = 0; i < import->step_count; i++)
		a.of[i] = SIZE_MAX;
	*ret_refused = import_pair(&a);
	*ret_refused = compare(&a) || *ret_refused;
	if (*ret_refused)
		return 0;
	rename_steps(&a);
	tell_order(&a);
	if (import->options->rename) {
		if (import_rename(&a, existing, &names, err) < 0)
			return -1;
		existing = bytes_of(names.buf, names.len);
		if (read_kept_again(&a, existing, &steps, err) < 0)
			return -1;
	}
	if (import->options->update) {
		retitle(&a, existing, &titles);
		existing = bytes_of(titles.buf, titles.len);
		if (read_kept_again(&a, existing, &steps, err) < 0)
			return -1;
	}
	insert(&a, existing, steps, &text);
	if (doc_parse(bytes_of(text.buf, text.len), a.file, a.arena, &check, err) < 0)
		return err_prefix(err, "new steps do not fit into '%s'", a.file);
	if (!doc_get(check, "steps") || doc_get(check, "steps")->count < import->step_count)
		return err_set(err, ERR_CONFLICT,
			       "new steps cannot be put into '%s' as it is laid out", a.file);
	if (import->options->update &&
	    import_changes(import, bytes_of(text.buf, text.len), a.file, found, err) < 0)
		return -1;
	strbuf_add(out, text.buf, text.len);
	return 0;
}

int import_runbook(const struct import *import, const struct bytes *existing,
		   struct strbuf *out, bool *ret_refused, struct findings *found,
		   struct err *err)
{
	*ret_refused = false;
	if (existing)
		return import_again(import, *existing, out, ret_refused, found, err);
	import_emit(import, out);
	return 0;
}
