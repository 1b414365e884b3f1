#include "text/attributes.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/texts.h"
#include "match/glob.h"

#include <strings.h>

#define MACROS_MAX 16 /* macros of macros of macros ... */

/* What stands behind a backslash, as git writes it: \", \t, \303. */
static char unquoted(const char **at)
{
	static const char letters[] = "abtnvfr", signs[] = "\a\b\t\n\v\f\r";
	const char *is, *digit = *at + 1;

	if (digit[0] >= '0' && digit[0] <= '3' && strspn(digit, "01234567") >= 3) {
		*at += 3;
		return (char)((digit[0] - '0') * 64 + (digit[1] - '0') * 8 + digit[2] - '0');
	}
	*at += 1;
	is = strchr(letters, **at);
	return is ? signs[is - letters] : **at;
}

/* The next word of a line, "quoted" as a first one may be; NULL: there is none. */
static const char *next_word(const char **at, struct arena *a)
{
	const char *start = *at + strspn(*at, " \t\r\f\v"), *end = start;
	char *word;
	size_t len = 0;

	if (*start == '"') {
		word = arena_alloc(a, strlen(start) + 1);
		for (end = start + 1; *end && *end != '"'; end++)
			word[len++] = *end == '\\' && end[1] ? unquoted(&end) : *end;
		*at = *end ? end + 1 : end;
		word[len] = '\0';
		return word;
	}
	end += strcspn(start, " \t\r\f\v");
	*at = end;
	return end > start ? arena_strndup(a, start, (size_t)(end - start)) : NULL;
}

void attributes_parse(struct bytes text, const char *path, struct arena *arena,
		      struct attribute_file *ret)
{
	const char *data = text.data, *slash = strrchr(path, '/');
	struct attribute_line *lines = NULL;
	size_t count = 0;
	unsigned number = 1;

	for (size_t at = 0, len; at < text.len; at += len + 1, number++) {
		const char *newline = memchr(data + at, '\n', text.len - at), *rest, *word;
		struct attribute_line line = {.line = number};
		const char **words = NULL;

		len = newline ? (size_t)(newline - data) - at : text.len - at;
		rest = arena_strndup(arena, data + at, len);
		if (number == 1 && text_begins(rest, "\xef\xbb\xbf"))
			rest += 3;
		word = next_word(&rest, arena);
		if (!word || *word == '#')
			continue;
		if (text_begins(word, "[attr]"))
			line.name = word[6] ? word + 6 : next_word(&rest, arena);
		else
			line.pattern = word;
		while ((word = next_word(&rest, arena)))
			*ARENA_PUSH(arena, words, line.count) = word;
		line.words = words;
		if (line.pattern || line.name)
			*ARENA_PUSH(arena, lines, count) = line;
	}
	*ret = (struct attribute_file){
		.path = path,
		.folder = slash ? arena_strndup(arena, path, (size_t)(slash - path) + 1) : "",
		.lines = lines,
		.count = count};
}

/* May some path fit both? A set of signs is any sign, and a star any text: rather too often. */
static bool overlap(const char *x, const char *y, struct arena *a)
{
	size_t m = strlen(x), n = strlen(y);
	bool *fits = arena_array(a, (m + 1) * (n + 1), sizeof(*fits));

	for (size_t i = m + 1; i-- > 0;)
		for (size_t j = n + 1; j-- > 0;) {
			bool *fit = &fits[i * (n + 1) + j];
			bool star_x = i < m && x[i] == '*', star_y = j < n && y[j] == '*';

			if (i == m && j == n)
				*fit = true;
			else if (star_x || star_y)
				*fit = (star_x && fits[(i + 1) * (n + 1) + j]) ||
				       (star_y && fits[i * (n + 1) + j + 1]) ||
				       (star_x && j < n && fits[i * (n + 1) + j + 1]) ||
				       (star_y && i < m && fits[(i + 1) * (n + 1) + j]);
			else if (i < m && j < n)
				*fit = (x[i] == y[j] || x[i] == '?' || y[j] == '?') &&
				       fits[(i + 1) * (n + 1) + j + 1];
		}
	return fits[0];
}

/* In small letters, as some disks see it; from a set of signs on it may be anything. */
static const char *plain(const char *pattern, struct arena *a)
{
	char *out = arena_alloc(a, strlen(pattern) + 1);
	size_t len = 0;

	for (const char *at = pattern; *at; at++) {
		bool set = *at == '[';

		if (*at == '\\' && at[1])
			at++;
		out[len++] = set ? '*' : ascii_lower(*at);
		if (set)
			break;
	}
	out[len] = '\0';
	return out;
}

