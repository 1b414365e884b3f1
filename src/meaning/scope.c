/*
 * scope.c - what a shell text holds in its variables, and where it says that it stands: what is assigned once,
 * whatever happens, to a text or to a place. All else nobody can tell.
 */
#include "meaning/internal.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "base/texts.h"

static bool is_name_char(char c)
{
	return ascii_is_alnum(c) || c == '_';
}

static size_t name_length(const char *text)
{
	size_t len = 0;

	while (is_name_char(text[len]))
		len++;
	return len && (text[0] < '0' || text[0] > '9') ? len : 0;
}

/* -- names --------------------------------------------------------------------------------------- */

/* "$D", "${D}", "${D%x}": it is only read there; "${D:=x}" assigns. */
static bool is_read(const char *text, const char *at, size_t len)
{
	if (at > text && at[-1] == '$')
		return true;
	return at > text + 1 && at[-1] == '{' && at[-2] == '$' && at[len] != '=' &&
	       strncmp(at + len, ":=", 2) != 0;
}

/* Each name that it may give a value: an assignment, "read D", "for D in", "unset D". Those that stand there
 * twice have another name behind them than themselves. */
void scope_read(struct naming *n, const char *text)
{
	struct strmap *given = &n->scope->given;
	size_t len;

	for (const char *at = text; *at; at += len ? len : 1) {
		char *name;

		for (len = 0; is_name_char(at[len]);)
			len++;
		if (!len || is_read(text, at, len))
			continue;
		name = arena_strndup(n->a, at, len);
		strmap_put(given, name, strmap_get(given, name) ? (void *)given : name);
	}
}

static bool is_given_once(const struct meaning_scope *scope, const char *name)
{
	const void *given = strmap_get(&scope->given, name);

	return given && given != &scope->given;
}

bool scope_gives(const struct naming *n, const char *name, size_t len)
{
	const char *key = arena_strndup(n->a, name, len);

	for (const struct meaning_scope *s = n->scope; s; s = s->outer)
		if (strmap_get(&s->given, key))
			return true;
	return false;
}

/* -- places -------------------------------------------------------------------------------------- */

/* "a/b": "a"; "b": ".". */
static const char *folder_of(struct arena *a, const char *word)
{
	const char *slash = strrchr(word, '/');

	if (!slash)
		return *word == MEANING_TOP ? arena_printf(a, "%c", MEANING_TOP) : ".";
	return arena_strndup(a, word, (size_t)(slash - word));
}

static const char *at_top(const struct naming *n, const char *path)
{
	return path ? arena_printf(n->a, "%c%s", MEANING_TOP, path) : NULL;
}

static const char *here(const struct naming *n)
{
	return n->lost ? NULL : at_top(n, n->cwd ? n->cwd : "");
}

/* The one word that is no option; NULL: there are more, or nobody can tell what it is. */
static const char *only_word(const struct shell_command *c, size_t from)
{
	const char *found = NULL;

	for (size_t i = from; i < c->count; i++) {
		if (c->words[i][0] == '-' && c->words[i][1])
			continue;
		if (found || meaning_is_open(c->words[i]))
			return NULL;
		found = c->words[i];
	}
	return found;
}

static bool is_program(const struct shell_command *c, const char *name)
{
	return c->count && !strcmp(c->words[0], name);
}

/* What "dirname X", "realpath X", "git rev-parse --show-toplevel" print; NULL: another command. */
static const char *printed_by(struct naming *n, const struct shell_command *c)
{
	const char *word = only_word(c, 1);

	if (is_program(c, "dirname"))
		return word ? folder_of(n->a, word) : NULL;
	if (is_program(c, "realpath") || is_program(c, "readlink"))
		return word ? at_top(n, meaning_path(n, NULL, word)) : NULL;
	if (is_program(c, "pwd") && !word)
		return here(n);
	if (is_program(c, "git") && c->count == 3 && !strcmp(c->words[1], "rev-parse") &&
	    !strcmp(c->words[2], "--show-toplevel"))
		return at_top(n, "");
	return NULL;
}

/* What a command prints that stands in a word; NULL: nobody can tell. */
static const char *printed(struct naming *n, const char *text)
{
	struct naming there = *n;
	struct shell_command c;
	const char *said = NULL;
	struct shell s;

	if (++there.depth > MEANING_DEPTH || !meaning_may(n, 4 * strlen(text)))
		return NULL;
	s = shell_of(n, text);
	s.exact = true;
	while (shell_next(&s, n->a, &c)) {
		const char *to;

		while (c.count && name_length(c.words[0]) &&
		       c.words[0][name_length(c.words[0])] == '=') {
			c.words++; /* "CDPATH= cd" */
			c.count--;
		}
		if (!c.count)
			continue;
		if (said || (c.ended != '\n' && c.ended != ';' && c.ended != '&'))
			return NULL;
		for (size_t i = 0; i < c.count; i++)
			c.words[i] = (char *)scope_filled(&there, c.words[i]);
		if (!is_program(&c, "cd")) {
			said = printed_by(&there, &c);
			if (!said)
				return NULL;
			continue;
		}
		to = only_word(&c, 1);
		to = to ? meaning_path(&there, NULL, to) : NULL;
		if (!to)
			return NULL;
		there.cwd = *to ? to : NULL;
	}
	return said;
}

/* -- values -------------------------------------------------------------------------------------- */

