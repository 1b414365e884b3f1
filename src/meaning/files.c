/* files.c - words of a command as files of the repository. */
#include "meaning/internal.h"

#include "base/limits.h"
#include "base/path.h"
#include "base/texts.h"
#include "match/glob.h"
#include "repo/object.h"
#include "runbook/omitted.h"

/* "a/./b/../c": "a/c"; NULL: it leads out of the root. */
static const char *normal(struct arena *a, const char *path)
{
	char *out = arena_strdup(a, path), *end = out;

	while (*path) {
		size_t len = strcspn(path, "/");

		if (len == 2 && !strncmp(path, "..", 2)) {
			if (end == out)
				return NULL;
			while (end > out && end[-1] != '/')
				end--;
			end -= end > out;
		} else if (len && !(len == 1 && *path == '.')) {
			if (end > out)
				*end++ = '/';
			memmove(end, path, len);
			end += len;
		}
		path += len + (path[len] == '/');
	}
	*end = '\0';
	return out;
}

const char *meaning_path(struct naming *n, const char *folder, const char *word)
{
	const char *cwd = n->cwd;
	size_t work = strlen(word) + (cwd ? strlen(cwd) : 0) + (folder ? strlen(folder) : 0);

	if (!*word || *word == '/' || strpbrk(word, "$`*?{}~") || !meaning_may(n, work))
		return NULL;
	if (*word == MEANING_TOP)
		return normal(n->a, word + 1);
	if (folder && *folder == MEANING_TOP) {
		cwd = NULL;
		folder++;
	}
	if (folder && *folder)
		word = arena_printf(n->a, "%s/%s", folder, word);
	return *word == '/' ? NULL
			    : normal(n->a, cwd ? arena_printf(n->a, "%s/%s", cwd, word) : word);
}

int meaning_mode(struct naming *n, const char *path, uint32_t *ret)
{
	struct oid id;

	*ret = 0;
	if (!meaning_may(n, MEANING_LOOK))
		return 0;
	if (path_check(bytes_text(path), n->err) < 0) {
		*n->err = (struct err){0};
		return 0;
	}
	return snapshot_entry(n->files, path, ret, &id, n->err);
}

/* What a step names as inputs is below where it runs. */
static bool is_beside(const struct naming *n, const char *path)
{
	return n->step->cwd && !path_is_within(path, n->step->cwd);
}

static bool is_declared(const struct naming *n, const char *path)
{
	if (!n->step)
		return true;
	if (step_uses(n->step, path))
		return true;
	for (size_t i = 0; i < n->step->inputs.count; i++)
		if (glob_match(step_path(n->step, n->step->inputs.items[i], n->a), path))
			return true;
	return false;
}

/* *ret (may be NULL): the path, where it is a file. */
int meaning_file(struct naming *n, const char *folder, const char *word, const char **ret)
{
	const char *path = meaning_path(n, folder, word);
	uint32_t mode;

	if (ret)
		*ret = NULL;
	if (!path)
		return 0;
	if (meaning_mode(n, path, &mode) < 0)
		return -1;
	if (mode != TREE_FILE && mode != TREE_EXECUTABLE)
		return 0;
	if (ret)
		*ret = path;
	if (strmap_get(&n->seen, path) || is_declared(n, path) || is_beside(n, path))
		return 0;
	strmap_put(&n->seen, path, n);
	*ARENA_PUSH(n->a, n->paths, n->count) = path;
	return 0;
}

void meaning_program(struct naming *n, const char *path)
{
	const char *key = arena_printf(n->a, "\r%s", path);

	if (!n->meant || strmap_get(&n->seen, key))
		return;
	strmap_put(&n->seen, key, n);
	*ARENA_PUSH(n->a, n->meant->programs, n->meant->program_count) = path;
}

