/* shell.c - shell text as commands, one after the other. */
#include "meaning/internal.h"

#include "base/ascii.h"

/* -- words --------------------------------------------------------------------------------------- */

/* Past blanks, the ends of lines that go on, and a comment. */
static void skip_blanks(struct shell *s)
{
	while (*s->at == ' ' || *s->at == '\t' || (s->at[0] == '\\' && s->at[1] == '\n'))
		s->at += *s->at == '\\' ? 2 : 1;
	if (*s->at == '#')
		s->at += strcspn(s->at, "\n");
}

static size_t inside(const char *text, unsigned depth)
{
	char quote = '\0';
	size_t i, open = 0;

	if (depth > MEANING_DEPTH)
		return strlen(text);
	for (i = 0; text[i]; i++) {
		char c = text[i];

		if (quote == '\'' || (c == '\'' && quote != '"')) {
			quote = c != '\'' ? quote : quote ? '\0' : c;
		} else if (c == '\\' && text[i + 1]) {
			i++;
		} else if (c == '"') {
			quote = quote ? '\0' : c;
		} else if (c == '$' && text[i + 1] == '(') {
			i += 2 + inside(text + i + 2, depth + 1);
			if (!text[i])
				break;
		} else if (!quote && c == '(') {
			open++;
		} else if (!quote && c == ')' && !open--) {
			break;
		}
	}
	return i;
}

size_t shell_inside(const char *text)
{
	return inside(text, 0);
}

/* "$(...)" stays one word, with its quotes; so does what older shells write between "`". */
static void keep_inside(struct shell *s)
{
	bool old = *s->at == '`';
	const char *from = s->at + (old ? 1 : 2);
	size_t len = old ? strcspn(from, "`") : shell_inside(from);

	*s->end++ = '$';
	*s->end++ = '(';
	memcpy(s->end, from, len);
	s->end += len;
	*s->end++ = ')';
	s->at = from + len - !from[len];
}

/* The next word, without its quotes. */
static char *next_word(struct shell *s)
{
	char quote = '\0', *word = s->end;

	s->ended = '\0';
	for (; *s->at; s->at++) {
		char c = *s->at;

		if (s->whole && quote != '\'' && (c == '`' || (c == '$' && s->at[1] == '('))) {
			keep_inside(s);
			continue;
		}
		if (quote ? c == quote : (c == '\'' || c == '"')) {
			quote = quote ? '\0' : c;
			continue;
		}
		if (!quote && c == '\\' && s->at[1]) {
			if (*++s->at != '\n')
				*s->end++ = *s->at;
			continue;
		}
		if (!quote && (c == ' ' || c == '\t'))
			break;
		if (!quote && strchr(";|&()<>\n", c)) {
			s->ended = c;
			s->at++;
			break;
		}
		*s->end++ = c;
	}
	s->ended = s->ended || *s->at ? s->ended : '\n';
	*s->end++ = '\0';
	return word;
}

/* Behind "<<": what ends the lines that are no commands. */
static void open_document(struct shell *s)
{
	if (*s->at != '<' || s->at[1] == '<')
		return;
	s->at++;
	s->at += *s->at == '-';
	s->until = next_word(s);
}

/* Where it begins; how long it is. */
static struct bytes skip_document(struct shell *s)
{
	const char *from = s->at;
	size_t len;

	for (bool ended = false; *s->at && !ended; s->at += len + (s->at[len] == '\n')) {
		const char *line = s->at + strspn(s->at, "\t");

		len = strcspn(s->at, "\n");
		ended = strlen(s->until) == (size_t)(s->at + len - line) &&
			!strncmp(line, s->until, strlen(s->until));
	}
	s->until = NULL;
	return bytes_of(from, (size_t)(s->at - from));
}

/* -- commands ------------------------------------------------------------------------------------ */

struct shell shell_of(const struct naming *n, const char *text)
{
	return (struct shell){.text = text,
			      .at = text,
			      .end = arena_alloc(n->a, 2 * strlen(text) + 4),
			      .whole = n->meant != NULL,
			      .exact = n->strict || !n->meant};
}

/* "2>": which output, and no word. */
static bool is_output(const struct shell *s, const char *word)
{
	return s->exact && (s->ended == '>' || s->ended == '<') && *word &&
	       !word[strspn(word, "0123456789")];
}

/* "<file": a word more of the command that reads it. */
static bool is_input(const struct shell *s)
{
	return s->exact && s->ended == '<' && *s->at && !strchr("<(&", *s->at);
}

/* Behind ">": the file that is written is no command. Is it one, and not another output? */
static bool skip_target(struct shell *s)
{
	bool output = *s->at == '&' && strchr("0123456789-", s->at[1]);

	s->at += strspn(s->at, ">&|");
	skip_blanks(s);
	return strcmp(next_word(s), "/dev/null") != 0 && !output;
}

bool shell_next(struct shell *s, struct arena *a, struct shell_command *ret)
{
	*ret = (struct shell_command){.count = 0};
	s->starts = 0;
	if (s->until && s->at > s->text && s->at[-1] == '\n')
		ret->document = skip_document(s);
	while (*s->at) {
		size_t start;
		char *word;

		skip_blanks(s);
		start = (size_t)(s->at - s->text);
		word = next_word(s);
		if (*word && !is_output(s, word)) {
			*ARENA_PUSH(a, ret->words, ret->count) = word;
			*ARENA_PUSH(a, ret->starts, s->starts) = start;
		}
		while (s->exact && s->ended == '>')
			ret->writes = (skip_target(s) && strcmp(word, "2") != 0) || ret->writes;
		if (!s->ended || is_input(s))
			continue;
		ret->ended = s->ended;
		ret->twice = *s->at == s->ended;
		if (s->ended == '<')
			open_document(s);
		return true;
	}
	return ret->count > 0 || ret->document.len;
}

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

int meaning_text(struct naming *n, const char *said)
{
	struct meaning_scope own = {.values.arena = n->a, .given.arena = n->a};
	struct meaning_scope *was_scope = n->scope;
	struct shell_command c;
	struct shell_place place = {.depth = 0};
	struct meaning_pipe pipe = {.count = 0}, *was_pipe = n->pipe;
	const char *was = NULL, *text;
	unsigned depth = 0;
	bool lost = false;
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
		if (c.document.len)
			rc = meaning_document(n, c.document);
		if (!rc && n->meant)
			rc = scope_command(n, &place, &c, depth > 0);
		n->at = c.starts;
		pipe.writes = c.writes;
		pipe.depth = !!n->depth + place.depth + depth;
		if (!rc)
			rc = meaning_command(n, c.words, c.count);
		meaning_piped(n, &c, c.ended == '<' && *s.at == '(');
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
	return (struct meaning_scope){
		.values.arena = n->a, .given.arena = n->a, .outer = n->scope, .script = script};
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
