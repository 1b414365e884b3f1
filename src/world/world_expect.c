/*
 * world_expect.c - what expectations need beside what was seen (JSON, and templates), and how
 * they are shown.
 */
#include "world/check.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/texts.h"
#include "json/value.h"
#include "text/redact.h"
#include "world/baselines.h"
#include "yaml/doc.h"

static struct expect_json converted(const struct json_value *v, struct arena *a)
{
	static const enum doc_type types[] = {DOC_NULL,	  DOC_BOOL, DOC_INT, DOC_FLOAT,
					      DOC_STRING, DOC_LIST, DOC_MAP};
	struct expect_json out = {.type = types[v->kind],
				  .text = v->kind == JSON_VALUE_STRING ? v->text
								       : json_value_text(v, a),
				  .number = v->number,
				  .count = v->count};
	struct expect_json *items;

	if (v->kind == JSON_VALUE_ARRAY && v->count) {
		items = arena_array(a, v->count, sizeof(*items));
		for (size_t i = 0; i < v->count; i++)
			items[i] = converted(v->items[i], a);
		out.items = items;
	}
	return out;
}

static int find_json(void *ctx, struct bytes text, const char *path, struct arena *a,
		     const struct expect_json **ret, size_t *ret_count, struct err *err)
{
	const struct json_value *root;
	const struct json_place *found;
	struct expect_json *list;
	size_t count;

	(void)ctx;
	if (json_value_parse(text, "output", a, &root, err) < 0 ||
	    json_value_select(root, path, a, &found, &count, err) < 0)
		return -1;
	list = arena_array(a, count, sizeof(*list));
	for (size_t i = 0; i < count; i++) {
		list[i] = converted(found[i].value, a);
		list[i].path = found[i].path;
	}
	*ret = list;
	*ret_count = count;
	return 0;
}

static int look_up(void *ctx, const char *text, struct arena *a, const char **ret,
		   struct err *err)
{
	struct world *world = ctx;

	return template_resolve(&world->scope, text, SRCPOS_NONE, a, ret, err);
}

struct expect_context world_expectations(struct world *world)
{
	return (struct expect_context){find_json, look_up, baseline_number, world};
}

/* What expect_judge() has cut may end in the first half of a secret. */
const char *world_masked(const struct world *world, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *cut, *next;

	if (!text)
		return NULL;
	for (cut = next = strstr(text, EXPECT_CUT); next; next = strstr(next + 1, EXPECT_CUT))
		cut = next;
	if (cut)
		redact_part(world->secrets, bytes_of(text, (size_t)(cut - text)), &out);
	redact_text(world->secrets, bytes_text(cut ? cut : text), &out);
	return printable_line(world->arena, arena_strndup(world->arena, out.buf, out.len));
}

const struct expect_item *world_masked_items(const struct world *world,
					     const struct expect_result *result)
{
	struct expect_item *items = arena_array(world->arena, result->count, sizeof(*items));

	for (size_t i = 0; i < result->count; i++)
		items[i] = (struct expect_item){world_masked(world, result->items[i].what),
						world_masked(world, result->items[i].expected),
						world_masked(world, result->items[i].found),
						result->items[i].pass,
						result->items[i].unknown};
	return items;
}

static bool is_capture(const char *name, struct name_values captures)
{
	for (size_t i = 0; i < captures.count; i++)
		if (!strcmp(captures.items[i].name, name))
			return true;
	return false;
}

/* Captures are found while it streams, so that they lose nothing. */
static bool speaks_of_output(const struct doc_node *expect, struct name_values captures)
{
	static const char *const others[] = {"exit",   "recap",	 "created", "status",
					     "header", "cookie", "any"};
	const struct doc_node *any = doc_get(expect, "any");

	if (expect && expect->kind != DOC_MAPPING)
		return true;
	for (size_t i = 0; expect && i < expect->count; i++) {
		bool other = false;

		for (size_t k = 0; k < ARRAY_SIZE(others); k++)
			other = other || !strcmp(expect->pairs[i].key->text, others[k]);
		if (!other && !is_capture(expect->pairs[i].key->text, captures))
			return true;
	}
	for (size_t i = 0; any && i < any->count; i++)
		if (speaks_of_output(any->items[i], captures))
			return true;
	return false;
}

bool world_is_cut(const struct recorded *recorded, const struct doc_node *expect,
		  struct name_values captures)
{
	return (capture_missing(&recorded->out) || capture_missing(&recorded->err)) &&
	       speaks_of_output(expect, captures);
}
