#include "base/options.h"
#include "base/texts.h"
#include "match/glob.h"
#include "match/jsonpath.h"
#include "match/pattern.h"
#include "runbook/runbook_internal.h"
#include "model/state.h"

/* Where a walk over the document is: what a scalar there means. */
struct place {
	const char *key;   /* the innermost key */
	bool in_expect;	   /* below expect or when */
	const char *above; /* the key around it */
	struct bind_where where;
};

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || c == '.';
}

static void check_template(struct binder *b, const struct doc_node *node,
			   struct bind_where where)
{
	for (const char *p = strstr(node->text, "${{"); p; p = strstr(p, "${{")) {
		const char *begin = p + 3, *end;

		while (*begin == ' ')
			begin++;
		for (end = begin; name_char(*end);)
			end++;
		p = end;
		while (*p == ' ')
			p++;
		if (end == begin || strncmp(p, "}}", 2) != 0) {
			bind_fault(b, node->at,
				   "'%.60s': a template is '${{ name }}', without expressions",
				   node->text);
			return;
		}
		bind_name(b, where, node->at,
			  arena_strndup(b->arena, begin, (size_t)(end - begin)));
	}
}

static void check_pattern(struct binder *b, const struct doc_node *node)
{
	struct pattern *pattern;
	struct err err;

	if (strstr(node->text, "${{"))
		return; /* compiled when it is resolved */
	if (pattern_compile(node->text, node->at, &pattern, &err))
		bind_fault(b, node->at, "%s", err.text);
	else
		pattern_free(pattern);
}

/* One spelling of a path: whoever compares two of them compares text. */
static void check_path(struct binder *b, const struct doc_node *node, bool glob)
{
	const char *reason = NULL;
	char *path = arena_strdup(b->arena, node->text);

	if (glob)
		path[strcspn(path, "#")] = '\0';
	for (const char *p = path; *p;) {
		size_t len = strcspn(p, "/");

		if (len == 2 && !strncmp(p, "..", 2)) {
			bind_fault(b, node->at, "'%s' leaves the repository", node->text);
			return;
		}
		if (!len || (len == 1 && *p == '.')) {
			bind_fault(b, node->at, "'%s': a path has no '.' and no '//' in it",
				   node->text);
			return;
		}
		p += len + (p[len] == '/');
	}
	if (glob && *path && !strstr(path, "${{") && !glob_valid(path, &reason))
		bind_fault(b, node->at, "pattern '%s': %s", node->text, reason);
}

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
	return word && texts_have(words, count, word);
}

static void check_scalar(struct binder *b, const struct doc_node *node, struct place place)
{
	static const char *const patterns[] = {"matches", "not_matches", "match", "forbid"};
	static const char *const globs[] = {"paths",	    "except",	    "inputs",
					    "append_only",  "write_once",   "no_delete",
					    "forbid_paths", "when_changed", "append_to"};
	static const char *const paths[] = {"uses",	  "cwd",     "manifest", "log",
					    "checkpoint", "runbook", "path",	 "checkpoints"};

	if (is_one_of(place.key, patterns, ARRAY_SIZE(patterns)) ||
	    (place.above && !strcmp(place.above, "capture")))
		check_pattern(b, node);
	if (!place.in_expect && is_one_of(place.key, globs, ARRAY_SIZE(globs)))
		check_path(b, node, true);
	if (!place.in_expect && is_one_of(place.key, paths, ARRAY_SIZE(paths)))
		check_path(b, node, false);
	check_template(b, node, place.where);
}

static void check_json_path(struct binder *b, const struct doc_node *key)
{
	struct jsonpath path;
	struct err err;

	if (jsonpath_parse(key->text, key->at, b->arena, &path, &err))
		bind_fault(b, key->at, "%s", err.text);
}

static void walk(struct binder *b, const struct doc_node *node, struct place place);

static void walk_pair(struct binder *b, const struct doc_pair *pair, struct place place)
{
	/* Their keys are people's names, and their values plain text. */
	static const char *const names[] = {"vars", "env", "headers", "repos", "targets"};
	static const char *const later[] = {"gates", "rollbacks", "drills", "evidence"};
	struct place next = {pair->key->text, place.in_expect, place.key, place.where};

	if (place.where.when)
		bind_name(b, place.where, pair->key->at, pair->key->text);
	next.where.when = false;
	next.where.later |= !place.key && is_one_of(next.key, later, ARRAY_SIZE(later));
	if (is_one_of(place.key, names, ARRAY_SIZE(names)))
		next.key = NULL;
	if (place.in_expect && place.key && !strcmp(place.key, "json"))
		check_json_path(b, pair->key);
	if (next.key && (!strcmp(next.key, "expect") || !strcmp(next.key, "when"))) {
		next.where.when = !place.in_expect && !strcmp(next.key, "when");
		next.in_expect = true;
	}
	if (next.key && !strcmp(next.key, "run") && pair->value->kind == DOC_SCALAR &&
	    !place.in_expect) {
		if (strstr(pair->value->text, "${{"))
			bind_fault(b, pair->value->at,
				   "'${{' in shell text: values arrive as variables, "
				   "such as $MCADE_VAR_name; or give a list");
		return;
	}
	walk(b, pair->value, next);
}

static void walk(struct binder *b, const struct doc_node *node, struct place place)
{
	if (node->kind == DOC_SCALAR) {
		check_scalar(b, node, place);
		return;
	}
	for (size_t i = 0; node->kind == DOC_SEQUENCE && i < node->count; i++) {
		if (!place.above && place.key && !strcmp(place.key, "steps"))
			place.where.step = &b->rb->steps[i];
		walk(b, node->items[i], place);
	}
	for (size_t i = 0; node->kind == DOC_MAPPING && i < node->count; i++)
		walk_pair(b, &node->pairs[i], place);
}

/* A record's place is known to whoever has the runbook, a step and a day, and nothing else. */
static void check_place(struct binder *b, const struct doc_node *map, const char *key,
			const char *const *names, size_t count)
{
	const struct doc_node *node = doc_get(map, key);

	for (const char *p = node ? strstr(node->text, "${{") : NULL; p; p = strstr(p, "${{")) {
		size_t len;

		for (p += 3; *p == ' ';)
			p++;
		len = strcspn(p, " }");
		if (!is_one_of(arena_strndup(b->arena, p, len), names, count))
			bind_fault(b, node->at, "'${{ %.*s }}' cannot stand in '%s'", (int)len,
				   p, key);
	}
}

/* Checkpoints are filed by their day. */
static void check_dated(struct binder *b, const struct doc_node *node)
{
	const char *path = node ? runbook_template_fill(node->text, "S", 0, b->arena) : NULL;

	if (path && !state_checkpoint_path(path, b->arena))
		bind_fault(b, node->at,
			   "'checkpoint': its last folder must begin with '${{ date }}'");
}

static void check_places(struct binder *b)
{
	static const char *const names[] = {"date", "step.id"};
	const struct doc_node *records = doc_get(b->rb->root, "records");

	check_place(b, records, "log", names, 1);
	check_place(b, records, "checkpoint", names, 2);
	check_place(b, records, "runbook", names, 0);
	check_dated(b, doc_get(records, "checkpoint"));
	for (size_t i = 0; i < b->rb->environment_count; i++)
		check_place(b, b->rb->environments[i].node, "manifest", names, 0);
}

void bind_grammars(struct binder *b)
{
	check_places(b);
	walk(b, b->rb->root, (struct place){.key = NULL});
	bind_expectations(b);
}
