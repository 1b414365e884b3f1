/* make.c - what a target of a makefile calls: its recipe, and what it needs before. */
#include "meaning/internal.h"

#include "base/texts.h"

/* -- targets ------------------------------------------------------------------------------------- */

static int name_target(const struct making *m, const char *target);

/* A line of a recipe; "$(MAKE)" is the make that reads it. */
static int name_recipe(const struct making *m, const char *line, const char *target)
{
	return meaning_called(m->n, makefile_filled(m, line + strspn(line, "@-+ \t"), target));
}

/* What stands behind the colon has to be made before. */
static int name_needed(const struct making *m, const char *line, const char *target)
{
	char *copy = arena_strdup(m->n->a, makefile_filled(m, strchr(line, ':') + 1, target)),
	     *save = NULL;
	const char *recipe = strchr(line, ';');

	copy[strcspn(copy, ";#")] = '\0';
	if (recipe && name_recipe(m, recipe + 1, target) < 0)
		return -1;
	if (strchr(copy, '='))
		return 0; /* a variable of that target */
	for (char *word = strtok_r(copy, " \t", &save); word;
	     word = strtok_r(NULL, " \t", &save))
		if (meaning_file(m->n, NULL, word, NULL) < 0 || name_target(m, word) < 0)
			return -1;
	return 0;
}

/* The recipe, with what it calls. target NULL: the first of the file, which ends it. */
static int name_rules(const struct making *m, const struct meaning_text *file,
		      const char *target, bool *ret_ends)
{
	bool inside = false;
	int rc = 0;

	for (size_t i = 0; !rc && i < file->count; i++) {
		const char *line = file->lines[i];

		if (inside && line[0] == '\t') {
			rc = name_recipe(m, line, target);
			continue;
		}
		if (inside && !*line)
			continue;
		*ret_ends = inside && !target;
		if (*ret_ends)
			return rc;
		inside = makefile_has(m->n->a, line, target) != THERE_NO;
		if (inside)
			rc = name_needed(m, line, target);
	}
	return rc;
}

static int name_target(const struct making *m, const char *target)
{
	bool ends = false;
	int rc = 0;

	if (!meaning_follow(m->n, m->path, target) || !makefile_may(m))
		return 0;
	for (size_t k = 0; !rc && !ends && k < m->count; k++) {
		const char *untold = meaning_untold(m->n);

		rc = name_rules(m, m->files[k], target, &ends);
		meaning_stands(m->n, untold, m->paths[k]);
	}
	return rc;
}

/* -- what is called ------------------------------------------------------------------------------ */

/* Also what make finds without a rule: a file of that name, or one that it can be built of. */
static int target_there(const struct making *m, const char *target, enum meaning_there *ret)
{
	static const char *const ends[] = {"", ".c", ".cc", ".cpp", ".sh"};
	enum meaning_there there = m->more || strpbrk(target, "$*?%`") ? THERE_MAYBE : THERE_NO;

	*ret = THERE_MAYBE;
	if (!makefile_may(m))
		return 0;
	for (size_t k = 0; k < m->count; k++)
		for (size_t i = 0; there != THERE_YES && i < m->files[k]->count; i++) {
			const char *line = m->files[k]->lines[i];
			enum meaning_there here = makefile_has(m->n->a, line, target);

			if (text_begins(line, ".PHONY:"))
				here = makefile_lists(m->n->a, line + 7, strlen(line + 7),
						      target);
			there = here > there ? here : there;
		}
	for (size_t i = 0; there != THERE_YES && i < ARRAY_SIZE(ends); i++) {
		const char *path = meaning_path(m->n, NULL,
						arena_printf(m->n->a, "%s%s", target, ends[i]));
		uint32_t mode = 0;

		if (path && meaning_mode(m->n, path, &mode) < 0)
			return -1;
		there = mode ? THERE_YES : there;
	}
	*ret = there;
	return 0;
}

/* Where nobody can tell which rules are needed, all are. */
static int name_all(const struct making *m)
{
	int rc = 0;

	for (size_t k = 0; !rc && k < m->count; k++) {
		const char *untold = meaning_untold(m->n);

		for (size_t i = 0; !rc && i < m->files[k]->count; i++)
			if (m->files[k]->lines[i][0] == '\t')
				rc = name_recipe(m, m->files[k]->lines[i], NULL);
		meaning_stands(m->n, untold, m->paths[k]);
	}
	return rc;
}

