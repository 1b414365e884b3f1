/*
 * given.c - variables of the runbook that a text reads: who gives one another value changes what it does. Where it
 * reads a name that is not written out, or all that there are, it may read each.
 */
#include "meaning/internal.h"

#include "base/ascii.h"
#include "base/path.h"
#include "base/texts.h"
#include "runbook/shown.h"

#define GIVEN "MCADE_VAR"

static bool is_name_char(char c)
{
	return ascii_is_alnum(c) || c == '_';
}

static void add(struct naming *n, const char *name, size_t len)
{
	const char *variable = meaning_may(n, 64 + len) ? meaning_variable(n, name, len) : NULL;

	if (variable)
		meaning_part(n, arena_printf(n->a, "%s%.*s", MEANING_VARIABLE, (int)len, name),
			     bytes_text(variable), NULL, 0);
}

static void add_list(struct naming *n, struct name_values list)
{
	for (size_t i = 0; i < list.count; i++) {
		char *name = arena_strdup(n->a, list.items[i].name);

		for (char *at = name; *at; at++)
			*at = is_name_char(*at) ? *at : '_';
		add(n, name, strlen(name));
	}
}

void meaning_given_all(struct naming *n)
{
	const char *key = "\003";

	if (!n->meant || !n->strict || n->elsewhere || strmap_get(&n->seen, key))
		return;
	strmap_put(&n->seen, key, n);
	add_list(n, n->environment->vars);
	add_list(n, n->runbook->vars);
}

/* -- names that are not written out -------------------------------------------------------------- */

struct reads {
	const char *sign;
	const char *named[5]; /* what is behind it where a name is, or none is read */
};

static const struct reads reads[] = {
	{"os.environ", {"[\"", "['", ".get(\"", ".get('", ".setdefault("}},
	{"os.getenv(", {"\"", "'"}},
	{"process.env", {".", "[\"", "['", "[`", "\""}},
	{"ENV.fetch(", {"\"", "'"}},
	{"ENV[", {"\"", "'"}},
	{"ENV.to_h", {NULL}},
	{"ENV.each", {NULL}},
	{"ENV.select", {NULL}},
	{"%ENV", {NULL}},
	{"$ENV{", {"\"", "'", "A", "H", "M"}},
	{"getenv()", {NULL}},
	{"os.Environ()", {NULL}},
	{"os.Getenv(", {"\"", "`"}},
	{"env::vars", {NULL}},
	{"${!", {NULL}},
};

/* "${!list[@]}" are the places of a list. */
static bool is_list(const char *at)
{
	while (is_name_char(*at))
		at++;
	return text_begins(at, "[@]") || text_begins(at, "[*]") || *at == '#';
}

/* '"NAME" in os.environ', "const {NAME} = process.env" */
static bool is_told(const char *text, const char *at)
{
	size_t before = (size_t)(at - text);

	return (before > 5 && !strncmp(at - 4, " in ", 4) && strchr("\"'", at[-5])) ||
	       (before > 4 && !strncmp(at - 4, "} = ", 4));
}

static bool is_named(const struct reads *r, const char *text, const char *at)
{
	const char *behind = at + strlen(r->sign);

	for (size_t i = 0; i < ARRAY_SIZE(r->named) && r->named[i]; i++)
		if (text_begins(behind, r->named[i]))
			return true;
	return *r->sign == '$' && r->sign[1] == '{' ? is_list(behind) : is_told(text, at);
}

/* Of documents nothing is run. */
static bool is_document(const char *path)
{
	static const char *const ends[] = {".md", ".rst", ".txt", ".adoc", ".html", ".lock"};
	const char *end = strrchr(path_last(path), '.');

	return end && texts_have(ends, ARRAY_SIZE(ends), end);
}

/* Does it read one whose name nobody sees? */
static bool reads_any(const char *text)
{
	const char *end = text + strlen(text);

	for (size_t i = 0; i < ARRAY_SIZE(reads); i++)
		for (const char *at = text; (at = text_find(at, end, reads[i].sign));
		     at += strlen(reads[i].sign))
			if (!is_named(&reads[i], text, at))
				return true;
	return false;
}

/* "MCADE_VAR_host"; "MCADE_VAR_$x", "grep MCADE_VAR" are any. */
static bool add_named(struct naming *n, const char *text, bool names)
{
	const char *end = text + strlen(text);
	bool any = false;

	for (const char *at = text; (at = text_find(at, end, GIVEN));) {
		size_t len = 0;

		at += strlen(GIVEN);
		if (ascii_is_alnum(*at))
			continue;
		at += *at == '_';
		while (is_name_char(at[len]))
			len++;
		any = any || !len;
		if (len && names)
			add(n, at, len);
		at += len;
	}
	return any;
}

void meaning_given(struct naming *n, const char *path, struct bytes text)
{
	const char *key = arena_printf(n->a, "\003%s", path), *copy;

	if (!n->meant || !n->strict || n->elsewhere || strmap_get(&n->seen, key) ||
	    !meaning_may(n, text.len / 4))
		return;
	strmap_put(&n->seen, key, n);
	copy = arena_strndup(n->a, text.data, text.len);
	if (add_named(n, copy, true) || (!is_document(path) && reads_any(copy)))
		meaning_given_all(n);
}

/* Those that it names are of the definition. */
void meaning_given_run(struct naming *n, const char *text)
{
	if (n->meant && n->strict && meaning_may(n, strlen(text)) &&
	    (add_named(n, text, false) || reads_any(text)))
		meaning_given_all(n);
}
