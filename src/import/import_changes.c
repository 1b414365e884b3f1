/*
 * import_changes.c - what the documents say otherwise than the runbook that is there: an update writes
 * titles and new steps; the rest people may have decided, so that it is told and not written.
 */
#include "import/import_parts.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "yaml/doc.h"

struct changes {
	struct arena *arena;
	struct findings *found;
	const char *file;
	struct bytes said; /* the text of the documents' own runbook */
};

/* A value as it stands in the text, on one line. */
static const char *shown(struct arena *arena, struct bytes text, const struct doc_node *node)
{
	char *value = arena_strndup(arena, (const char *)text.data + node->begin,
				    node->end - node->begin);

	for (char *c = value; *c; c++)
		if (*c == '\n')
			*c = ' ';
	return value;
}

/* A protection that is not taken over leaves open what the document forbids. */
static bool protects(const char *key)
{
	static const char *const keys[] = {"freezes", "policies", "deprecation"};

	return texts_have(keys, ARRAY_SIZE(keys), key);
}

/* key: "freezes", or the key of a step; id: of the item; said NULL: the documents are silent. */
static void tell(struct changes *c, const char *key, const char *step, const char *id,
		 const struct doc_node *said, const struct doc_node *at)
{
	const char *of = step ? arena_printf(c->arena, "step '%s'", step)
			 : id ? arena_printf(c->arena, "'%s' of %s", id, key)
			      : arena_printf(c->arena, "'%s'", key);

	finding_add(c->found, RULE_DOCUMENT,
		    !step && protects(key) ? FINDING_WARN : FINDING_NOTE,
		    (struct finding){.at = at->at,
				     .path = c->file,
				     .step = step,
				     .expected = said ? shown(c->arena, c->said, said) : NULL,
				     .fix = "hint: take it over by hand, or leave it"},
		    step && said ? "%s: the documents say otherwise of '%s'"
		    : step	 ? "%s: the documents no longer give it '%s'"
				 : "%s is in the documents, and not so in the runbook",
		    of, key);
}

static const struct doc_node *item_of(const struct doc_node *list, const char *id)
{
	for (size_t i = 0; list && list->kind == DOC_SEQUENCE && i < list->count; i++) {
		const struct doc_node *has = doc_get(list->items[i], "id");

		if (has && has->kind == DOC_SCALAR && !strcmp(has->text, id))
			return list->items[i];
	}
	return NULL;
}

static void compare_step(struct changes *c, const char *id, const struct doc_node *said,
			 const struct doc_node *now)
{
	static const char *const own[] = {"id", "was", "title"};
	/* what nobody but a document gives a step */
	static const char *const told[] = {"notes", "checkpoints"};

	for (size_t i = 0; i < said->count; i++) {
		const char *key = said->pairs[i].key->text;
		const struct doc_node *has = doc_get(now, key);

		if (!texts_have(own, ARRAY_SIZE(own), key) &&
		    (!has || !doc_equal(said->pairs[i].value, has)))
			tell(c, key, id, NULL, said->pairs[i].value, has ? has : now);
	}
	for (size_t i = 0; i < ARRAY_SIZE(told); i++)
		if (doc_get(now, told[i]) && !doc_get(said, told[i]))
			tell(c, told[i], id, NULL, NULL, doc_get(now, told[i]));
}

static void compare_items(struct changes *c, const char *key, const struct doc_node *said,
			  const struct doc_node *now, const struct doc_node *root)
{
	for (size_t i = 0; i < said->count; i++) {
		const struct doc_node *id = doc_get(said->items[i], "id");
		const struct doc_node *has = id ? item_of(now, id->text) : NULL;

		if (id && has && !strcmp(key, "steps"))
			compare_step(c, id->text, said->items[i], has);
		else if (id && (!has || !doc_equal(said->items[i], has)))
			tell(c, key, NULL, id->text, said->items[i],
			     has   ? has
			     : now ? now
				   : root);
	}
}

int import_changes(const struct import *import, struct bytes now, const char *file,
		   struct findings *found, struct err *err)
{
	static const char *const keys[] = {"repos",   "environments", "records",     "sections",
					   "freezes", "policies",     "deprecation", "steps"};
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct changes c = {.arena = import->arena, .found = found, .file = file};
	const struct doc_node *said, *has;

	import_emit(import, &text);
	c.said = bytes_of(text.buf, text.len);
	if (doc_parse(c.said, file, c.arena, &said, err) < 0 ||
	    doc_parse(now, file, c.arena, &has, err) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const struct doc_node *a = doc_get(said, keys[i]), *b = doc_get(has, keys[i]);

		if (!a)
			continue;
		if (a->kind == DOC_SEQUENCE)
			compare_items(&c, keys[i], a, b, has);
		else if (!b || !doc_equal(a, b))
			tell(&c, keys[i], NULL, NULL, a, b ? b : has);
	}
	return 0;
}
