/* texts.c - a shell text, command by command: what it calls, and where it stays. */
#include "meaning/internal.h"

/* Parentheses are a shell of their own: what it did to the folder goes with it. */
static void enter_shell(struct naming *n, char sign, const char **was, bool *lost,
			unsigned *depth)
{
	if (sign == '(' && !(*depth)++) {
		*was = n->cwd;
		*lost = n->lost;
	} else if (sign == ')' && *depth && !--*depth) {
		n->cwd = *was;
		n->lost = *lost;
	}
}

/* Of "case x in a|b) ...;;" what is no command: it stands up to ")". */
static bool is_pattern(struct shell_place *place, const struct shell_command *c)
{
	bool first = c->count && !strcmp(c->words[0], "case"), was = place->pattern;

	if (first || (c->ended == ';' && c->twice)) {
		place->pattern = c->ended != ')';
		return false;
	}
	if (!c->count || !was)
		return false;
	place->pattern = c->ended != ')' && strcmp(c->words[0], "esac") != 0;
	return strcmp(c->words[0], "esac") != 0;
}

/* "f()", "function f" */
static const char *function_of(const struct shell *s, const struct shell_command *c)
{
	if (c->count == 1 && c->ended == '(' && *s->at == ')')
		return c->words[0];
	return c->count > 1 && !strcmp(c->words[0], "function") ? c->words[1] : NULL;
}

static int text_command(struct naming *n, struct shell *s, struct shell_place *place,
			struct shell_command *c, unsigned around)
{
	const char *function = n->meant ? function_of(s, c) : NULL;
	unsigned outside = !!n->depth + place->depth + around;
	int rc = 0;

	if (c->document.len)
		rc = meaning_document(n, c->document);
	if (!rc && n->meant)
		rc = scope_command(n, place, c, around > 0);
	n->at = c->starts;
	meaning_begins(n, c, !!n->depth + place->depth + around);
	if (function)
		meaning_function(n, function, outside);
	if (!rc && !(function && n->strict && c->count == 1))
		rc = meaning_command(n, c->words, c->count);
	meaning_piped(n, c, c->ended == '<' && *s->at == '(');
	return rc;
}

int meaning_text(struct naming *n, const char *said)
{
	struct meaning_scope own = {
		.values.arena = n->a, .given.arena = n->a, .functions.arena = n->a};
	struct meaning_scope *was_scope = n->scope;
	struct shell_command c;
	struct shell_place place = {.depth = 0};
	struct meaning_pipe pipe = {.count = 0}, *was_pipe = n->pipe;
	const char *was = NULL, *text;
	unsigned depth = 0;
	bool lost = false, pattern;
	struct shell s;
	int rc = 0;

	if (!meaning_may(n, 4 * strlen(said)))
		return 0;
	n->scope = n->scope ? n->scope : &own;
	scope_read(n, said);
	text = meaning_filled(n, said);
	s = shell_of(n, text);
	n->pipe = &pipe;
	while (!rc && meaning_may(n, 1) && shell_next(&s, n->a, &c)) {
		pattern = n->meant && n->strict && is_pattern(&place, &c);
		if (!pattern)
			rc = text_command(n, &s, &place, &c, depth);
		if (!pattern && !(c.count && !strcmp(c.words[0], "case")))
			enter_shell(n, c.ended, &was, &lost, &depth);
	}
	n->at = NULL;
	n->scope = was_scope;
	n->pipe = was_pipe;
	meaning_prints(n, &pipe);
	return rc;
}

/* stays: the shell that reads it goes where it leads. */
static int call(struct naming *n, const char *text, struct meaning_scope *scope, bool stays)
{
	struct meaning_scope *was_scope = n->scope;
	const char *was = n->cwd;
	const size_t *at = n->at;
	bool lost = n->lost;
	int rc;

	if (n->depth == MEANING_DEPTH) {
		meaning_too_much(n);
		return 0;
	}
	n->depth++;
	n->scope = scope;
	rc = meaning_text(n, text);
	n->scope = was_scope;
	n->depth--;
	n->at = at;
	if (stays)
		return rc;
	n->cwd = was;
	n->lost = lost;
	return rc;
}

static struct meaning_scope scope_within(const struct naming *n, const char *script)
{
	return (struct meaning_scope){.values.arena = n->a,
				      .given.arena = n->a,
				      .functions.arena = n->a,
				      .outer = n->scope,
				      .script = script};
}

int meaning_called(struct naming *n, const char *text)
{
	struct meaning_scope own = scope_within(n, NULL);

	return call(n, text, &own, false);
}

int meaning_within(struct naming *n, const char *text, bool stays)
{
	return call(n, text, n->scope, stays && n->strict);
}

int meaning_script(struct naming *n, const char *text, const char *path, const char *word,
		   bool sourced)
{
	struct meaning_scope own = scope_within(n, word);
	const char *file = n->file, *self = n->self;
	int rc;

	n->file = path;
	n->self = word;
	rc = sourced ? call(n, text, n->scope, n->strict) : call(n, text, &own, false);
	n->file = file;
	n->self = self;
	return rc;
}

/* "$(make -s version)" inside a word; "$((1 + 1))" is none. */
int meaning_inside(struct naming *n, const char *word)
{
	const char *open;
	size_t len;

	for (; n->meant && (open = strchr(word, '$')); word = open + len) {
		len = 1;
		if (open[1] != '(')
			continue;
		open += 2;
		len = shell_inside(open);
		if (!(*open == '(' && len && open[len - 1] == ')') &&
		    meaning_within(n, arena_strndup(n->a, open, len), false) < 0)
			return -1;
	}
	return 0;
}
