#include "text/forbid.h"

#include "base/ascii.h"
#include "base/texts.h"
enum kind { KIND_YAML, KIND_MARKDOWN, KIND_OTHER };

static enum kind kind_of(const char *path)
{
	if (text_ends(path, ".yml") || text_ends(path, ".yaml"))
		return KIND_YAML;
	if (text_ends(path, ".md") || text_ends(path, ".markdown") || text_ends(path, ".txt") ||
	    text_ends(path, ".rst"))
		return KIND_MARKDOWN;
	return KIND_OTHER;
}

static void blank(char *at, const char *end)
{
	for (; at < end; at++)
		if (*at != '\n')
			*at = ' ';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static char *end_of_line(char *at, char *end)
{
	char *newline = memchr(at, '\n', (size_t)(end - at));

	return newline ? newline : end;
}

/* A '#' that begins a comment: outside quotes, at the start of a word. */
static void blank_comment(char *at, char *stop)
{
	char quote = '\0', before = ' ';

	for (; at < stop; before = *at++) {
		if (quote) {
			if (*at == quote && before != '\\')
				quote = '\0';
		} else if ((*at == '\'' || *at == '"') && !ascii_is_name(before)) {
			quote = *at;
		} else if (*at == '#' && is_blank(before)) {
			blank(at, stop);
			return;
		}
	}
}

/* The end of a word of a shell command, quotes respected. */
static char *word_end(char *at, char *stop)
{
	char quote = '\0';

	for (; at < stop; at++) {
		if (quote) {
			if (*at == quote)
				quote = '\0';
		} else if (*at == '\'' || *at == '"') {
			quote = *at;
		} else if (is_blank(*at) || *at == '|' || *at == ';') {
			break;
		}
	}
	return at;
}

/* Blanks the first half of every s/A/B/ and each address /A/ of a sed script; at[-1] is readable. */
static void blank_sed(char *at, char *stop)
{
	for (; at + 1 < stop; at++) {
		bool address = *at == '/' && !ascii_is_name(at[-1]);
		char mark = address ? '/' : at[1], *close;

		if (!address &&
		    !(*at == 's' && !ascii_is_name(at[-1]) && mark && strchr("/|#,@", mark)))
			continue;
		at += address ? 1 : 2;
		for (close = at; close < stop && (*close != mark || close[-1] == '\\'); close++)
			;
		blank(at, close);
		at = close;
	}
}

/* The words of a grep or sed up to the next command. */
static char *blank_arguments(char *at, char *stop, bool is_sed)
{
	while (at < stop && *at != '|' && *at != ';') {
		char *word;

		while (at < stop && is_blank(*at))
			at++;
		word = at;
		at = word_end(at, stop);
		if (word == at)
			break;
		if (*word == '-' && !(at - word > 2 && word[1] == 'e'))
			continue; /* an option */
		if (is_sed) {
			blank_sed(word[0] == '\'' || word[0] == '"' ? word + 1 : word, at);
		} else {
			blank(word, at);
			break; /* what follows are files */
		}
	}
	return at;
}

/* Commands that look for a text or remove it: their expressions are no use of it. */
static void blank_expressions(char *at, char *stop)
{
	static const char *const words[] = {"sed", "grep", "egrep", "fgrep", "rg"};
	char *line = at;

	for (; at < stop; at++) {
		size_t len = 0;

		if (at > line && (ascii_is_name(at[-1]) || at[-1] == '$'))
			continue;
		while (at + len < stop && ascii_is_name(at[len]))
			len++;
		for (size_t i = 0; i < ARRAY_SIZE(words); i++)
			if (len == strlen(words[i]) && !memcmp(at, words[i], len) &&
			    at + len < stop && is_blank(at[len])) {
				at = blank_arguments(at + len, stop, i == 0) - 1;
				break;
			}
	}
}

/* `'text' not in output`, `"text" != x`: the text is looked for, in order to refuse it. */
static void blank_not_in(char *at, char *stop)
{
	static const char *const words[] = {" not in ", " is not search", " not search"};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		char *from = at, *hit;

		while (from < stop && (hit = memmem(from, (size_t)(stop - from), words[i],
						    strlen(words[i])))) {
			char *open = hit;

			from = hit + 1;
			if (hit <= at + 1 || (hit[-1] != '\'' && hit[-1] != '"'))
				continue;
			for (open = hit - 2; open > at && *open != hit[-1]; open--)
				;
			blank(open, hit);
		}
	}
}

/*
 * Keys whose value is a sentence for people or an expression that looks for something. `name` is
 * one where it opens an item (a task's title); elsewhere it names a container or a host.
 */
static bool is_quiet_key(const char *key, size_t len, bool opens_item)
{
	static const char *const keys[] = {
		"msg",	       "fail_msg", "success_msg", "description", "reason",
		"title",       "notes",	   "note",	  "comment",	 "summary",
		"regexp",      "regex",	   "pattern",	  "patterns",	 "search_string",
		"not_matches", "forbid",   "fix",	  "insertafter", "insertbefore",
	};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (strlen(keys[i]) == len && !memcmp(keys[i], key, len))
			return true;
	return opens_item && len == 4 && !memcmp(key, "name", 4);
}

