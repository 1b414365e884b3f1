#include "records/mergelog.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/printable.h"
#include "runbook/runbook.h"
#include "text/append.h"
#include "proc/git.h"
#include "proc/scratch.h"
#include "ledger/in_force.h"
#include "records/records.h"
#include "repo/repo.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define ATTRIBUTE " merge=mcade-log"
#define HABIT "docs/deployments/"

/* In force; NULL: none, or unreadable. */
static const struct runbook *runbook_of(const struct ledger *l)
{
	struct ledger here = *l;
	const struct runbook *rb;
	struct err ignored;

	if ((!here.view && ledger_open(l, &here.view, &ignored) < 0) ||
	    ledger_runbook(&here, &rb, &ignored) < 0)
		return NULL;
	return rb;
}

/* Where logs lie: by the runbook in force, else by habit. */
static const char *log_pattern(const struct ledger *l)
{
	const struct runbook *rb = runbook_of(l);

	return rb ? runbook_template_pattern(rb->records.log, l->arena) : HABIT "*.md";
}

/* In quotes, as git reads them, where a blank would end it. */
static void add_attribute(struct strbuf *out, const char *pattern)
{
	if (!strpbrk(pattern, " \t\"\\")) {
		strbuf_addf(out, "%s" ATTRIBUTE "\n", pattern);
		return;
	}
	strbuf_addch(out, '"');
	for (; *pattern; pattern++) {
		if (*pattern == '"' || *pattern == '\\')
			strbuf_addch(out, '\\');
		strbuf_addch(out, *pattern);
	}
	strbuf_addstr(out, "\"" ATTRIBUTE "\n");
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
	if (pattern)
		add_attribute(&out, pattern);
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

#define SAMPLE "# A log\n\n## One\n- a line of each\n"
#define OURS SAMPLE "\n## Two\n- a line of each\n"
#define THEIRS SAMPLE "\n## Three\n- a line of each\n"

/* Two branches of a log: each adds an entry that shares a line with the other's. */
static struct bytes sample_branches(const char *path, struct arena *a)
{
	static const struct {
		const char *name, *from, *text;
	} commits[] = {{"one", NULL, SAMPLE}, {"ours", "one", OURS}, {"theirs", "one", THEIRS}};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(commits); i++) {
		strbuf_addf(&out,
			    "commit refs/heads/%s\ncommitter x <x@example.invalid> 1 +0000\n"
			    "data 0\n",
			    commits[i].name);
		if (commits[i].from)
			strbuf_addf(&out, "from refs/heads/%s\n", commits[i].from);
		strbuf_addf(&out, "M 644 inline %s\ndata %zu\n%s\n", path,
			    strlen(commits[i].text), commits[i].text);
	}
	return bytes_of(arena_memdup(a, out.buf, out.len), out.len);
}

/* Of the sample what git made of it here: *ret NULL, and why, where it did not end well. */
static int sample_merge(const struct ledger *l, const char *scratch, const char *path,
			const char **ret, const char **ret_fault, struct err *err)
{
	struct arena *a = l->arena;
	/* a template may have hooks and objects of its own */
	const char *const init[] = {"init", "--quiet", "--bare", "--template=", NULL};
	const char *const import[] = {"fast-import", "--quiet", NULL};
	const char *const ids[] = {"rev-parse", "ours", "theirs", NULL};
	const char *merge[] = {"merge-tree", "--write-tree", "--no-messages", NULL, NULL, NULL};
	const char *show[] = {"cat-file", "blob", NULL, NULL};
	struct git_call call = {.dir = scratch, .args = init, .quiet = true};
	struct git_call here = {.dir = repo_work_tree(l->repo),
				.args = merge,
				.quiet = true,
				.objects = arena_printf(a, "%s/objects", scratch)};
	struct proc_result result;
	struct bytes out, id;
	struct lines lines;

	if (git_run_ok(&call, a, NULL, err) < 0)
		return -1;
	call.args = import;
	call.stdin_data = sample_branches(path, a);
	if (git_run_ok(&call, a, NULL, err) < 0)
		return -1;
	call = (struct git_call){.dir = scratch, .args = ids, .quiet = true};
	if (git_run_ok(&call, a, &out, err) < 0)
		return -1;
	lines = lines_of(out);
	for (size_t i = 3; lines_next(&lines, &id); i++)
		merge[i] = arena_strndup(a, id.data, id.len);
	*ret = NULL;
	if (git_run(&here, a, &result, err) < 0)
		return -1;
	if (result.how != PROC_EXITED || result.code) {
		*ret_fault = git_complaint(&result, a);
		return 0;
	}
	out = result.out.head;
	show[2] = arena_printf(a, "%.*s:%s", (int)strcspn(out.data, "\n"),
			       (const char *)out.data, path);
	call.args = show;
	if (git_run_ok(&call, a, &out, err) < 0)
		return -1;
	*ret = arena_strndup(a, out.data, out.len);
	return 0;
}

int mergelog_try(const struct ledger *l, const char **ret_fault, struct err *err)
{
	const struct runbook *rb = runbook_of(l);
	const char *path = rb ? records_log_path(rb, l->now, l->arena) : HABIT "sample.md";
	const char *scratch, *merged, *fault = "";
	struct bytes wanted;
	int rc;

	if (scratch_make(l->arena, &scratch, err) < 0)
		return -1;
	rc = sample_merge(l, scratch, path, &merged, &fault, err);
	scratch_remove(scratch, l->arena);
	if (rc < 0)
		return -1;
	append_merge(bytes_text(SAMPLE), bytes_text(OURS), bytes_text(THEIRS), APPEND_UNKNOWN,
		     l->arena, &wanted);
	if (merged && bytes_equal(bytes_text(merged), wanted))
		*ret_fault = NULL;
	else
		*ret_fault = *fault ? printable_line(l->arena, fault)
				    : "a sample was not merged entry by entry";
	return 0;
}
