/* shell.c - shell text as commands. */
#include "meaning/internal.h"

/* Shell text as it is read, a word after the other. */
struct shell {
	const char *text, *at;
	char *end;	   /* where the next word is kept */
	char ended;	   /* what the command ended with; '\0': it goes on */
	const char *until; /* of a here-document that is to come; NULL: none */
};

/* Past blanks, the ends of lines that go on, and a comment. */
static void skip_blanks(struct shell *s)
{
	while (*s->at == ' ' || *s->at == '\t' || (s->at[0] == '\\' && s->at[1] == '\n'))
		s->at += *s->at == '\\' ? 2 : 1;
	if (*s->at == '#')
		s->at += strcspn(s->at, "\n");
}

/* The next word, without its quotes. */
static char *next_word(struct shell *s)
{
	char quote = '\0', *word = s->end;

	s->ended = '\0';
	for (; *s->at; s->at++) {
		char c = *s->at;

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

static void skip_document(struct shell *s)
{
	size_t len;

	for (bool ended = false; *s->at && !ended; s->at += len + (s->at[len] == '\n')) {
		const char *line = s->at + strspn(s->at, "\t");

		len = strcspn(s->at, "\n");
		ended = strlen(s->until) == (size_t)(s->at + len - line) &&
			!strncmp(line, s->until, strlen(s->until));
	}
	s->until = NULL;
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
	const char *text = meaning_filled(n, said);
	struct shell s = {
		.text = text, .at = text, .end = arena_alloc(n->a, 2 * strlen(text) + 2)};
	const char *was = NULL;
	char **words = NULL;
	size_t count = 0, *starts = NULL, start_count = 0;
	unsigned depth = 0;
	bool lost = false;

	while (*s.at) {
		size_t start;
		char *word;

		skip_blanks(&s);
		start = (size_t)(s.at - text);
		word = next_word(&s);
		if (*word) {
			*ARENA_PUSH(n->a, words, count) = word;
			*ARENA_PUSH(n->a, starts, start_count) = start;
		}
		if (!s.ended)
			continue;
		n->at = starts;
		if (meaning_command(n, words, count) < 0)
			return -1;
		enter_shell(n, s.ended, &was, &lost, &depth);
		if (s.ended == '<')
			open_document(&s);
		if (s.until && s.at > text && s.at[-1] == '\n')
			skip_document(&s);
		count = start_count = 0;
		words = NULL;
		starts = NULL;
	}
	n->at = NULL;
	return 0;
}

int meaning_called(struct naming *n, const char *text)
{
	const char *was = n->cwd;
	const size_t *at = n->at;
	bool lost = n->lost;
	int rc;

	n->depth++;
	rc = meaning_text(n, text);
	n->depth--;
	n->cwd = was;
	n->lost = lost;
	n->at = at;
	return rc;
}
