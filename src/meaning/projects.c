/*
 * projects.c - programs that look for a file by itself, where they run or where they are told, and what that file
 * names of others of its kind: recipes, tasks, modules, bases. One that is missing nobody can tell.
 */
#include "meaning/internal.h"

#include "base/path.h"
#include "base/texts.h"
#include "repo/object.h"

/* -- what stands in a folder --------------------------------------------------------------------- */

static int take_one(struct naming *n, const char *path, bool *found)
{
	uint32_t mode;

	if (meaning_mode(n, path, &mode) < 0)
		return -1;
	*found = *found || mode;
	if (mode == TREE_SYMLINK)
		meaning_unknown(n, path);
	if (mode == TREE_DIRECTORY)
		return meaning_folder(n, path);
	if (!mode || mode == TREE_SYMLINK)
		return 0;
	return meaning_loaded(n, path, true) < 0 || (n->builds && meaning_contexts(n, path) < 0)
		       ? -1
		       : 0;
}

/* What a folder has, listed once: in a work tree each list is one of all files. */
static int list_folder(struct naming *n, const char *folder, const struct words **ret)
{
	const char *key = arena_printf(n->a, "\002%s", folder);
	uint32_t mode = TREE_DIRECTORY;
	struct words *list;
	const char **names;

	*ret = strmap_get(&n->seen, key);
	if (*ret)
		return 0;
	list = arena_alloc(n->a, sizeof(*list));
	*list = (struct words){NULL, 0};
	if (*folder && meaning_mode(n, folder, &mode) < 0)
		return -1;
	if (mode == TREE_DIRECTORY) {
		if (snapshot_names(n->files, *folder ? arena_printf(n->a, "%s/", folder) : "",
				   n->a, &names, &list->count, n->err) < 0)
			return -1;
		list->items = names;
	}
	strmap_put(&n->seen, key, list);
	*ret = list;
	return 0;
}

/* Those in a folder that the program looks for. */
static int names_here(struct naming *n, const char *folder, const char ***ret,
		      size_t *ret_count)
{
	const struct words *names;

	*ret = NULL;
	*ret_count = 0;
	if (list_folder(n, folder, &names) < 0)
		return -1;
	for (size_t i = 0; i < names->count && meaning_may(n, 16); i++)
		if (project_has(n->project, names->items[i]))
			*ARENA_PUSH(n->a, *ret, *ret_count) = arena_printf(
				n->a, "%s%s%s", folder, *folder ? "/" : "", names->items[i]);
	return 0;
}

