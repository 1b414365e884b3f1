#include "base/err.h"

#include <errno.h>

int err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	err->code = code;
	err->at = SRCPOS_NONE;
	err->next[0] = '\0';
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	return -1;
}

int err_at(struct err *err, enum err_code code, struct srcpos at, const char *fmt, ...)
{
	va_list ap;

	err->code = code;
	err->at = at;
	if (at.file) { /* the text's arena may be gone before the message is printed */
		snprintf(err->file, sizeof(err->file), "%s", at.file);
		err->at.file = err->file;
	}
	err->next[0] = '\0';
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	return -1;
}

void err_copy(struct err *to, const struct err *from)
{
	*to = *from;
	if (from->at.file == from->file)
		to->at.file = to->file;
}

int err_errno(struct err *err, const char *fmt, ...)
{
	int saved = errno;
	size_t used;
	va_list ap;

	err_set(err, ERR_IO, "%s", "");
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	used = strlen(err->text);
	snprintf(err->text + used, sizeof(err->text) - used, ": %s", strerror(saved));
	return -1;
}

int err_prefix(struct err *err, const char *fmt, ...)
{
	char old[sizeof(err->text)];
	size_t used;
	va_list ap;

	memcpy(old, err->text, sizeof(old));
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	used = strlen(err->text);
	snprintf(err->text + used, sizeof(err->text) - used, ": %s", old);
	return -1;
}

int err_next(struct err *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(err->next, sizeof(err->next), fmt, ap);
	va_end(ap);
	return -1;
}

int err_exit_status(const struct err *err)
{
	switch (err->code) {
	case ERR_WAITING:
	case ERR_RACE:
		return 2;
	case ERR_UNTRUSTED:
		return 3;
	case ERR_USAGE:
		return 129;
	default:
		return 128;
	}
}
