/*
 * shared.h - core.sharedRepository, as git-config(1) has it: what we make below the git directory is
 * readable and writable for whom git's own files are.
 */
#ifndef REPO_SHARED_H
#define REPO_SHARED_H

#include "repo/repo.h"

/* A file or folder that was just made; another person's is left as it is. ERR_IO. */
int repo_share(const struct repo *repo, const char *path, struct err *err);
/* The same for each folder on the way to it below the common directory. "refs/heads/a/b" */
int repo_share_below(const struct repo *repo, const char *path, struct err *err);

#endif
