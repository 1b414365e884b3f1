/*
 * config - what repo/repo.h says of configuration, in the words of git, for scripts that compare.
 *
 *	config [--hook] KEY...	"KEY=value" a line, as `git config --get` would say; none: "KEY:"
 *
 * Exit status as the contract's; "error: ..." on stderr.
 */
#include "repo/repo.h"

int main(int argc, char **argv)
{
	bool hook = argc > 1 && !strcmp(argv[1], "--hook");
	CLEANUP(repo_freep) struct repo *repo = NULL;
	struct err err;
	int rc = repo_open(hook ? REPO_HOOK : REPO_COMMAND, &repo, &err);

	for (int i = 1 + hook; !rc && i < argc; i++) {
		const char *value = repo_config_get(repo, argv[i]);

		printf("%s%s%s\n", argv[i], value ? "=" : ":", value ? value : "");
	}
	if (rc)
		fprintf(stderr, "error: %s\n", err.text);
	return rc ? err_exit_status(&err) : 0;
}
