#include "repo/shared.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "repo/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define GROUP 0660
#define ALL 0664

/* Bits that are given, or (exact) all that there are; 0: the umask's. */
struct sharing {
	mode_t mode;
	bool exact;
};

/* git's own words; a number in octal that keeps the owner out is no mode, and git ends there. */
static struct sharing sharing(const struct repo *repo)
{
	const char *value = repo_config_get(repo, "core.sharedRepository");
	static const struct {
		const char *word;
		mode_t mode;
	} words[] = {{"group", GROUP}, {"true", GROUP}, {"yes", GROUP}, {"on", GROUP},
		     {"1", GROUP},     {"all", ALL},	{"world", ALL}, {"everybody", ALL},
		     {"2", ALL},       {"umask", 0},	{"false", 0},	{"no", 0},
		     {"off", 0},       {"0", 0},	{"", 0}};
	char *end;
	unsigned long number;

	if (!value)
		return (struct sharing){0, false};
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcasecmp(value, words[i].word))
			return (struct sharing){words[i].mode, false};
	number = strtoul(value, &end, 8);
	return *end || (number & 0600) != 0600 ? (struct sharing){0, false}
					       : (struct sharing){number & 0666, true};
}

/* As the file's own bits say: what nobody may write stays so, what runs does for all who read. */
static mode_t shared_mode(struct sharing s, mode_t old)
{
	mode_t bits = s.mode;

	if (!(old & S_IWUSR))
		bits &= ~(mode_t)0222;
	if (old & S_IXUSR)
		bits |= (bits & 0444) >> 2;
	bits |= s.exact ? 0 : old & 0777;
	return S_ISDIR(old) ? bits | (bits & 0444) >> 2 | S_ISGID : bits;
}

/*
 * Others write in the folder, and can put there what they like under this name: a link to a file of
 * ours, or that file itself once more. So what is looked at is what is changed, and it has no other name.
 */
static int share(struct sharing s, const char *path, struct err *err)
{
	CLEANUP(fd_close) int fd = -1;
	struct stat st;
	mode_t mode;

	if (!s.mode)
		return 0;
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 && (errno == ENOENT || errno == ELOOP || errno == EACCES))
		return 0;
	if (fd < 0 || fstat(fd, &st) < 0)
		return err_errno(err, "cannot look at '%s'", path);
	mode = shared_mode(s, st.st_mode);
	if (st.st_uid != geteuid() || (!S_ISDIR(st.st_mode) && st.st_nlink > 1) ||
	    (st.st_mode & 07777) == mode)
		return 0;
	return fchmod(fd, mode) < 0
		       ? err_errno(err, "cannot share '%s' (core.sharedRepository)", path)
		       : 0;
}

int repo_share(const struct repo *repo, const char *path, struct err *err)
{
	return share(sharing(repo), path, err);
}

int repo_share_below(const struct repo *repo, const char *path, struct err *err)
{
	struct sharing s = sharing(repo);
	char part[PATH_MAX];

	for (size_t len = 1; s.mode && path[len - 1]; len++) {
		if (path[len] && path[len] != '/')
			continue;
		if ((size_t)snprintf(part, sizeof(part), "%s/%.*s", repo->common_dir, (int)len,
				     path) >= sizeof(part))
			return err_set(err, ERR_LIMIT, "path of '%s' is too long", path);
		if (share(s, part, err) < 0)
			return -1;
	}
	return 0;
}