static int take_here(struct naming *n, const char *folder, bool *found)
{
	const char **paths;
	size_t count;

	if (names_here(n, folder, &paths, &count) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (take_one(n, paths[i], found) < 0)
			return -1;
	return 0;
}

/* Of each folder below that one. */
static int take_below(struct naming *n, const char *folder, bool *found)
{
	struct snapshot_file *files;
	size_t count;

	if (meaning_files(n, &files, &count) < 0)
		return -1;
	for (size_t i = 0; i < count && meaning_may(n, 16); i++)
		if ((!*folder || path_is_within(files[i].path, folder)) &&
		    project_has(n->project, path_last(files[i].path)) &&
		    take_one(n, files[i].path, found) < 0)
			return -1;
	return 0;
}

static const char *above(struct arena *a, const char *folder)
{
	const char *slash = strrchr(folder, '/');

	return slash ? arena_strndup(a, folder, (size_t)(slash - folder)) : "";
}

static int take_from(struct naming *n, const char *folder, bool *found)
{
	const char *top = NULL, **paths;
	size_t count;

	for (const char *at = folder;; at = above(n->a, at)) {
		if (names_here(n, at, &paths, &count) < 0)
			return -1;
		if (count)
			top = at;
		if (!*at || (n->project->looks != LOOKS_ROUND &&
			     (count || n->project->looks != LOOKS_ABOVE)))
			break;
	}
	if (!top)
		return 0;
	return n->project->looks == LOOKS_ROUND ? take_below(n, top, found)
						: take_here(n, top, found);
}

/* -- what a command says ------------------------------------------------------------------------- */

/* "-d web", "--dir=web", "-dweb" where that is there; *at moves over a word of its own. */
static int option(struct naming *n, const char *const list[4], char *const *words, size_t count,
		  size_t *at, const char **ret)
{
	const char *word = words[*at], *path;
	uint32_t mode = 0;

	*ret = NULL;
	for (size_t i = 0; !*ret && i < 4 && list[i]; i++) {
		size_t len = strlen(list[i]);

		if (strncmp(word, list[i], len) != 0)
			continue;
		path = len == 2 && word[len] ? meaning_path(n, NULL, word + len) : NULL;
		if (path && *path && meaning_mode(n, path, &mode) < 0)
			return -1;
		if (!word[len])
			*ret = *at + 1 < count ? words[++*at] : "$";
		else if (word[len] == '=' || mode)
			*ret = word + len + (word[len] == '=');
	}
	return 0;
}

/* A file that is named; a folder of it, as mvn has it. */
static int take_file(struct naming *n, const char *word)
{
	const char *path = meaning_path(n, NULL, word);
	uint32_t mode = 0;
	bool found = false;

	if (path && *path && meaning_mode(n, path, &mode) < 0)
		return -1;
	if (!path || (*path && !mode)) {
		meaning_unknown(n, word);
		return 0;
	}
	if (*path && mode != TREE_DIRECTORY)
		return meaning_file(n, NULL, word, NULL) < 0 ? -1 : take_one(n, path, &found);
	return take_from(n, path, &found);
}

/* "web", "web/ship" of just: what stands in the folder that the word is, or begins with. */
static int take_word(struct naming *n, const char *word, bool *found)
{
	const char *value = word[0] == '-' ? strchr(word, '=') : NULL;
	const char *path = meaning_path(n, NULL, value ? value + 1 : word);
	uint32_t mode = 0;

	if (!path || n->project->looks == LOOKS_MAYBE)
		return 0;
	if (!*path) { /* all that is there */
		if (n->project->looks == LOOKS_TOLD)
			meaning_unknown(n, word);
		return 0;
	}
	if (meaning_mode(n, path, &mode) < 0)
		return -1;
	if (mode != TREE_DIRECTORY && !strchr(word, '/'))
		return 0;
	return take_here(n, mode == TREE_DIRECTORY ? path : above(n->a, path), found);
}

static int take_project(struct naming *n, char *const *words, size_t count)
{
	const struct project *p = n->project;
	const char *was = n->cwd;
	bool found = false, named = false;
	int rc = 0;

	for (size_t i = 1; !rc && i < count; i++) {
		const char *folder, *file = NULL;

		if (option(n, p->folders, words, count, &i, &folder) < 0 ||
		    (!folder && option(n, p->files, words, count, &i, &file) < 0))
			return -1;
		if (project_is_away(p, words[i]))
			meaning_unknown(n, words[i]);
		if (folder && !meaning_path(n, NULL, folder))
			meaning_unknown(n, folder);
		else if (folder)
			meaning_enter(n, meaning_path(n, NULL, folder));
		else if (file)
			rc = take_file(n, file);
		else
			rc = take_word(n, words[i], &found);
		named = named || file;
	}
	if (!rc && !named && p->looks != LOOKS_TOLD)
		rc = take_from(n, n->cwd ? n->cwd : "", &found);
	if (!rc && !found && !named && !n->heard && p->looks < LOOKS_MAYBE)
		meaning_unknown(n, words[0]);
	n->cwd = was;
	return rc;
}

static const char *program_of(char *const *words, size_t count)
{
	const char *program = path_last(words[0]);

	return !strcmp(program, "docker") && count > 1 && !strcmp(words[1], "compose")
		       ? "docker-compose"
		       : program;
}

bool meaning_looks(char *const *words, size_t count)
{
	const char *program = program_of(words, count);
	const struct project *p = project_of(program);

	return (p && p->looks < LOOKS_MAYBE) || project_is_of_many(program);
}

/* "npx run-s", "bundle exec rake", "timeout 5 just": what stands before runs it. */
bool meaning_is_run(char *const *words, size_t count, size_t at)
{
	static const char *const runs[] = {"exec", "run", "dlx", "x", "--"};
	bool run = texts_have(runs, ARRAY_SIZE(runs), words[at - 1]);

	for (size_t i = 1; !run; i++) {
		if (i == at)
			run = true;
		else if (words[i][0] != '-' && !(words[i][0] >= '0' && words[i][0] <= '9'))
			break;
	}
	return run &&
	       (meaning_runs_scripts(words[at]) || meaning_looks(words + at, count - at));
}

int meaning_project(struct naming *n, char *const *words, size_t count)
{
	const struct project *was = n->project;
	const char *program = program_of(words, count);
	bool builds = n->builds;
	int rc = 0;

	if (!n->heard && project_is_of_many(program))
		meaning_unknown(n, words[0]);
	n->project = project_of(program);
	n->builds = n->project && project_builds(n->project, words, count);
	if (n->project)
		rc = take_project(n, words, count);
	n->project = was;
	n->builds = builds;
	return rc;
}

/* A base, a module, an included folder: what of that kind stands there, or all of it. */
int meaning_included(struct naming *n, const char *path, bool whole)
{
	bool found = false;

	if (!n->project)
		return 0;
	if (take_here(n, path, &found) < 0)
		return -1;
	return whole && !found ? meaning_tree(n, path) : 0;
}