static const char *value_of(const struct naming *n, const char *name, size_t len)
{
	const char *key = arena_strndup(n->a, name, len), *value;

	if (!strcmp(key, "0"))
		return n->strict ? n->scope->script : n->self;
	if (!strcmp(key, "BASH_SOURCE"))
		return n->self;
	if (!strcmp(key, "PWD"))
		return here(n);
	value = strmap_get(&n->scope->values, key);
	return value && *value && is_given_once(n->scope, key) ? value : NULL;
}

/* "$D", "${D}", or without what follows the last slash: how long it is, and what it holds. */
static size_t read_value(const struct naming *n, const char *at, const char **ret)
{
	bool braced = at[1] == '{';
	const char *name = at + 1 + braced;
	size_t len = *name == '0' ? 1 : name_length(name);
	const char *end = name + len, *value;

	*ret = NULL;
	if (!len)
		return 0;
	if (braced && text_begins(end, "[0]"))
		end += 3;
	value = value_of(n, name, len);
	if (braced && text_begins(end, "%/*}")) {
		end += 3;
		if (value && (strchr(value, '/') || *value == MEANING_TOP))
			value = folder_of(n->a, value);
	}
	if (braced && *end++ != '}')
		return 0;
	*ret = value;
	return (size_t)(end - at);
}

const char *scope_filled(struct naming *n, const char *word)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *at;

	if (!n->scope || !strchr(word, '$'))
		return word;
	while ((at = strchr(word, '$'))) {
		const char *value = NULL;
		size_t len;

		strbuf_add(&out, word, (size_t)(at - word));
		if (at[1] == '(') {
			size_t inside = shell_inside(at + 2);

			len = 2 + inside + (at[2 + inside] != '\0');
			value = printed(n, arena_strndup(n->a, at + 2, inside));
		} else {
			len = read_value(n, at, &value);
		}
		if (value && meaning_may(n, strlen(value)))
			strbuf_addstr(&out, value);
		else
			strbuf_add(&out, at, len ? len : 1);
		word = at + (len ? len : 1);
	}
	strbuf_addstr(&out, word);
	return arena_strdup(n->a, out.buf);
}

/* -- assignments --------------------------------------------------------------------------------- */

/* Which stands there only where something else happened, or did not: what opens it, and what ends it. */
static bool leads(const char *const *list, size_t count, struct shell_place *place, int by,
		  const char *word)
{
	if (!texts_have(list, count, word))
		return false;
	if (by > 0)
		place->depth++;
	else if (place->depth)
		place->depth--;
	return true;
}

/* "function f {" */
static bool is_function_name(const struct shell_command *c, size_t i)
{
	return i == 1 && !strcmp(c->words[0], "function");
}

static void enter_block(struct shell_place *place, const struct shell_command *c)
{
	static const char *const opens[] = {"if",    "for",    "case", "while",
					    "until", "select", "{"};
	static const char *const ends[] = {"fi", "done", "esac", "}"};
	static const char *const between[] = {"then", "else", "elif", "do", "!", "function"};

	for (size_t i = 0; i < c->count; i++)
		if (!leads(opens, ARRAY_SIZE(opens), place, 1, c->words[i]) &&
		    !leads(ends, ARRAY_SIZE(ends), place, -1, c->words[i]) &&
		    !texts_have(between, ARRAY_SIZE(between), c->words[i]) &&
		    !is_function_name(c, i))
			return;
}

static bool is_assignment(const char *word)
{
	size_t len = name_length(word);

	return len && (word[len] == '=' || (word[len] == '+' && word[len + 1] == '='));
}

/* Also of one command alone. */
static int set_environment(struct naming *n, const struct shell_command *c)
{
	for (size_t i = 0; i < c->count; i++) {
		size_t len = name_length(c->words[i]);

		if (is_assignment(c->words[i]) &&
		    meaning_environment(n, arena_strndup(n->a, c->words[i], len),
					strchr(c->words[i], '=') + 1) < 0)
			return -1;
	}
	return 0;
}

/* Each word of "D=x", "export D=x E=y". */
static void assign(struct naming *n, const struct shell_command *c, bool always)
{
	static const char *const words[] = {"export", "readonly", "declare", "typeset"};
	size_t from = c->count && texts_have(words, ARRAY_SIZE(words), c->words[0]);

	for (size_t i = from; i < c->count; i++)
		if (!is_assignment(c->words[i]) && c->words[i][0] != '-')
			return; /* of that command alone */
	for (size_t i = from; i < c->count; i++) {
		size_t len = name_length(c->words[i]);
		const char *key = arena_strndup(n->a, c->words[i], len);
		const char *value = c->words[i] + len + 1;

		if (!is_assignment(c->words[i]))
			continue;
		if (!always || c->words[i][len] != '=' || strpbrk(value, "$`*?~ \t\n") ||
		    strmap_get(&n->scope->values, key))
			value = "";
		strmap_put(&n->scope->values, key, (char *)value);
	}
}

int scope_command(struct naming *n, struct shell_place *place, struct shell_command *c,
		  bool apart)
{
	bool joined = (c->ended == '&' || c->ended == '|') && !c->twice;

	for (size_t i = 0; i < c->count; i++)
		c->words[i] = (char *)scope_filled(n, c->words[i]);
	enter_block(place, c);
	assign(n, c, !place->depth && !place->waits && !apart && !joined);
	if (c->count || c->ended == '&' || c->ended == '|')
		place->waits = c->ended == '&' || c->ended == '|';
	return set_environment(n, c);
}
