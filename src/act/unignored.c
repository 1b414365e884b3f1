#include "act/unignored.h"

#include "base/path.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "proc/git.h"
#include "repo/snapshot.h"

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

static int ask(struct repo *repo, const char *const *args, struct arena *a, struct bytes *ret,
	       struct err *err)
{
	struct git_call call = {
		.dir = repo_work_tree(repo), .args = args, .no_hooks = true, .quiet = true};

	return git_run_ok(&call, a, ret, err);
}

/* Of each that is tracked; what stands deeper has the last word. */
static int add_committed(struct repo *repo, struct arena *a, const char ***args, size_t *count,
			 struct err *err)
{
	static const char *const list[] = {"ls-files", "-z", "--", ":(top,glob)**/.gitignore",
					   NULL};
	size_t deepest = 0;
	struct bytes paths, text;
	const char *end;

	if (ask(repo, list, a, &paths, err) < 0)
		return -1;
	end = (const char *)paths.data + paths.len;
	for (size_t depth = 0; depth <= deepest; depth++)
		for (const char *at = paths.data; at && at < end; at += strlen(at) + 1) {
			const char *show[] = {"cat-file", "blob", arena_printf(a, ":%s", at),
					      NULL};

			deepest = depth_of(at) > deepest ? depth_of(at) : deepest;
			if (depth_of(at) != depth)
				continue;
			if (ask(repo, show, a, &text, err) < 0)
				return -1;
			add_patterns(at, text, a, args, count);
		}
	return 0;
}

int unignored(struct repo *repo, const char *const *specs, size_t count, struct arena *a,
	      struct bytes *ret, struct err *err)
{
	const char **args = NULL;
	size_t arg_count = 0;

	*ARENA_PUSH(a, args, arg_count) = "ls-files";
	*ARENA_PUSH(a, args, arg_count) = "-z";
	*ARENA_PUSH(a, args, arg_count) = "--others";
	if (add_committed(repo, a, &args, &arg_count, err) < 0)
		return -1;
	*ARENA_PUSH(a, args, arg_count) = "--";
	for (size_t i = 0; i < count; i++)
		*ARENA_PUSH(a, args, arg_count) = specs[i];
	*ARENA_PUSH(a, args, arg_count) = NULL;
	return ask(repo, args, a, ret, err);
}
