/* open.c - find a repository, say by name what it uses that we do not, and open it. */
#include "repo/internal.h"

#include "repo/object_kept.h"

#include "base/memory.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
/* libgit2 1.5.1 frees the compiled form of a regular expression, not what matching allocates. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:pcre2_match_8\nleak:_pcre2_memctl_malloc_8\n";
}
#endif

/*
 * What libgit2 shall know once and for all. Extensions that change nothing for us are named
 * here; the two whose value matters are looked at again in check_format().
 */
static int library_init(struct err *err)
{
	const char *extensions[] = {"worktreeconfig",	 "partialclone", "preciousobjects",
				    "relativeworktrees", "objectformat", "refstorage"};
	int status;

	git_memory_init();
	status = git_libgit2_init();
	if (status < 0)
		return git_failed(err, status, "cannot start libgit2");
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, ARRAY_SIZE(extensions));
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0); /* owner.c */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0); /* thrashes on long walks */
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)1 << 20);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)32 << 20);
	/* what is not the repository's own is read once, by config.c */
	for (int level = GIT_CONFIG_LEVEL_PROGRAMDATA; level <= GIT_CONFIG_LEVEL_GLOBAL;
	     level++)
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
	return 0;
}

static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* libgit2 names what it does not know, an extension or since 1.7 its value, only in its message. */
static int cannot_open(int status, const char *path, struct err *err)
{
	const char *message = git_message(), *name = strstr(message, "extensions.");

	if (status == GIT_ENOTFOUND)
		return err_set(err, ERR_NOT_FOUND, "not a git repository: '%s'", path);
	if (name)
		return err_set(err, ERR_UNSUPPORTED,
			       "repository '%s' uses '%s', which this version does not know",
			       path, name);
	if (strstr(message, "unsupported repository version") ||
	    strstr(message, "unknown object format"))
		return err_set(err, ERR_UNSUPPORTED, "repository '%s': %s", path, message);
	return git_failed(err, status, "cannot open repository '%s'", path);
}

static int check_format(struct repo *repo, struct err *err)
{
	const char *objects = repo_config_get_local(repo, "extensions.objectformat");
	const char *refs = repo_config_get_local(repo, "extensions.refstorage");

	if (objects && strcmp(objects, "sha1") != 0)
		return err_set(err, ERR_UNSUPPORTED,
			       "repository '%s' names its objects by '%s'; this version reads "
			       "'sha1'",
			       repo->git_dir, objects);
	if (refs && strcmp(refs, "files") != 0)
		return err_set(
			err, ERR_UNSUPPORTED,
			"repository '%s' keeps its refs as '%s'; this version reads 'files'",
			repo->git_dir, refs);
	return 0;
}

static char *without_slash(const char *path)
{
	char *copy = xstrdup_(path);
	size_t len = strlen(copy);

	while (len > 1 && copy[len - 1] == '/')
		copy[--len] = '\0';
	return copy;
}

/* A path that git gave us relative to the current directory. */
static char *absolute(const char *path)
{
	char here[PATH_MAX], whole[2 * PATH_MAX];

	if (*path == '/' || !getcwd(here, sizeof(here)))
		return xstrdup_(path);
	snprintf(whole, sizeof(whole), "%s/%s", here, path);
	return xstrdup_(whole);
}

static int find_dirs(struct repo *repo, struct err *err)
{
	const char *tree = repo->from_environment ? variable("GIT_WORK_TREE") : NULL;
	const char *index = repo->mode == REPO_HOOK ? variable("GIT_INDEX_FILE") : NULL;
	char path[PATH_MAX];

	repo->git_dir = without_slash(git_repository_path(repo->git));
	repo->common_dir = without_slash(git_repository_commondir(repo->git));
	if (tree) {
		int status = git_repository_set_workdir(repo->git, tree, 0);

		if (status < 0)
			return git_failed(err, status, "cannot use work tree '%s'", tree);
	}
	if (git_repository_workdir(repo->git))
		repo->work_tree = without_slash(git_repository_workdir(repo->git));
	if ((size_t)snprintf(path, sizeof(path), "%s/index", repo->git_dir) >= sizeof(path))
		return err_set(err, ERR_LIMIT, "path of '%s' is too long", repo->git_dir);
	repo->index_path = index ? absolute(index) : xstrdup_(path);
	return 0;
}

