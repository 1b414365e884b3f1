/* patch.h - what differs between two files, as a patch. */
#ifndef REPO_PATCH_H
#define REPO_PATCH_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"

/* Appends it as git shows it; old NULL: the file is new; new NULL: it is gone. Pure. */
int patch_add(const char *path, const struct bytes *old, const struct bytes *new,
	      struct strbuf *out, struct err *err);

#endif
