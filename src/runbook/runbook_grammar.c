/* runbook_grammar.c - what stands inside a text: ids, paths, patterns, templates. */
#include "base/ascii.h"
#include "base/hex.h"
#include "base/texts.h"
#include "match/glob.h"
#include "match/jsonpath.h"
#include "match/pattern.h"
#include "runbook/runbook_internal.h"
#include "model/state.h"

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

bool fits_id(const char *text)
{
	if (!ascii_is_alnum(*text))
		return false;
	while (ascii_is_name(*text))
		text++;
	return !*text;
}

bool fits_check_id(const char *text)
{
	return !text_begins(text, "guard.") && !text_begins(text, "stop.") &&
	       !text_begins(text, "before.") && fits_id(text);
}

bool fits_ledger(const char *text)
{
	return hex_is(text, 64);
}

/* What a regular expression calls space. */
#define SPACE " \t\n\v\f\r"

bool fits_ref(const char *text)
{
	return text_begins(text, "refs/") && text[5] && !strpbrk(text, SPACE);
}

bool fits_line(const char *text)
{
	return !strchr(text, '\n');
}

bool fits_variable(const char *text)
{
	return *text && strchr(LETTERS "_", *text) && !text[strspn(text, DIGITS LETTERS "_")];
}

bool fits_duration(const char *text)
{
	size_t digits = strspn(text, DIGITS);

	return digits && digits <= 8 && *text != '0' && text[digits] &&
	       strchr("smhd", text[digits]) && !text[digits + 1];
}

bool fits_date(const char *text)
{
	static const char date[] = "dddd-dd-dd";
	size_t i = 0;

	while (date[i] == 'd' ? text[i] && strchr(DIGITS, text[i])
			      : date[i] && text[i] == date[i])
		i++;
	return !date[i] && !text[i];
}

bool fits_since(const char *text)
{
	return fits_date(text) || hex_is(text, 40) || hex_is(text, 64);
}

bool fits_path(const char *text)
{
	return *text && *text != '/' && !strchr(text, '\n');
}

bool fits_pin(const char *text)
{
	size_t len = strlen(text);

	return len && *text != '.' && text[len - 1] != '.' && !strstr(text, "..") &&
	       !strpbrk(text, SPACE);
}

static void check_template(struct binder *b, const struct doc_node *node,
			   struct bind_where where)
{
	for (const char *p = strstr(node->text, "${{"); p; p = strstr(p, "${{")) {
		const char *begin = p + 3, *end;

		while (*begin == ' ')
			begin++;
		for (end = begin; ascii_is_name(*end);)
			end++;
		p = end;
		while (*p == ' ')
			p++;
		if (end == begin || !text_begins(p, "}}")) {
			bind_fault(b, node->at,
				   "'%.60s': a template is '${{ name }}', without expressions",
				   node->text);
			return;
		}
		bind_name(b, where, node->at,
			  arena_strndup(b->arena, begin, (size_t)(end - begin)));
	}
}

void bind_template(struct binder *b, const struct doc_node *node)
{
	if (memchr(node->text, '$', node->len) && strstr(node->text, "${{"))
		*ARENA_PUSH(b->arena, b->names, b->name_count) = (struct bind_names){node,
										     b->where};
}

void grammar_asked(struct binder *b, const struct doc_node *node)
{
	struct bind_where where = b->where;

	where.when = true;
	*ARENA_PUSH(b->arena, b->names, b->name_count) = (struct bind_names){node, where};
}

void bind_templates(struct binder *b)
{
	for (size_t i = 0; i < b->name_count; i++) {
		const struct bind_names *names = &b->names[i];

		if (names->where.when)
			bind_name(b, names->where, names->node->at, names->node->text);
		else
			check_template(b, names->node, names->where);
	}
}

void grammar_pattern(struct binder *b, const struct doc_node *node)
{
	struct pattern *pattern;
	struct err err;

	bind_template(b, node);
	if (strstr(node->text, "${{"))
		return; /* compiled when it is resolved */
	if (pattern_compile(node->text, node->at, &pattern, &err))
		bind_fault(b, node->at, "%s", err.text);
	else
		pattern_free(pattern);
}

/* One spelling of a path: whoever compares two of them compares text. */
static bool check_path(struct binder *b, const struct doc_node *node, const char *path)
{
	bind_template(b, node);
	for (const char *p = path; *p;) {
		size_t len = strcspn(p, "/");

		if (len == 2 && text_begins(p, "..")) {
			bind_fault(b, node->at, "'%s' leaves the repository", node->text);
			return false;
		}
		if (!len || (len == 1 && *p == '.')) {
			bind_fault(b, node->at, "'%s': a path has no '.' and no '//' in it",
				   node->text);
			return false;
		}
		p += len + (p[len] == '/');
	}
	return true;
}

void grammar_path(struct binder *b, const struct doc_node *node)
{
	check_path(b, node, node->text);
}

void grammar_glob(struct binder *b, const struct doc_node *node)
{
	char *path = arena_strdup(b->arena, node->text);
	const char *reason = NULL;

	path[strcspn(path, "#")] = '\0'; /* "FILE#Heading" */
	if (check_path(b, node, path) && *path && !strstr(path, "${{") &&
	    !glob_valid(path, &reason))
		bind_fault(b, node->at, "pattern '%s': %s", node->text, reason);
}

void grammar_shell(struct binder *b, const struct doc_node *node)
{
	if (strstr(node->text, "${{"))
		bind_fault(b, node->at,
			   "'${{' in shell text: values arrive as variables, "
			   "such as $MCADE_VAR_name; or give a list");
}

void grammar_json_path(struct binder *b, const struct doc_node *node)
{
	struct jsonpath path;
	struct err err;

	if (jsonpath_parse(node->text, node->at, b->arena, &path, &err))
		bind_fault(b, node->at, "%s", err.text);
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
		if (!texts_have(names, count, arena_strndup(b->arena, p, len)))
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

void bind_places(struct binder *b)
{
	static const char *const names[] = {"date", "step.id"};
	const struct doc_node *records = doc_get(b->rb->root, "records");

	check_place(b, records, "log", names, 1);
	check_place(b, records, "checkpoint", names, 2);
	check_place(b, records, "runbook", names, 0);
	check_dated(b, doc_get(records, "checkpoint"));
	for (size_t i = 0; i < b->rb->environment_count; i++)
		check_place(b, b->rb->environments[i].node, "manifest", names, 0);
	for (size_t i = 0; i < b->rb->drills.count; i++)
		check_place(b, doc_get(b->rb->drills.items[i]->step.node, "evidence"), "path",
			    names, 2);
}