/* What git says when it means another repository than the one that we would find. */
static int check_environment(struct repo *repo, struct err *err)
{
	const char *common = variable("GIT_COMMON_DIR");
	struct stat a, b;

	if (variable("GIT_NAMESPACE"))
		return err_set(err, ERR_UNSUPPORTED,
			       "ref namespaces (GIT_NAMESPACE) are not supported");
	if (common && (stat(common, &a) < 0 || stat(repo->common_dir, &b) < 0 ||
		       a.st_dev != b.st_dev || a.st_ino != b.st_ino))
		return err_set(err, ERR_UNSUPPORTED,
			       "GIT_COMMON_DIR '%s' is not the repository's own '%s'", common,
			       repo->common_dir);
	return 0;
}

static int open_with(struct repo *repo, const char *path, unsigned flags, struct err *err)
{
	int status = git_repository_open_ext(&repo->git, path, flags,
					     flags & GIT_REPOSITORY_OPEN_NO_SEARCH
						     ? NULL
						     : variable("GIT_CEILING_DIRECTORIES"));

	if (status < 0)
		return cannot_open(status, path, err);
	if (find_dirs(repo, err) < 0 ||
	    (!repo->from_environment && owner_check(repo, path, err) < 0) ||
	    config_read(repo, err) < 0 || check_format(repo, err) < 0 ||
	    repo_config_get_bool(repo, "mcade.fsync", true, &repo->fsync, err) < 0)
		return -1;
	/* for refs; our own objects are synced by ledger_append() */
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, (int)repo->fsync);
	if (repo->mode == REPO_HOOK && check_environment(repo, err) < 0)
		return -1;
	repo->quarantine = repo->mode == REPO_HOOK && variable("GIT_QUARANTINE_PATH");
	return store_open(repo, err);
}

static int open_mode(enum repo_mode mode, const char *path, unsigned flags,
		     bool from_environment, struct repo **ret, struct err *err)
{
	CLEANUP(repo_freep) struct repo *repo = NULL;

	if (library_init(err) < 0)
		return -1;
	repo = xmalloc(sizeof(*repo));
	*repo = (struct repo){.mode = mode, .from_environment = from_environment};
	if (open_with(repo, path, flags, err) < 0)
		return -1;
	*ret = MOVE(repo);
	return 0;
}

int repo_open(enum repo_mode mode, struct repo **ret, struct err *err)
{
	const char *git_dir = variable("GIT_DIR");

	if (git_dir) /* git looked at its owner, or a person named it */
		return open_mode(mode, git_dir,
				 GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT,
				 true, ret, err);
	return open_mode(mode, ".", 0, false, ret, err);
}

int repo_open_path(const char *path, struct repo **ret, struct err *err)
{
	return open_mode(REPO_COMMAND, path, GIT_REPOSITORY_OPEN_NO_SEARCH, false, ret, err);
}

void repo_free(struct repo *repo)
{
	git_odb_free(repo->odb);
	git_repository_free(repo->git);
	arena_free(&repo->settings.arena);
	free(repo->git_dir);
	free(repo->common_dir);
	free(repo->work_tree);
	free(repo->index_path);
	free(repo->objects_dir);
	if (repo->kept)
		kept_free(repo->kept);
	free(repo->kept);
	free(repo);
	git_libgit2_shutdown();
}

const char *repo_git_dir(const struct repo *repo)
{
	return repo->git_dir;
}

const char *repo_common_dir(const struct repo *repo)
{
	return repo->common_dir;
}

const char *repo_work_tree(const struct repo *repo)
{
	return repo->work_tree;
}

const char *repo_index_path(const struct repo *repo)
{
	return repo->index_path;
}

bool repo_is_shallow(const struct repo *repo)
{
	char path[PATH_MAX];
	struct stat st;

	snprintf(path, sizeof(path), "%s/shallow", repo->common_dir);
	return stat(path, &st) == 0 ? st.st_size > 0 : errno != ENOENT;
}
