#include "act/unignored.h"

#include "base/path.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "proc/git.h"

const char *unignored_plain(const char *path, struct arena *a)
{
	char *out = arena_alloc(a, 2 * strlen(path) + 1), *end = out;

	for (; *path; path++) {
		if (strchr("*?[\\", *path))
			*end++ = '\\';
		*end++ = *path;
	}
	*end = '\0';
	return out;
}

/* Blanks at the end are none of a pattern, but where "\" is before them. */
static size_t pattern_length(const char *line, size_t len)
{
	while (len && line[len - 1] == ' ' && !(len > 1 && line[len - 2] == '\\'))
		len--;
	return len;
}

/* A line of the file in that folder ("": the root), as the root would have it; NULL: it is none. */
static const char *from_root(const char *folder, const char *line, size_t len, struct arena *a)
{
	bool kept, anchored;

	len = pattern_length(line, len);
	if (!len || *line == '#')
		return NULL;
	line = arena_strndup(a, line, len);
	if (!*folder)
		return line;
	kept = *line == '!';
	line += kept;
	anchored = strchr(line, '/') && strchr(line, '/')[1];
	return arena_printf(a, "%s/%s/%s%s", kept ? "!" : "", unignored_plain(folder, a),
			    anchored ? "" : "**/", line + (*line == '/'));
}

static void add_patterns(const char *path, struct bytes text, struct arena *a,
			 const char ***args, size_t *count)
{
	const char *slash = strrchr(path, '/'), *end = text.data;
	const char *folder = slash ? arena_strndup(a, path, (size_t)(slash - path)) : "";

	end += text.len;
	for (const char *line = text.data, *next; line && line < end; line = next + 1) {
		const char *pattern;

		next = memchr(line, '\n', (size_t)(end - line));
		next = next ? next : end;
		pattern = from_root(folder, line, (size_t)(next - line), a);
		if (pattern)
			*ARENA_PUSH(a, *args, *count) = arena_printf(a, "--exclude=%s",
								     pattern);
	}
}

static size_t depth_of(const char *path)
{
	size_t depth = 0;

	while ((path = strchr(path, '/'))) {
		depth++;
		path++;
	}
	return depth;
}

/* What stands deeper has the last word. */
static int by_depth(const void *a, const void *b)
{
	size_t one = depth_of(((const struct snapshot_file *)a)->path),
	       other = depth_of(((const struct snapshot_file *)b)->path);

	return (one > other) - (one < other);
}

static int add_committed(const struct snapshot *commit, struct arena *a, const char ***args,
			 size_t *count, struct err *err)
{
	struct snapshot_file *files, *ignores = NULL;
	size_t file_count, ignore_count = 0;

	if (snapshot_list(commit, NULL, a, &files, &file_count, err) < 0)
		return -1;
	for (size_t i = 0; i < file_count; i++)
		if (!strcmp(path_last(files[i].path), ".gitignore"))
			*ARENA_PUSH(a, ignores, ignore_count) = files[i];
	if (ignore_count)
		qsort(ignores, ignore_count, sizeof(*ignores), by_depth);
	for (size_t i = 0; i < ignore_count; i++) {
		struct bytes text;
		bool is;

		if (snapshot_read(commit, ignores[i].path, a, &text, &is, err) < 0)
			return -1;
		if (is) /* and no link */
			add_patterns(ignores[i].path, text, a, args, count);
	}
	return 0;
}

int unignored(struct repo *repo, const struct snapshot *commit, const char *const *specs,
	      size_t count, struct arena *a, struct bytes *ret, struct err *err)
{
	const char **args = NULL;
	size_t arg_count = 0;
	struct git_call call = {.dir = repo_work_tree(repo), .no_hooks = true, .quiet = true};

	*ARENA_PUSH(a, args, arg_count) = "ls-files";
	*ARENA_PUSH(a, args, arg_count) = "-z";
	*ARENA_PUSH(a, args, arg_count) = "--others";
	if (commit && add_committed(commit, a, &args, &arg_count, err) < 0)
		return -1;
	*ARENA_PUSH(a, args, arg_count) = "--";
	for (size_t i = 0; i < count; i++)
		*ARENA_PUSH(a, args, arg_count) = specs[i];
	*ARENA_PUSH(a, args, arg_count) = NULL;
	call.args = args;
	return git_run_ok(&call, a, ret, err);
}