int meaning_whole(struct naming *n, const char *path, bool runs)
{
	struct meaning_text *file;

	const char *key = arena_printf(n->a, "\n%s", path);

	if (runs)
		meaning_program(n, path);
	if (!n->meant || is_declared(n, path) || strmap_get(&n->seen, key) ||
	    (!(runs && n->strict) && content_is_beside(n->runbook, path, n->a)))
		return 0; /* acts write there */
	if (meaning_read(n, path, &file) < 0)
		return -1;
	strmap_put(&n->seen, key, n);
	meaning_part(n, path, file->text, path, 0);
	return 0;
}

int meaning_linked(struct naming *n, const char *word)
{
	const char *path = meaning_path(n, NULL, word);
	uint32_t mode = 0;

	if (path && *path && meaning_mode(n, path, &mode) < 0)
		return -1;
	if (mode == TREE_SYMLINK)
		meaning_unknown(n, word);
	return 0;
}

bool meaning_is_among(struct naming *n, const char *tail)
{
	struct err fault;
	struct snapshot_file *files;
	size_t count;
	bool found = false;

	if (snapshot_list(n->files, NULL, n->a, &files, &count, &fault) < 0)
		return false;
	for (size_t i = 0; i < count && meaning_may(n, 16); i++) {
		if (!text_ends(files[i].path, tail) &&
		    !(*tail == '/' && !strcmp(files[i].path, tail + 1)))
			continue;
		if (!is_declared(n, files[i].path))
			return false;
		found = true;
	}
	return found;
}

bool meaning_is_declared(const struct naming *n, const char *path)
{
	return is_declared(n, path);
}

int meaning_told(struct naming *n, const char *folder, const char *word)
{
	const char *path;

	if (meaning_file(n, folder, word, &path) < 0)
		return -1;
	return path ? meaning_whole(n, path, false) : 0;
}

static struct meaning_text *empty(struct arena *a)
{
	struct meaning_text *text = arena_alloc(a, sizeof(*text));

	*text = (struct meaning_text){.text = bytes_of("", 0)};
	return text;
}

static int read_once(struct naming *n, const char *path, struct meaning_text **ret)
{
	bool found;

	*ret = strmap_get(n->read, path);
	if (*ret)
		return 0;
	*ret = empty(n->a);
	if (snapshot_read(n->files, path, n->a, &(*ret)->text, &found, n->err) < 0) {
		if (n->err->code != ERR_LIMIT)
			return -1;
		*n->err = (struct err){0};
		meaning_unknown(n, path);
	}
	strmap_put(n->read, path, *ret);
	return 0;
}

/* The first reading costs what the next ones do: what a step means is asked alone or with others. */
int meaning_read(struct naming *n, const char *path, struct meaning_text **ret)
{
	if (read_once(n, path, ret) < 0)
		return -1;
	if (!meaning_may(n, (*ret)->text.len / 4))
		*ret = empty(n->a);
	meaning_given(n, path, (*ret)->text);
	return 0;
}

static const char *followed_key(const struct naming *n, const char *path)
{
	return arena_printf(n->a, "\n\n%s", path);
}

bool meaning_follow(struct naming *n, const char *path, const char *target)
{
	const char *key = arena_printf(n->a, "%s\n%s\n%s", path, target ? target : "",
				       n->strict && n->cwd ? n->cwd : "");

	if (strmap_get(&n->seen, key))
		return false;
	if (n->followed == MEANING_MOST) {
		meaning_unknown(n, path);
		return false;
	}
	strmap_put(&n->seen, key, n);
	strmap_put(&n->seen, followed_key(n, path), n);
	n->followed++;
	return true;
}

bool meaning_is_followed(const struct naming *n, const char *path)
{
	return strmap_get(&n->seen, followed_key(n, path)) != NULL;
}

void meaning_enter(struct naming *n, const char *path)
{
	n->cwd = path && *path ? path : NULL;
}

int meaning_go(struct naming *n, const char *to)
{
	const char *path = meaning_path(n, NULL, to);
	uint32_t mode = 0;

	if (path && *path && meaning_mode(n, path, &mode) < 0)
		return -1;
	if (path && (!*path || mode == TREE_DIRECTORY))
		meaning_enter(n, path);
	else
		n->lost = true;
	return 0;
}