static int mean_target(struct making *m, const char *target)
{
	if (!m->n->meant)
		return 0;
	if (target && meaning_is_open(target)) {
		meaning_unknown(m->n, target);
		return 0;
	}
	makefile_mean(m, target);
	return m->all && meaning_follow(m->n, m->path, "*") ? name_all(m) : 0;
}

static int name_targets(struct making *m, const char *const *targets, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		enum meaning_there there;

		if (target_there(m, targets[i], &there) < 0)
			return -1;
		meaning_call(m->n, "target", targets[i], m->path, there);
		if (mean_target(m, targets[i]) < 0 || name_target(m, targets[i]) < 0)
			return -1;
	}
	return count || mean_target(m, NULL) < 0 ? -!count : name_target(m, NULL);
}

/* What is called, where, of which file. */
struct make_call {
	const char *folder, *file; /* NULL: here, the one that make looks for */
	const char **targets;
	size_t count;
};

/* "-C dir", "-Cdir", "--directory=dir"; *at moves over a value that is a word of its own. */
static const char *value_of(char *const *words, size_t count, size_t *at, char sign,
			    const char *name)
{
	const char *word = words[*at];
	size_t len = strlen(name);

	if (!strncmp(word, name, len) && word[len] == '=')
		return word + len + 1;
	if (!strcmp(word, name) || (word[0] == '-' && word[1] == sign && !word[2]))
		return *at + 1 < count ? words[++*at] : NULL;
	return word[0] == '-' && word[1] == sign && sign ? word + 2 : NULL;
}

static bool is_number(const char *word)
{
	return *word && !word[strspn(word, "0123456789.")];
}

static struct make_call read_make_call(char *const *words, size_t count, struct arena *a)
{
	static const struct {
		char sign;
		const char *name;
	} with[] = {{'I', "--include-dir"}, {'o', "--old-file"}, {'W', "--new-file"}};
	struct make_call call = {0};

	for (size_t i = 1; i < count; i++) {
		const char *folder = value_of(words, count, &i, 'C', "--directory");
		const char *file = folder ? NULL : value_of(words, count, &i, 'f', "--file");
		bool other = folder || file;

		call.folder = folder ? folder : call.folder;
		call.file = file ? file : call.file;
		for (size_t k = 0; !other && k < ARRAY_SIZE(with); k++)
			other = value_of(words, count, &i, with[k].sign, with[k].name) != NULL;
		/* "-j 4" */
		if (!other && words[i][0] != '-' && !strchr(words[i], '=') &&
		    !(words[i - 1][0] == '-' && is_number(words[i])))
			*ARENA_PUSH(a, call.targets, call.count) = words[i];
	}
	return call;
}

/* "make deploy APP=x": it holds, whatever the makefile says. */
static void keep_given(struct making *m, char *const *words, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (words[i][0] != '-' && strchr(words[i], '='))
			strmap_put(&m->variables,
				   arena_strndup(m->n->a, words[i], strcspn(words[i], "=")),
				   strchr(words[i], '=') + 1);
}

int meaning_make(struct naming *n, char *const *words, size_t count)
{
	static const char *const names[] = {"GNUmakefile", "makefile", "Makefile"};
	struct make_call call = read_make_call(words, count, n->a);
	const char *was = n->cwd, *untold;
	struct making m = {.n = n, .variables.arena = n->a};
	int rc;

	if ((call.folder && meaning_is_open(call.folder)) ||
	    (call.file && meaning_is_open(call.file)))
		meaning_unknown(n, call.folder ? call.folder : call.file);
	if (n->strict && call.file && !strcmp(call.file, "-"))
		meaning_unknown(n, words[0]);

	for (size_t i = 0; !m.path && i < (call.file ? 1 : ARRAY_SIZE(names)); i++)
		if (meaning_file(n, call.folder, call.file ? call.file : names[i], &m.path) < 0)
			return -1;
	if (!m.path)
		return 0;
	if (call.folder && strcmp(call.folder, ".") != 0)
		meaning_enter(n, meaning_path(n, NULL, call.folder));
	keep_given(&m, words, count);
	untold = meaning_untold(n);
	rc = makefile_read(&m, m.path);
	if (!rc)
		rc = makefile_environment(&m);
	meaning_stands(n, untold, m.path);
	if (!rc)
		rc = name_targets(&m, call.targets, call.count);
	n->cwd = was;
	return rc;
}
