/* gc_watch.c - reads gc.pid as git does, and the command line of the process that it names. */
#include "repo/gc_watch.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/number.h"
#include "base/system.h"
#include "repo/repo.h"

#include <unistd.h>

/* "<pid> <host>" of this machine; 0 else. */
static uint64_t gc_process(struct repo *repo, struct arena *arena)
{
	char host[256] = "", *text, *blank;
	struct bytes raw;
	struct err ignored;
	uint64_t pid;

	if (file_read(arena_printf(arena, "%s/gc.pid", repo_common_dir(repo)), 512, arena, &raw,
		      &ignored) < 0 ||
	    gethostname(host, sizeof(host) - 1) < 0)
		return 0;
	text = arena_strndup(arena, raw.data, raw.len);
	text[strcspn(text, "\n")] = '\0';
	blank = strchr(text, ' ');
	if (!blank || strcmp(blank + 1, host) != 0)
		return 0;
	*blank = '\0';
	return number_parse(text, INT32_MAX, &pid) ? pid : 0;
}

bool gc_sweeps_at_once(struct repo *repo)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	uint64_t pid = gc_process(repo, &arena);
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
