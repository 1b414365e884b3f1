/*
 * ref_loose.c - what libgit2 cannot read, a folder or a ref's file, it leaves out of its listing; whoever
 * asks for all refs would take it for absent.
 */
#include "repo/ref_loose.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/texts.h"
#include "repo/internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct listing {
	struct repo *repo;
	const char *prefix;
	struct arena *arena, *scratch;
	struct ref *refs;
	size_t known, count; /* known: those that libgit2 has listed, sorted */
};

static bool is_known(const struct listing *l, const char *name)
{
	const struct ref want = {.name = name};

	return l->known && bsearch(&want, l->refs, l->known, sizeof(want), ref_by_name);
}

/* What has no name of a ref, as a lock, and what has gone meanwhile is none. */
static int add(struct listing *l, const char *name, struct err *err)
{
	CLEANUP(git_reference_freep) git_reference *ref = NULL;
	int valid = 0, status;

	if (git_reference_name_is_valid(&valid, name) < 0 || !valid)
		return 0;
	status = git_reference_lookup(&ref, l->repo->git, name);
	if (status == GIT_ENOTFOUND)
		return 0;
	if (status < 0)
		return git_failed(err, status, "cannot read ref '%s'", name);
	*ARENA_PUSH(l->arena, l->refs, l->count) = ref_entry(ref, l->arena);
	return 0;
}

static int walk(struct listing *l, const char *folder, struct err *err)
{
	const char *path = arena_printf(l->scratch, "%s/%s", l->repo->common_dir, folder);
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW), rc = 0;
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 && (errno == ENOTDIR || errno == ELOOP))
		return text_begins(folder, l->prefix) ? add(l, folder, err) : 0;
	if (!dir) {
		err_errno(err, "cannot list '%s'", path);
		fd_close(&fd);
		return -1;
	}
	while (!rc && (errno = 0, entry = readdir(dir))) {
		const char *name = arena_printf(l->scratch, "%s/%s", folder, entry->d_name);

		/* no ref's name begins with a dot, and what is listed was read */
		if (*entry->d_name != '.' && text_begins(name, l->prefix) && !is_known(l, name))
			rc = walk(l, name, err);
	}
	if (!rc && errno)
		rc = err_errno(err, "cannot list '%s'", path);
	closedir(dir);
	return rc;
}

int ref_loose_add(struct repo *repo, const char *prefix, struct arena *arena, struct ref **list,
		  size_t *count, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct listing l = {repo, prefix, arena, &scratch, *list, *count, *count};

	if (walk(&l, arena_strndup(&scratch, prefix, (size_t)(strrchr(prefix, '/') - prefix)),
		 err) < 0)
		return -1;
	*list = l.refs;
	*count = l.count;
	return 0;
}
