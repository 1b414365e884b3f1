/* meaning_make.c - what a target of a makefile calls: its recipe, and what it needs before. */
#include "act/meaning_internal.h"

#include "base/ascii.h"

static bool is_rule_of(const char *line, const char *target)
{
	size_t names = strcspn(line, ":=#");
	const char *at = line;

	if (line[names] != ':' || line[names + 1] == '=' || ascii_is_name(line[0]) == false)
		return false;
	if (!target)
		return line[0] != '.';
	while ((at = strstr(at, target)) && at < line + names) {
		const char *end = at + strlen(target);

		if ((at == line || at[-1] == ' ') && (end == line + names || *end == ' '))
			return true;
		at = end;
	}
	return false;
}

/* One makefile. */
struct making {
	struct naming *n;
	const char *path;
	const struct meaning_text *file;
};

static int name_target(const struct making *m, const char *target);

/* What stands behind the colon has to be made before. */
static int name_needed(const struct making *m, const char *line)
{
	char *copy = arena_strdup(m->n->a, strchr(line, ':') + 1);

	for (char *word = copy + strspn(copy, " \t"); *word;) {
		size_t len = strcspn(word, " \t;#");
		bool last = word[len] != ' ' && word[len] != '\t';

		word[len] = '\0';
		if (*word &&
		    (meaning_file(m->n, NULL, word, NULL) < 0 || name_target(m, word) < 0))
			return -1;
		if (last)
			break;
		word += len + 1;
		word += strspn(word, " \t");
	}
	return 0;
}

/* The recipe, with what it calls. target NULL: the first of the file. */
static int name_target(const struct making *m, const char *target)
{
	bool inside = false;
	int rc = 0;

	if (!meaning_follow(m->n, m->path, target))
		return 0;
	for (size_t i = 0; !rc && i < m->file->count; i++) {
		const char *line = m->file->lines[i];

		if (inside && line[0] == '\t') {
			rc = meaning_text(m->n, line + 1 + strspn(line + 1, "@-+ "));
			continue;
		}
		if (inside && !*line)
			continue;
		if (inside && !target)
			break;
		inside = is_rule_of(line, target);
		if (inside)
			rc = name_needed(m, line);
	}
	return rc;
}

static void split(struct meaning_text *file, struct arena *a)
{
	char *at = arena_strndup(a, file->text.data, file->text.len);

	file->lines = arena_array(a, 1, sizeof(*file->lines));
	while (*at) {
		size_t len = strcspn(at, "\n");
		bool last = !at[len];

		at[len] = '\0';
		*ARENA_PUSH(a, file->lines, file->count) = at;
		at += len + !last;
	}
}

int meaning_make(struct naming *n, char *const *words, size_t count)
{
	static const char *const names[] = {"GNUmakefile", "makefile", "Makefile"};
	const char *folder = NULL, *file = NULL, *path = NULL, *was = n->cwd;
	struct meaning_text *text;
	struct making m;
	bool any = false;
	int rc = 0;

	for (size_t i = 1; i + 1 < count; i++) {
		folder = !strcmp(words[i], "-C") ? words[i + 1] : folder;
		file = !strcmp(words[i], "-f") ? words[i + 1] : file;
	}
	for (size_t i = 0; !path && i < (file ? 1 : ARRAY_SIZE(names)); i++)
		if (meaning_file(n, folder, file ? file : names[i], &path) < 0)
			return -1;
	if (!path)
		return 0;
	if (meaning_read(n, path, &text) < 0)
		return -1;
	if (!text->lines)
		split(text, n->a);
	m = (struct making){n, path, text};
	if (folder)
		n->cwd = meaning_path(n, NULL, folder);
	for (size_t i = 1; !rc && i < count; i++) {
		if (!strcmp(words[i], "-C") || !strcmp(words[i], "-f")) {
			i++;
			continue;
		}
		if (words[i][0] == '-' || strchr(words[i], '='))
			continue;
		any = true;
		rc = name_target(&m, words[i]);
	}
	if (!rc && !any)
		rc = name_target(&m, NULL);
	n->cwd = was;
	return rc;
}
