/*
 * strbuf.h - a growing run of bytes, always NUL-terminated, with a maximum.
 *
 *	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
 *	strbuf_addf(&out, "%s: %zu\n", name, count);
 *
 * buf is never NULL; len does not count the final NUL. The maximum is STRBUF_MAX: whoever fills
 * a buffer from outside checks a smaller limit of base/limits.h first.
 */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include "base/compat.h"

struct strbuf {
	char *buf;
	size_t len, alloc;
};

#define STRBUF_MAX ((size_t)1 << 30)

extern char strbuf_empty_[1]; /* never written: stands in while nothing is allocated */
#define STRBUF_INIT                 \
	{                           \
		strbuf_empty_, 0, 0 \
	}

void strbuf_add(struct strbuf *sb, const void *data, size_t len);
void strbuf_addstr(struct strbuf *sb, const char *text);
void strbuf_addch(struct strbuf *sb, char c);
void strbuf_addf(struct strbuf *sb, const char *fmt, ...) PRINTF_LIKE(2, 3);
void strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);
void strbuf_setlen(struct strbuf *sb, size_t len); /* len <= sb->len */
void strbuf_free(struct strbuf *sb);

#endif