static size_t indent_of(const char *at, const char *stop)
{
	size_t indent = 0;

	while (at + indent < stop && at[indent] == ' ')
		indent++;
	return indent;
}

/* The key of a line "  - key: value"; NULL: it has none. */
static char *read_key(char *at, char *stop, size_t *ret_len, bool *ret_item, char **ret_value)
{
	char *key;

	*ret_item = false;
	while (at < stop && (is_blank(*at) || (*at == '-' && at + 1 < stop && at[1] == ' ')))
		*ret_item = *at++ == '-' || *ret_item;
	key = at;
	if (at < stop && (*at == '"' || *at == '\''))
		key = ++at;
	while (at < stop && ascii_is_name(*at))
		at++;
	*ret_len = (size_t)(at - key);
	if (at < stop && (*at == '"' || *at == '\''))
		at++;
	if (!*ret_len || at >= stop || *at != ':' || (at + 1 < stop && !is_blank(at[1])))
		return NULL;
	*ret_value = at + 1;
	return key;
}

/* `key=value` of Ansible's one-line form: regexp='...' */
static void blank_assignments(char *at, char *stop)
{
	char *line = at;

	for (; at < stop; at++) {
		size_t len = 0;

		if (at > line && ascii_is_name(at[-1]))
			continue;
		while (at + len < stop && ascii_is_name(at[len]))
			len++;
		if (len && at + len < stop && at[len] == '=' && is_quiet_key(at, len, false))
			blank(at + len + 1, word_end(at + len + 1, stop));
	}
}

/* The value of a key of a flow mapping, {regexp: '...', path: x}. */
static void blank_flow(char *at, char *stop)
{
	char *line = at;

	for (; at < stop; at++) {
		size_t len = 0;
		char *close, quote = '\0';

		if (at > line && *line && !strchr("{, ", at[-1]))
			continue;
		while (at + len < stop && ascii_is_name(at[len]))
			len++;
		if (!len || at + len + 1 >= stop || at[len] != ':' || at[len + 1] != ' ' ||
		    !is_quiet_key(at, len, false) || !memchr(line, '{', (size_t)(at - line)))
			continue;
		for (close = at + len + 1; close < stop; close++) {
			if (quote)
				quote = *close == quote ? '\0' : quote;
			else if (*close == '\'' || *close == '"')
				quote = *close;
			else if (*close == ',' || *close == '}')
				break;
		}
		blank(at + len + 1, close);
		at = close;
	}
}

static void code_of_yaml(char *at, char *end)
{
	size_t quiet = SIZE_MAX; /* column of a quiet key whose value goes on below it */

	while (at < end) {
		char *stop = end_of_line(at, end), *value, *key;
		size_t indent = indent_of(at, stop), len;
		bool empty = at + indent == stop || at[indent] == '\r', item;

		if (quiet != SIZE_MAX && (empty || indent > quiet)) {
			blank(at, stop);
		} else {
			quiet = SIZE_MAX;
			blank_comment(at, stop);
			key = read_key(at, stop, &len, &item, &value);
			if (key && is_quiet_key(key, len, item)) {
				quiet = (size_t)(key - at);
				blank(value, stop);
			}
			blank_flow(at, stop);
			blank_assignments(at, stop);
			blank_expressions(at, stop);
			blank_not_in(at, stop);
		}
		at = stop < end ? stop + 1 : end;
	}
}

static void code_of_text(char *at, char *end)
{
	while (at < end) {
		char *stop = end_of_line(at, end);

		blank_comment(at, stop);
		blank_expressions(at, stop);
		at = stop < end ? stop + 1 : end;
	}
}

static void code_of_markdown(char *at, char *end)
{
	char fence = '\0';
	size_t fence_len = 0;

	while (at < end) {
		char *stop = end_of_line(at, end), *mark = at;
		size_t run = 0;
		bool edge;

		while (mark < stop && is_blank(*mark))
			mark++;
		while (mark + run < stop && (*mark == '`' || *mark == '~') &&
		       mark[run] == *mark)
			run++;
		edge = run >= 3 && (!fence || (*mark == fence && run >= fence_len));
		if (edge) {
			fence_len = run;
			fence = fence ? '\0' : *mark;
			blank(at, stop);
		} else if (fence) {
			code_of_text(at, stop);
		} else {
			blank(at, stop);
		}
		at = stop < end ? stop + 1 : end;
	}
}

struct bytes forbid_code(const char *path, struct bytes text, struct arena *arena)
{
	char *copy = arena_memdup(arena, text.data, text.len);

	switch (kind_of(path)) {
	case KIND_YAML:
		code_of_yaml(copy, copy + text.len);
		break;
	case KIND_MARKDOWN:
		code_of_markdown(copy, copy + text.len);
		break;
	case KIND_OTHER:
		code_of_text(copy, copy + text.len);
		break;
	}
	return bytes_of(copy, text.len);
}
