/* gc_watch.c - reads gc.pid as git does, and the command line of the process that it names. */
#include "repo/gc_watch.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/number.h"
#include "base/system.h"
#include "repo/repo.h"

#include <unistd.h>

static size_t read_file(const char *path, char *ret_text, size_t size)
{
	FILE *file = fopen(path, "re");
	size_t len = 0;

	if (file) {
		len = fread(ret_text, 1, size - 1, file);
		fclose(file);
	}
	ret_text[len] = '\0';
	return len;
}

/* "<pid> <host>" of this machine; 0 else. */
static uint64_t gc_process(struct repo *repo)
{
	char path[PATH_MAX], text[512], host[256] = "";
	uint64_t pid;
	char *blank;

	snprintf(path, sizeof(path), "%s/gc.pid", repo_common_dir(repo));
	if (!read_file(path, text, sizeof(text)) || gethostname(host, sizeof(host) - 1) < 0)
		return 0;
	text[strcspn(text, "\n")] = '\0';
	blank = strchr(text, ' ');
	if (!blank || strcmp(blank + 1, host) != 0)
		return 0;
	*blank = '\0';
	return number_parse(text, INT32_MAX, &pid) ? pid : 0;
}

bool gc_sweeps_at_once(struct repo *repo)
{
	uint64_t pid = gc_process(repo);
	char command[4096];
	const char *expire;

	if (!pid)
		return false;
	if (!system_command(pid, command, sizeof(command)))
		return true; /* it may */
	if (!strstr(command, "gc"))
		return false; /* ended, and its file was left behind */
	if (strstr(command, "--prune=now") || strstr(command, "--prune=all"))
		return true;
	expire = repo_config_get(repo, "gc.pruneExpire");
	return !strstr(command, "--prune=") && expire &&
	       (!strcmp(expire, "now") || !strcmp(expire, "all"));
}
