/*
 * owner.c - git's rule of safe.directory: a repository that belongs to somebody else is opened
 * only when the user (not the repository) has said so. libgit2 1.5.1 does not know patterns,
 * and answers with a misleading message, so its own check is off and this one stands in.
 */
#include "repo/internal.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/number.h"

static bool is_ours(const char *path)
{
	struct stat st;
	const char *sudo;
	uint64_t uid;

	if (lstat(path, &st) < 0)
		return false;
	if (st.st_uid == geteuid())
		return true;
	sudo = geteuid() == 0 ? getenv("SUDO_UID") : NULL;
	return sudo && number_parse(sudo, UINT32_MAX, &uid) && st.st_uid == (uid_t)uid;
}

struct question {
	const char *dir;
	bool safe;
};

static bool matches(const char *value, const char *dir)
{
	size_t len = strlen(value);

	if (!strcmp(value, "*"))
		return true;
	if (len > 2 && !strcmp(value + len - 2, "/*")) /* git 2.46 */
		return !strncmp(value, dir, len - 1);
	while (len > 1 && value[len - 1] == '/')
		len--;
	return strlen(dir) == len && !strncmp(value, dir, len);
}

static void consider(struct question *question, const char *value)
{
	char expanded[PATH_MAX];
	const char *home = getenv("HOME");

	if (!*value) { /* an empty value forgets what stood before */
		question->safe = false;
		return;
	}
	if (!strncmp(value, "~/", 2) && home) {
		snprintf(expanded, sizeof(expanded), "%s/%s", home, value + 2);
		value = expanded;
	}
	if (matches(value, question->dir))
		question->safe = true;
}

static int consider_entry(const git_config_entry *entry, void *data)
{
	if (entry->level < GIT_CONFIG_LEVEL_LOCAL) /* a repository cannot vouch for itself */
		consider(data, entry->value ? entry->value : "");
	return 0;
}

int owner_check(git_config *config, const struct config_env *overrides, const char *git_dir,
		const char *work_tree, struct err *err)
{
	const char *dir = work_tree ? work_tree : git_dir, *value;
	struct question question = {dir, false};
	size_t at = 0;

	if (is_ours(git_dir) && (!work_tree || is_ours(work_tree)))
		return 0;
	git_config_get_multivar_foreach(config, "safe.directory", NULL, consider_entry,
					&question);
	while ((value = config_env_next(overrides, "safe.directory", &at)))
		consider(&question, value);
	if (question.safe)
		return 0;
	err_set(err, ERR_IO, "detected dubious ownership in repository at '%s'", dir);
	err_next(err, "git config --global --add safe.directory %s", dir);
	return -1;
}