/* What a pattern is compared with: the whole path below its file, or where it has no slash the name. */
static const char *seen_from(const struct attribute_file *file, const char **pattern,
			     const char *target)
{
	const char *slash = strchr(*pattern, '/'), *name = strrchr(target, '/');
	size_t len = strlen(file->folder);

	if (!slash)
		return name ? name + 1 : target;
	*pattern += **pattern == '/';
	return !strncasecmp(target, file->folder, len) ? target + len : target;
}

/* `loosely`: it may fit some of what the target names; else all of it. */
static bool fits(const struct attribute_file *file, const char *pattern, const char *target,
		 bool loosely, struct arena *a)
{
	target = seen_from(file, &pattern, target);
	if (!loosely)
		return glob_match(pattern, target);
	return glob_is_literal(target) ? glob_match(plain(pattern, a), plain(target, a))
				       : overlap(plain(pattern, a), plain(target, a), a);
}

/* What changes bytes, as written, and where; NULL: unspecified. */
struct value {
	const char *word;
	const struct attribute_file *file;
	unsigned line;
};

struct values {
	struct value encoding, ident, filter, eol;
	const char *text;
};

static const struct attribute_line *macro_of(const struct attribute_file *files, size_t count,
					     const char *name)
{
	for (size_t i = count; i-- > 0;)
		for (size_t k = files[i].count; k-- > 0;)
			if (!files[i].lines[k].pattern && !strcmp(files[i].lines[k].name, name))
				return &files[i].lines[k];
	return NULL;
}

/* Of each attribute: does this word change bytes? */
static bool is_change(const char *name, const char *word)
{
	const char *value = strchr(word, '=');

	if (*word == '-' || *word == '!')
		return false;
	if (!strcmp(name, "working-tree-encoding"))
		return value && strcasecmp(value + 1, "UTF-8") != 0 &&
		       strcasecmp(value + 1, "UTF8") != 0;
	if (!strcmp(name, "eol"))
		return value && !strcmp(value + 1, "crlf");
	return !strcmp(name, "ident") ? !value : value != NULL;
}

static void set_word(struct values *v, const struct attribute_file *files, size_t count,
		     const struct attribute_file *file, unsigned on, const char *word, bool all,
		     unsigned depth, struct arena *a)
{
	const char *name = word + (*word == '-' || *word == '!');
	const struct attribute_line *macro;
	struct value *at;

	name = arena_strndup(a, name, strcspn(name, "="));
	at = !strcmp(name, "working-tree-encoding") ? &v->encoding
	     : !strcmp(name, "ident")		    ? &v->ident
	     : !strcmp(name, "filter")		    ? &v->filter
	     : !strcmp(name, "eol")		    ? &v->eol
						    : NULL;
	if (!strcmp(name, "text") ||
	    (!strcmp(word, "binary") && !macro_of(files, count, "binary"))) {
		if (all)
			v->text = strcmp(word, "binary") ? word : "-text";
	} else if (at && is_change(name, word)) {
		*at = (struct value){word, file, on};
	} else if (at && all) {
		*at = (struct value){0};
	} else if (!at && !strcmp(name, word) && depth < MACROS_MAX &&
		   (macro = macro_of(files, count, name))) {
		for (size_t i = 0; i < macro->count; i++)
			set_word(v, files, count, file, on, macro->words[i], all, depth + 1, a);
	}
}

const char *attributes_change(const struct attribute_file *files, size_t count,
			      const char *target, const struct attribute_file **ret_file,
			      unsigned *ret_line)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct values v = {0};
	struct value none = {0}, *found;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < files[i].count; k++) {
			const struct attribute_line *line = &files[i].lines[k];

			bool all;

			if (!line->pattern ||
			    !fits(&files[i], line->pattern, target, true, &scratch))
				continue;
			all = fits(&files[i], line->pattern, target, false, &scratch);
			for (size_t w = 0; w < line->count; w++)
				set_word(&v, files, count, &files[i], line->line,
					 line->words[w], all, 0, &scratch);
		}
	found = v.encoding.word			     ? &v.encoding
		: v.ident.word			     ? &v.ident
		: v.filter.word			     ? &v.filter
		: v.text && !strcmp(v.text, "-text") ? &none
						     : &v.eol;
	*ret_file = found->file;
	*ret_line = found->line;
	return found->word;
}
