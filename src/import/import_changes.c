/*
 * import_changes.c - what the documents say otherwise than the runbook that is there: an update writes
 * titles and new steps; the rest people may have decided, so that it is told and not written.
 */
#include "import/import_parts.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "yaml/doc.h"
#include "yaml/emit.h"

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

/* What an item of such a list is told from the others by. */
static const char *name_in(const char *key)
{
	return strcmp(key, "documents") != 0 ? "id" : "path";
}

static const struct doc_node *item_of(const struct doc_node *list, const char *key,
				      const char *id)
{
	for (size_t i = 0; list && list->kind == DOC_SEQUENCE && i < list->count; i++) {
		const struct doc_node *has = doc_get(list->items[i], name_in(key));

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
		const struct doc_node *id = doc_get(said->items[i], name_in(key));
		const struct doc_node *has = id ? item_of(now, key, id->text) : NULL;

		if (id && has && !strcmp(key, "steps"))
			compare_step(c, id->text, said->items[i], has);
		else if (id && (!has || (strcmp(key, "documents") != 0 &&
					 !doc_equal(said->items[i], has))))
			tell(c, key, NULL, id->text, said->items[i],
			     has   ? has
			     : now ? now
				   : root);
	}
}

/* A person may have taken it over, or left it as a remark; but it stands there, word for word. */
static bool has_text(struct bytes now, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf scalar = STRBUF_INIT;

	emit_scalar(&scalar, text, strlen(text));
	return memmem(now.data, now.len, text, strlen(text)) ||
	       memmem(now.data, now.len, scalar.buf, scalar.len);
}

/* What says when to stop, or to go back, protects; no key of the file has it before somebody accepts it. */
static void compare_conditions(struct changes *c, const char *what, struct bytes now,
			       const struct import_condition *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!has_text(now, items[i].text))
			finding_add(c->found, RULE_DOCUMENT, FINDING_WARN,
				    (struct finding){
					    .at = {items[i].path, items[i].line, 1},
					    .path = items[i].path,
					    .expected = arena_printf(c->arena, "'%s' in %s",
								     items[i].text, c->file),
					    .fix = "hint: take it over by hand, or write it "
						   "there as a comment"},
				    "'%s' is a condition to %s in the documents, and not so "
				    "in the runbook",
				    items[i].text, what);
}

int import_changes(const struct import *import, struct bytes now, const char *file,
		   struct findings *found, struct err *err)
{
	static const char *const keys[] = {"repos",	  "environments", "records",
					   "sections",	  "freezes",	  "policies",
					   "deprecation", "documents",	  "steps"};
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
	compare_conditions(&c, "stop", now, import->stops, import->stop_count);
	compare_conditions(&c, "go back", now, import->triggers, import->trigger_count);
	return 0;
}
