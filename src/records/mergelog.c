#include "records/mergelog.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "runbook/runbook.h"
#include "text/append.h"
#include "text/lines.h"
#include "proc/git.h"
#include "repo/repo.h"
#include "ledger/in_force.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define ATTRIBUTE " merge=mcade-log"

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

/* Where logs lie: by the runbook in force, else by habit. */
static const char *log_pattern(const struct ledger *l)
{
	struct ledger here = *l;
	const struct runbook *rb;
	struct err ignored;

	if ((!here.view && ledger_open(l, &here.view, &ignored) < 0) ||
	    ledger_runbook(&here, &rb, &ignored) < 0 || !rb->records.log)
		return "docs/deployments/*.md";
	return runbook_template_pattern(rb->records.log, l->arena);
}

int mergelog_settle(const struct ledger *l, bool wanted, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *folder = arena_printf(l->arena, "%s/info", repo_common_dir(l->repo));
	const char *path = arena_printf(l->arena, "%s/attributes", folder);
	const char *pattern = wanted ? log_pattern(l) : NULL;
	struct bytes text = {"", 0}, line;
	struct lines lines;

	if (access(path, F_OK) == 0 && read_file(path, l->arena, &text, err) < 0)
		return -1;
	lines = lines_of(text);
	while (lines_next(&lines, &line))
		if (!memmem(line.data, line.len, ATTRIBUTE, strlen(ATTRIBUTE))) {
			strbuf_add(&out, line.data, line.len);
			strbuf_addch(&out, '\n');
		}
	if (pattern && !strpbrk(pattern, " \t\"\\")) /* no way to write it plainly */
		strbuf_addf(&out, "%s" ATTRIBUTE "\n", pattern);
	if (bytes_equal(bytes_of(out.buf, out.len), text))
		return 0;
	if (mkdir(folder, 0777) < 0 && errno != EEXIST)
		return err_errno(err, "cannot make '%s'", folder);
	return write_file(path, bytes_of(out.buf, out.len), err);
}

int mergelog_run(const struct ledger *l, const char *base, const char *ours, const char *theirs,
		 struct err *err)
{
	const char *const args[] = {"merge-file", "-q", "--", ours, base, theirs, NULL};
	struct git_call call = {.args = args, .quiet = true};
	struct arena *a = l->arena;
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
