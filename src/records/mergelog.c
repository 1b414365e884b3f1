#include "records/mergelog.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "runbook/runbook.h"
#include "text/append.h"
#include "proc/git.h"
#include "ledger/in_force.h"
#include "repo/repo.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define ATTRIBUTE " merge=mcade-log"

/* Where logs lie: by the runbook in force, else by habit. */
static const char *log_pattern(const struct ledger *l)
{
	struct ledger here = *l;
	const struct runbook *rb;
	struct err ignored;

	if ((!here.view && ledger_open(l, &here.view, &ignored) < 0) ||
	    ledger_runbook(&here, &rb, &ignored) < 0)
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

	if (file_read(path, LIMIT_BLOB, l->arena, &text, err) < 0 && err->code != ERR_NOT_FOUND)
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
	return file_write(path, 0666, 0, bytes_of(out.buf, out.len), err);
}

int mergelog_run(const struct ledger *l, const char *base, const char *ours, const char *theirs,
		 struct err *err)
{
	const char *const args[] = {"merge-file", "-q", "--", ours, base, theirs, NULL};
	struct git_call call = {.args = args, .quiet = true};
	struct arena *a = l->arena;
	struct bytes old, mine, other, merged;
	struct proc_result result;

	if (file_read(base, LIMIT_BLOB, a, &old, err) < 0 ||
	    file_read(ours, LIMIT_BLOB, a, &mine, err) < 0 ||
	    file_read(theirs, LIMIT_BLOB, a, &other, err) < 0)
		return -1;
	if (append_merge(old, mine, other, APPEND_UNKNOWN, a, &merged))
		return file_write(ours, 0666, 0, merged, err);
	if (git_run(&call, a, &result, err) < 0)
		return -1;
	return 1;
}
