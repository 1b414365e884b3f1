/*
 * import_rename.c - steps are called what the documents call them now: `was` says what each was called,
 * so that its history moves along, and whatever names it in the runbook follows.
 */
#include "import/import_parts.h"

#include "base/texts.h"
#include "yaml/doc.h"
#include "yaml/emit.h"

/* Text that takes the place of a part of the file. */
struct change {
	size_t begin, end;
	const char *text;
};

struct renaming {
	struct again *a;
	struct bytes text;
	struct strmap ids; /* old id -> new id, of those that change */
	struct change *changes;
	size_t count;
};

const char *import_id_there(const struct again *a, size_t i)
{
	const struct kept *kept = &a->kept[i];
	const struct import_step *step;

	if (!a->import->options->rename || kept->import == SIZE_MAX)
		return kept->id;
	step = &a->import->steps[kept->import];
	/* one that people renamed in the file stays so; what is made of a title is no name */
	return step->generated || (kept->was && !strcmp(kept->was, step->id)) ? kept->id
									      : step->id;
}

bool import_is_twice(const struct again *a, size_t i)
{
	const char *id = import_id_there(a, i);
	const struct import_step *step = &a->import->steps[a->kept[i].import];
	struct finding with = {.at = {step->path, step->line, 1},
			       .path = step->path,
			       .step = a->kept[i].id,
			       .expected = a->kept[i].id,
			       .found = id};

	for (size_t j = 0; j < a->count; j++)
		if (j != i && a->kept[j].import != SIZE_MAX &&
		    !strcmp(import_id_there(a, j), id)) {
			with.fix = "hint: give one of the two another id";
			finding_add(a->found, RULE_IDENTITY, FINDING_ERROR, with,
				    "steps '%s' and '%s' would both be called '%s'",
				    a->kept[i].id, a->kept[j].id, id);
			return true;
		}
	if (strcmp(id, a->kept[i].id) != 0)
		finding_add(a->found, RULE_IDENTITY, FINDING_NOTE, with,
			    "step '%s' is called '%s' from now on", a->kept[i].id, id);
	return false;
}

static void change(struct renaming *r, size_t begin, size_t end, const char *text)
{
	*ARENA_PUSH(r->a->arena, r->changes, r->count) = (struct change){begin, end, text};
}

static const char *written(struct renaming *r, const char *id)
{
	struct strbuf out = STRBUF_INIT;
	const char *text;

	emit_scalar(&out, id, strlen(id));
	text = arena_strdup(r->a->arena, out.buf);
	strbuf_free(&out);
	return text;
}

static void change_name(struct renaming *r, const struct doc_node *node)
{
	const char *id = node->kind == DOC_SCALAR ? strmap_get(&r->ids, node->text) : NULL;

	if (id)
		change(r, node->begin, node->end, written(r, id));
}

/* Behind the id, as a key of its own. */
static void change_was(struct renaming *r, const struct kept *kept)
{
	const struct doc_node *was = doc_get(kept->node, "was");
	const char *old = written(r, kept->id);
	struct arena *arena = r->a->arena;

	if (was) {
		change(r, was->begin, was->end, old);
		return;
	}
	for (size_t i = 0; i < kept->node->count; i++) {
		const struct doc_pair *pair = &kept->node->pairs[i];
		size_t end = import_line_end(r->text, pair->value->end);

		if (strcmp(pair->key->text, "id") != 0)
			continue;
		if (((const char *)r->text.data)[kept->node->begin] == '{')
			change(r, pair->value->end, pair->value->end,
			       arena_printf(arena, ", was: %s", old));
		else
			change(r, end, end,
			       arena_printf(arena, "%*swas: %s\n",
					    (int)pair->key->at.column - 1, "", old));
	}
}

/* Keys whose values are names of steps. */
static bool names_steps(const char *key)
{
	static const char *const keys[] = {"needs", "next",   "fallback_of",
					   "steps", "passed", "superseded_by"};

	return texts_have(keys, ARRAY_SIZE(keys), key);
}

/* What else speaks of it may mean the step, or a thing of the world that is called so. */
static void tell(struct renaming *r, const struct doc_node *node)
{
	for (size_t i = 0; i < r->a->count; i++) {
		const char *id = r->a->kept[i].id;

		if (strmap_get(&r->ids, id) && import_contains_word(node->text, id))
			finding_add(r->a->found, RULE_IDENTITY, FINDING_WARN,
				    (struct finding){.at = node->at,
						     .path = r->a->file,
						     .step = id,
						     .found = node->text,
						     .fix = "hint: where it means the step, "
							    "write its new name"},
				    "'%s' stands here too, and was not changed", id);
	}
}

static void follow(struct renaming *r, const struct doc_node *node, const char *key)
{
	bool names = key && names_steps(key);

	for (size_t i = 0; node->kind == DOC_SEQUENCE && i < node->count; i++)
		if (names && node->items[i]->kind == DOC_SCALAR)
			change_name(r, node->items[i]);
		else
			follow(r, node->items[i], "");
	for (size_t i = 0; node->kind == DOC_MAPPING && i < node->count; i++)
		follow(r, node->pairs[i].value, node->pairs[i].key->text);
	if (node->kind != DOC_SCALAR || !key || !strcmp(key, "id") || !strcmp(key, "was") ||
	    !strcmp(key, "title"))
		return;
	if (names)
		change_name(r, node);
	else
		tell(r, node);
}

static int by_place(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return (x->begin > y->begin) - (x->begin < y->begin);
}

int import_rename(struct again *a, struct bytes text, struct strbuf *out, struct err *err)
{
	struct renaming r = {.a = a, .text = text, .ids = {.arena = a->arena}};
	const struct doc_node *root;
	size_t copied = 0;

	if (doc_parse(text, a->file, a->arena, &root, err) < 0)
		return -1;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->kept[i].id, import_id_there(a, i)) != 0)
			strmap_put(&r.ids, a->kept[i].id, (void *)import_id_there(a, i));
	for (size_t i = 0; i < a->count; i++)
		if (strmap_get(&r.ids, a->kept[i].id)) {
			change_name(&r, doc_get(a->kept[i].node, "id"));
			change_was(&r, &a->kept[i]);
		}
	if (r.count)
		follow(&r, root, NULL);
	if (r.count)
		qsort(r.changes, r.count, sizeof(*r.changes), by_place);
	for (size_t i = 0; i < r.count; i++) {
		strbuf_add(out, (const char *)text.data + copied, r.changes[i].begin - copied);
		strbuf_addstr(out, r.changes[i].text);
		copied = r.changes[i].end;
	}
	strbuf_add(out, (const char *)text.data + copied, text.len - copied);
	return 0;
}
