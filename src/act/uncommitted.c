#include "base/texts.h"
#include "act/uncommitted.h"
#include "act/unignored.h"

#include "runbook/omitted.h"
#include "proc/git.h"

static int ask(struct repo *repo, const char *const *args, struct arena *a, struct bytes *ret,
	       struct err *err)
{
	struct git_call call = {
		.dir = repo_work_tree(repo), .args = args, .no_hooks = true, .quiet = true};

	return git_run_ok(&call, a, ret, err);
}

/* "XY path", NUL behind each. What `content` leaves out is looked at, too: what runs is a commit. */
int uncommitted_tracked(struct repo *repo, const struct runbook *runbook, struct arena *a,
			const char **ret, struct err *err)
{
	static const char *const args[] = {
		"--no-optional-locks",	"status",	"--porcelain=v1",	    "-z",
		"--untracked-files=no", "--no-renames", "--ignore-submodules=none", NULL};
	struct bytes out;
	const char *at;

	*ret = NULL;
	if (ask(repo, args, a, &out, err) < 0)
		return -1;
	for (at = out.data; at && at + 3 < (const char *)out.data + out.len;
	     at += strlen(at) + 1)
		if (!content_is_beside(runbook, at + 3, a)) {
			*ret = at + 3;
			return 0;
		}
	return 0;
}

/* The program, where the step names it by a path inside the repository. */
static const char *program(const struct step *step, struct arena *a)
{
	const char *word = step->run.argv.count ? step->run.argv.items[0] : step->run.shell;
	size_t len = word ? strcspn(word, " \t\n;&|<>()") : 0;

	word = arena_strndup(a, word ? word : "", len);
	if (step->on || *word == '/' || !strchr(word, '/') || strpbrk(word, "$`'\"\\"))
		return NULL;
	while (text_begins(word, "./"))
		word += 2;
	return word;
}

int uncommitted_named(struct repo *repo, const struct step *step, struct arena *a,
		      const char **ret, struct err *err)
{
	const char **args = NULL, *literal[] = {step->uses, program(step, a)};
	size_t count = 0, named;
	struct bytes out;

	*ret = NULL;
	*ARENA_PUSH(a, args, count) = "ls-files";
	*ARENA_PUSH(a, args, count) = "-z";
	*ARENA_PUSH(a, args, count) = "--others";
	*ARENA_PUSH(a, args, count) = "--";
	named = count;
	for (size_t i = 0; i < ARRAY_SIZE(literal); i++)
		if (literal[i])
			*ARENA_PUSH(a, args, count) = arena_printf(
				a, ":(top,literal)%s", step_path(step, literal[i], a));
	for (size_t i = 0; i < step->inputs.count; i++)
		*ARENA_PUSH(a, args, count) = arena_printf(
			a, ":(top,glob)%s", step_path(step, step->inputs.items[i], a));
	if (count == named)
		return 0;
	*ARENA_PUSH(a, args, count) = NULL;
	if (ask(repo, args, a, &out, err) < 0)
		return -1;
	if (out.len)
		*ret = out.data;
	return 0;
}

/* Of what git makes of the committed file, that; no bit of the index is believed. */
static int is_as_committed(const struct ledger *l, const struct input_files *files,
			   const struct snapshot_file *file, bool *ret, struct err *err)
{
	struct bytes here, there;
	bool is, known;

	if (snapshot_read(files->now, file->path, l->arena, &here, &is, err) < 0 ||
	    (is && inputs_as_committed(l, files, file->path, &here, err) < 0) ||
	    snapshot_read(files->committed, file->path, l->arena, &there, &known, err) < 0)
		return -1;
	*ret = is && known ? bytes_equal(here, there) : is == known; /* a link is no file */
	return 0;
}

int uncommitted_unwatched(const struct ledger *l, const struct place *place,
			  const struct runbook *runbook, const char **ret, struct err *err)
{
	const struct input_files files = place_files(place);
	struct snapshot_file *list;
	size_t count;

	*ret = NULL;
	if (!files.committed)
		return 0;
	if (snapshot_list_unwatched(files.now, l->arena, &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !*ret; i++) {
		bool same = content_is_beside(runbook, list[i].path, l->arena);

		if (!same && is_as_committed(l, &files, &list[i], &same, err) < 0)
			return -1;
		*ret = same ? NULL : list[i].path;
	}
	return 0;
}

/* A folder of which a program reads the sources of its language, and what these embed. */
static int add_sources(struct repo *repo, const char *folder, struct arena *a,
		       const char ***specs, size_t *count, struct err *err)
{
	static const char *const names[] = {
		"*.go",	     "go.mod",	  "go.sum", "go.work", "go.work.sum", "*.c",
		"*.cc",	     "*.cpp",	  "*.cxx",  "*.m",     "*.h",	      "*.hh",
		"*.hpp",     "*.hxx",	  "*.s",    "*.S",     "*.syso",      "*.swig",
		"*.swigcxx", "vendor/**", "*.f",    "*.F",     "*.for",	      "*.f90"};
	const char *base = *folder ? arena_printf(a, "%s/", unignored_plain(folder, a)) : "";
	const char *args[] = {"grep",
			      "-q",
			      "-F",
			      "-e",
			      "//go:embed",
			      "--",
			      arena_printf(a, ":(top,glob)%s**/*.go", base),
			      NULL};
	struct git_call call = {
		.dir = repo_work_tree(repo), .args = args, .no_hooks = true, .quiet = true};
	struct proc_result result;

	if (git_run(&call, a, &result, err) < 0)
		return -1;
	if (result.code != 1) {
		*ARENA_PUSH(a, *specs, *count) = arena_printf(a, ":(top,literal)%s", folder);
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		*ARENA_PUSH(a, *specs, *count) = arena_printf(a, ":(top,glob)%s**/%s", base,
							      names[i]);
	return 0;
}

int uncommitted_taken(const struct place *place, const struct runbook *runbook,
		      const struct step_meaning *meant, struct arena *a, const char **ret,
		      struct err *err)
{
	const struct meaning *const parts[] = {&meant->run, &meant->asked, &meant->shown};
	const char **args = NULL;
	size_t count = 0;
	struct bytes out;

	*ret = NULL;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		for (size_t k = 0; k < parts[i]->taken_count; k++)
			*ARENA_PUSH(a, args, count) = arena_printf(a, ":(top,literal)%s",
								   parts[i]->taken[k]);
		for (size_t k = 0; k < parts[i]->built_count; k++)
			if (add_sources(place->repo, parts[i]->built[k], a, &args, &count,
					err) < 0)
				return -1;
	}
	for (size_t i = 0; i < meant->loose_count; i++)
		*ARENA_PUSH(a, args, count) = arena_printf(a, ":(top,literal)%s",
							   meant->loose[i]);
	if (!count)
		return 0;
	if (unignored(place->repo, place->head, args, count, a, &out, err) < 0)
		return -1;
	for (const char *at = out.data; at && at < (const char *)out.data + out.len && !*ret;
	     at += strlen(at) + 1)
		*ret = content_is_beside(runbook, at, a) ? NULL : at;
	return 0;
}
