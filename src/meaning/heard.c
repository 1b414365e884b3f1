/*
 * heard.c - commands that stand in a text of another language: "make deploy" in a recipe, run(["npm", "run", "x"]).
 * What only looks like one adds a part and does no harm; a makefile that is missing is none.
 */
#include "meaning/internal.h"

#include "base/ascii.h"
#include "base/texts.h"

static bool is_part(char c)
{
	return ascii_is_name(c) || c == '/';
}

static bool is_quote(char c)
{
	return c && strchr("\"'`", c);
}

static bool is_heard(const char *word)
{
	static const char *const programs[] = {"make", "gmake", "npm", "pnpm", "yarn", "bun"};
	char *words[] = {(char *)word};

	return texts_have(programs, ARRAY_SIZE(programs), word) || meaning_runs_scripts(word) ||
	       meaning_looks(words, 1);
}

/* Where the command that has this word begins: behind a quote, "- ", "shell: ", or the blanks of the line. */
static const char *begin_of(const char *line, const char *at)
{
	const char *start = at;

	while (start > line && !is_quote(start[-1]) &&
	       !(start[-1] == ' ' && start - 1 > line && strchr(":-", start[-2])))
		start--;
	return start + strspn(start, " \t@-");
}

/* What a program puts in is a variable. A list of words is one text, up to its end. */
static const char *as_shell(struct arena *a, const char *from, const char *end, bool list)
{
	char *text = arena_alloc(a, (size_t)(end - from) + 1), *out = text;

	for (const char *at = from; at < end && !(list && strchr("])", *at)); at++) {
		if (*at == '{')
			*out++ = '$';
		else if (list && strchr("\"',", *at))
			*out++ = ' ';
		else if (*at != '}')
			*out++ = *at;
	}
	*out = '\0';
	return text;
}

static int hear(struct naming *n, const char *text, const char *folder)
{
	const char *was = n->cwd;
	bool heard = n->heard;
	int rc;

	n->heard = true;
	rc = meaning_called(n, text);
	if (!rc && strcmp(folder, was ? was : "") != 0) {
		meaning_enter(n, folder);
		rc = meaning_called(n, text);
		n->cwd = was;
	}
	n->heard = heard;
	return rc;
}

static int hear_line(struct naming *n, const char *line, const char *folder)
{
	size_t len;

	if (text_begins(line, "#") || text_begins(line, "//") || text_begins(line, "* "))
		return 0;
	for (const char *at = line; *at; at += len ? len : 1) {
		const char *from = at, *end;
		bool list;

		for (len = 0; is_part(at[len]);)
			len++;
		if (!len || !is_heard(arena_strndup(n->a, at, len)))
			continue;
		list = at > line && is_quote(at[-1]) && at[len] == at[-1];
		from = list ? at : begin_of(line, at);
		end = from + (list || from == line || !is_quote(from[-1])
				      ? strlen(from)
				      : strcspn(from, (char[]){from[-1], '\0'}));
		if (list && strstr(from, "cwd"))
			meaning_unknown(n, line);
		if (hear(n, as_shell(n->a, from, end, list), folder) < 0)
			return -1;
		at = end;
		len = 0;
		if (!*at)
			break;
	}
	return 0;
}

int meaning_heard(struct naming *n, const char *text, const char *folder)
{
	char *copy = arena_strdup(n->a, text), *save = NULL;

	if (!meaning_may(n, 4 * strlen(text)))
		return 0;
	for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		if (hear_line(n, line + strspn(line, " \t"), folder) < 0)
			return -1;
	return 0;
}
