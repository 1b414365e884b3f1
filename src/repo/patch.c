#include "repo/patch.h"

#include "repo/internal.h"

#include <git2.h>

int patch_add(const char *path, const struct bytes *old, const struct bytes *new,
	      struct strbuf *out, struct err *err)
{
	git_buf text = {0};
	git_patch *patch = NULL;
	const struct bytes none = {0}; /* no data: libgit2 takes it for no file */
	const struct bytes was = old ? *old : none, is = new ? *new : none;
	int status = git_patch_from_buffers(&patch, was.data, was.len, path, is.data, is.len,
					    path, NULL);

	if (status >= 0 && patch)
		status = git_patch_to_buf(&text, patch);
	if (status >= 0)
		strbuf_add(out, text.ptr, text.size);
	git_buf_dispose(&text);
	git_patch_free(patch);
	return status < 0 ? git_failed(err, status, "cannot compare '%s'", path) : 0;
}
