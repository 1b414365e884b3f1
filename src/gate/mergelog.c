#include "gate/mergelog.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "policy/append.h"
#include "proc/git.h"

#include <errno.h>

static void close_file(FILE **file)
{
	if (*file)
		fclose(*file);
}

/* The temporary files that git made for the driver: named by git, so read plainly. */
static int read_file(const char *path, struct arena *arena, struct bytes *ret, struct err *err)
{
	CLEANUP(close_file) FILE *file = fopen(path, "re");
	char *text = arena_alloc(arena, LIMIT_BLOB + 1);
	size_t len;

	if (!file)
		return err_errno(err, "cannot read '%s'", path);
	len = fread(text, 1, LIMIT_BLOB + 1, file);
	if (ferror(file))
		return err_errno(err, "cannot read '%s'", path);
	if (len > LIMIT_BLOB)
		return err_set(err, ERR_LIMIT, "'%s' is larger than %zu bytes", path,
			       LIMIT_BLOB);
	*ret = bytes_of(text, len);
	return 0;
}

static int write_file(const char *path, struct bytes text, struct err *err)
{
	FILE *file = fopen(path, "we");
	bool good;

	if (!file)
		return err_errno(err, "cannot write '%s'", path);
	good = fwrite(text.data, 1, text.len, file) == text.len;
	if (fclose(file) != 0 || !good)
		return err_errno(err, "cannot write '%s'", path);
	return 0;
}

int mergelog_run(struct session *session, const char *base, const char *ours,
		 const char *theirs, struct err *err)
{
	const char *const args[] = {"merge-file", "-q", "--", ours, base, theirs, NULL};
	struct git_call call = {.args = args, .quiet = true};
	struct arena *a = &session->arena;
	struct bytes old, mine, other, merged;
	struct proc_result result;

	if (read_file(base, a, &old, err) < 0 || read_file(ours, a, &mine, err) < 0 ||
	    read_file(theirs, a, &other, err) < 0)
		return -1;
	if (append_merge(old, mine, other, APPEND_UNKNOWN, a, &merged))
		return write_file(ours, merged, err);
	if (git_run(&call, a, &result, err) < 0)
		return -1;
	return 1;
}
