#include "report/terminal.h"

#include "base/number.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_UNKNOWN 80

static bool says_yes(const char *value)
{
	return !*value || !strcasecmp(value, "true") || !strcasecmp(value, "yes") ||
	       !strcasecmp(value, "on") || !strcmp(value, "1");
}

static bool says_no(const char *value)
{
	return !strcasecmp(value, "false") || !strcasecmp(value, "no") ||
	       !strcasecmp(value, "off") || !strcmp(value, "0");
}

/* `git mcade` with pager.mcade, or `git -p mcade`: git has put a pager behind us. */
static bool git_pages(void)
{
	const char *value = getenv("GIT_PAGER_IN_USE");

	return value && says_yes(value);
}

/* Does a person read what goes to stdout: on a terminal, or through git's pager? */
static bool is_read(void)
{
	return isatty(1) || git_pages();
}

unsigned terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	uint64_t width;

	if (!is_read())
		return 0;
	if (columns && number_parse(columns, 10000, &width) && width)
		return (unsigned)width;
	for (int fd = 1; fd <= 2; fd++) /* stdout may be git's pager */
		if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col)
			return size.ws_col;
	return WIDTH_UNKNOWN;
}

static const char *setting(const struct repo *repo, const char *key)
{
	return repo ? repo_config_get(repo, key) : NULL;
}

bool terminal_has_colour(const struct repo *repo)
{
	const char *when = setting(repo, "color.mcade"), *term = getenv("TERM"),
		   *none = getenv("NO_COLOR");

	if (!when)
		when = setting(repo, "color.ui");
	if (when && (says_no(when) || !strcasecmp(when, "never")))
		return false;
	if (when && !strcasecmp(when, "always"))
		return true;
	if ((none && *none) || !term || !strcmp(term, "dumb"))
		return false;
	if (git_pages() && setting(repo, "color.pager") &&
	    says_no(setting(repo, "color.pager")))
		return false;
	return is_read();
}

const char *terminal_pager(const struct repo *repo)
{
	const char *wanted = setting(repo, "pager.mcade"), *pager = getenv("GIT_PAGER");

	if (!isatty(1) || git_pages() || (wanted && says_no(wanted)))
		return NULL;
	if (!pager && wanted && !says_yes(wanted))
		pager = wanted; /* git's own: a command in place of a yes */
	if (!pager)
		pager = setting(repo, "core.pager");
	if (!pager)
		pager = getenv("PAGER");
	if (!pager)
		pager = "less";
	return *pager && strcmp(pager, "cat") != 0 ? pager : NULL;
}
