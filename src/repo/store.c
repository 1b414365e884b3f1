/*
 * store.c - where the objects of a repository lie: its own objects directory, the quarantine of
 * a push, and alternates; each with its packs (libgit2's reader) and its loose objects (ours).
 */
#include "repo/internal.h"

#include "base/file.h"
#include "base/limits.h"

#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

#include <errno.h>
#include <sys/stat.h>

#define ALTERNATES_DEPTH 5 /* git's own */

struct places {
	char *path[LIMIT_ALTERNATES];
	size_t count;
};

static void places_free(struct places *places)
{
	for (size_t i = 0; i < places->count; i++)
		free(places->path[i]);
}

static int add_place(struct places *places, const char *path, unsigned depth, struct err *err);

/* One line of info/alternates, or one item of GIT_ALTERNATE_OBJECT_DIRECTORIES. */
static int add_alternate(struct places *places, const char *base, const char *text, size_t len,
			 unsigned depth, struct err *err)
{
	char path[PATH_MAX];
	int size;

	if (!len || *text == '#')
		return 0;
	if (*text == '"')
		return err_set(err, ERR_UNSUPPORTED, "quoted path of an alternate in '%s'",
			       base);
	if (len >= PATH_MAX)
		return err_set(err, ERR_LIMIT, "path of an alternate of '%s' is too long",
			       base);
	size = *text == '/' ? snprintf(path, sizeof(path), "%.*s", (int)len, text)
			    : snprintf(path, sizeof(path), "%s/%.*s", base, (int)len, text);
	if (size < 0 || (size_t)size >= sizeof(path))
		return err_set(err, ERR_LIMIT, "path of an alternate of '%s' is too long",
			       base);
	return add_place(places, path, depth + 1, err);
}

static int add_list(struct places *places, const char *base, const char *list, char separator,
		    unsigned depth, struct err *err)
{
	while (*list) {
		const char *end = strchr(list, separator);
		size_t len = end ? (size_t)(end - list) : strlen(list);

		if (add_alternate(places, base, list, len, depth, err) < 0)
			return -1;
		list += len + (end ? 1 : 0);
	}
	return 0;
}

static int read_alternates(struct places *places, const char *dir, unsigned depth,
			   struct err *err)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	const char *path = arena_printf(&arena, "%s/info/alternates", dir);
	struct bytes text;

	if (file_read(path, LIMIT_ALTERNATES * 1024, &arena, &text, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	return add_list(places, dir, text.data, '\n', depth, err);
}

/* An alternate that is not there is passed over, as git does: its objects will be missing. */
static int add_place(struct places *places, const char *path, unsigned depth, struct err *err)
{
	char *real;
	struct stat st;

	if (depth > ALTERNATES_DEPTH)
		return err_set(err, ERR_LIMIT, "'%s': alternates nest deeper than %d", path,
			       ALTERNATES_DEPTH);
	real = realpath(path, NULL);
	if (!real || stat(real, &st) < 0 || !S_ISDIR(st.st_mode)) {
		free(real);
		return depth ? 0 : err_errno(err, "cannot open objects directory '%s'", path);
	}
	for (size_t i = 0; i < places->count; i++) {
		if (!strcmp(places->path[i], real)) {
			free(real);
			return 0;
		}
	}
	if (places->count == LIMIT_ALTERNATES) {
		free(real);
		return err_set(err, ERR_LIMIT, "more than %d objects directories",
			       LIMIT_ALTERNATES);
	}
	places->path[places->count++] = real;
	return read_alternates(places, real, depth, err);
}

static int find_places(struct repo *repo, struct places *places, struct err *err)
{
	const char *own = repo->mode == REPO_HOOK ? getenv("GIT_OBJECT_DIRECTORY") : NULL;
	const char *more = repo->mode == REPO_HOOK ? getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES")
						   : NULL;
	char path[PATH_MAX];

	if ((size_t)snprintf(path, sizeof(path), "%s/objects", repo->common_dir) >=
	    sizeof(path))
		return err_set(err, ERR_LIMIT, "path of '%s' is too long", repo->common_dir);
	if (add_place(places, own && *own ? own : path, 0, err) < 0)
		return -1;
	repo->objects_dir = xstrdup_(places->path[0]);
	return more ? add_list(places, ".", more, ':', 0, err) : 0;
}

/* Packs are asked first: most objects are in one, and a miss costs no system call. */
static int add_backends(git_odb *odb, const char *dir)
{
	git_odb_backend *packs = NULL, *loose = NULL;
	int status = git_odb_backend_pack(&packs, dir);

	if (status < 0)
		return status;
	status = git_odb_add_backend(odb, packs, 2);
	if (status < 0) {
		packs->free(packs);
		return status;
	}
	status = guard_new(dir, &loose);
	if (status < 0)
		return status;
	status = git_odb_add_backend(odb, loose, 1);
	if (status < 0)
		loose->free(loose);
	return status;
}

int store_open(struct repo *repo, struct err *err)
{
	CLEANUP(places_free) struct places places = {.count = 0};
	CLEANUP(git_odb_freep) git_odb *odb = NULL;
	int status;

	if (find_places(repo, &places, err) < 0)
		return -1;
	status = git_odb_new(&odb);
	for (size_t i = 0; status == 0 && i < places.count; i++)
		status = add_backends(odb, places.path[i]);
	if (status == 0)
		status = git_odb_set_commit_graph(odb, NULL); /* its parents are claims */
	if (status == 0)
		status = git_repository_set_odb(repo->git, odb);
	if (status < 0)
		return git_failed(err, status, "cannot open the objects of '%s'",
				  repo->common_dir);
	repo->odb = MOVE(odb);
	return 0;
}
