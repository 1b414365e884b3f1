#include "repo/patch.h"

#include "repo/internal.h"

#include <git2.h>

int patch_add(const char *path, const struct bytes *old, const struct bytes *new,
	      struct strbuf *out, struct err *err)
{
	git_buf text = {0};
	git_patch *patch = NULL;
	int status = git_patch_from_buffers(&patch, old ? old->data : NULL, old ? old->len : 0,
					    path, new ? new->data : NULL, new ? new->len : 0,
					    path, NULL);

	if (status >= 0 && patch)
		status = git_patch_to_buf(&text, patch);
	if (status >= 0)
		strbuf_add(out, text.ptr, text.size);
	git_buf_dispose(&text);
	git_patch_free(patch);
	return status < 0 ? git_failed(err, status, "cannot compare '%s'", path) : 0;
}
