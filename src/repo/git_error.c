/* git_error.c - libgit2's way of failing, in ours. */
#include "repo/internal.h"

#include "base/memory.h"

const char *git_message(void)
{
	const git_error *last = git_error_last();

	return last && last->message && *last->message ? last->message : "no reason given";
}

static enum err_code code_of(int status)
{
	switch (status) {
	case GIT_ENOTFOUND:
	case GIT_EUNBORNBRANCH:
		return ERR_NOT_FOUND;
	case GIT_EMODIFIED:
	case GIT_ELOCKED:
	case GIT_EEXISTS:
		return ERR_RACE;
	case GIT_EMISMATCH:
		return ERR_UNTRUSTED;
	case GIT_EINVALIDSPEC:
	case GIT_EAMBIGUOUS:
		return ERR_FORMAT;
	default:
		return ERR_IO;
	}
}

int git_failed(struct err *err, int status, const char *fmt, ...)
{
	char what[768];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return err_set(err, code_of(status), "%s: %s", what, git_message());
}

char *xstrdup_(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(xmalloc(size), text, size);
}
