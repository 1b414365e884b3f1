/* shell.c - shell text as commands, one after the other. */
#include "meaning/internal.h"

#include "base/texts.h"

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

/* "<file", "<<<text": a word more of the command that reads it. */
static bool is_input(const struct shell *s)
{
	return s->exact && s->ended == '<' && *s->at &&
	       (!strchr("<(&", *s->at) || text_begins(s->at, "<<"));
}

/* Behind ">": the file that is written is no command. Is it one, and not another output? */
static bool skip_target(struct shell *s)
{
	bool output = *s->at == '&' && strchr("0123456789-", s->at[1]);

	s->at += strspn(s->at, ">&|");
	skip_blanks(s);
	return strcmp(next_word(s), "/dev/null") != 0 && !output;
}

/* Those behind "<" stand last; where no program is, and of "exec", what stands for one. */
static void add_inputs(struct shell *s, struct arena *a, struct shell_command *ret,
		       char **inputs, size_t count)
{
	size_t start = s->starts ? ret->starts[s->starts - 1] : 0;

	if (count && !ret->count) {
		*ARENA_PUSH(a, ret->words, ret->count) = (char *)SHELL_READS;
		*ARENA_PUSH(a, ret->starts, s->starts) = start;
	} else if (count && ret->count == 1 && !strcmp(ret->words[0], "exec")) {
		ret->words[0] = (char *)SHELL_OPENS;
	}
	for (size_t i = 0; i < count; i++) {
		*ARENA_PUSH(a, ret->words, ret->count) = inputs[i];
		*ARENA_PUSH(a, ret->starts, s->starts) = start;
	}
	ret->inputs = count;
}

bool shell_next(struct shell *s, struct arena *a, struct shell_command *ret)
{
	char **inputs = NULL;
	size_t input_count = 0;
	bool input = false;

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
		if (*word && input) {
			*ARENA_PUSH(a, inputs, input_count) = word;
			input = false;
		} else if (*word && !is_output(s, word)) {
			*ARENA_PUSH(a, ret->words, ret->count) = word;
			*ARENA_PUSH(a, ret->starts, s->starts) = start;
		}
		while (s->exact && s->ended == '>')
			ret->writes = (skip_target(s) && strcmp(word, "2") != 0) || ret->writes;
		if (s->exact && s->ended == '<' && *s->at == '&') { /* "<&3" */
			s->at++;
			next_word(s);
		}
		if (is_input(s)) {
			s->at += text_begins(s->at, "<<") ? 2 : 0;
			input = true;
			continue;
		}
		if (!s->ended)
			continue;
		ret->ended = s->ended;
		ret->twice = *s->at == s->ended;
		if (s->ended == '<')
			open_document(s);
		add_inputs(s, a, ret, inputs, input_count);
		return true;
	}
	add_inputs(s, a, ret, inputs, input_count);
	return ret->count > 0 || ret->document.len;
}
