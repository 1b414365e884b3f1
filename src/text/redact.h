/*
 * redact.h - masks secrets in a stream before anything is shown, hashed or stored.
 *
 * What is masked: each named secret's value, raw, and with each of its characters escaped as JSON,
 * HTML, URLs, C, shells, quoted-printable, cat -v and their like do, once or twice, also mixed; as
 * base64, once or twice, and base32 in every alignment; its bytes in hexadecimal, octal, binary and
 * decimal, also in words and columns as xxd, od, hexdump and openssl lay them out, with the text's
 * column behind them; in UTF-16; with its last line breaks or without. Also where a line break with
 * what stands before each line, a terminal's control sequence, a quote or a character without width
 * stands inside. And what looks like a credential whoever owns it: keys of AWS, GitHub, GitLab and
 * Slack, JSON web tokens, blocks of private keys.
 *
 *	struct redactor *secrets = redactor_new();
 *	redactor_add(secrets, "DB_PASSWORD", value, &err);
 *	struct redact_stream *s = redact_open(secrets);
 *	redact_feed(s, piece, &out);	// any number of times
 *	redact_end(s, &out);
 *	count = redact_count(s);
 *	redact_close(s);
 *
 * The result does not depend on where the stream is cut into pieces. Bytes are held back only
 * while they may be the beginning of something that must be masked.
 */
#ifndef TEXT_REDACT_H
#define TEXT_REDACT_H

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/strbuf.h"

#define REDACT_MASK "***" /* stands for each masked run of bytes */

struct redactor;
struct redact_stream;

/* Knows the well-known shapes only, until values are added. Caller frees. */
struct redactor *redactor_new(void);
void redactor_free(struct redactor *r);
CLEANUP_POINTER(struct redactor, redactor_free)

/*
 * Masks this value from now on; a NULL or empty value is nothing to mask. ERR_FORMAT, naming
 * `name` and never the value, when it is shorter than REDACT_SHORTEST (what is that short
 * would mask ordinary text, so it is not a secret); ERR_LIMIT when it is longer than
 * REDACT_LONGEST or is one of more than REDACT_SECRETS. Not while a stream is open.
 */
int redactor_add(struct redactor *r, const char *name, const char *value, struct err *err);
#define REDACT_SHORTEST 4
#define REDACT_LONGEST ((size_t)16 << 10)
#define REDACT_SECRETS 64

/* A stream reads its redactor and must be closed before it. */
struct redact_stream *redact_open(const struct redactor *r);
/* Appends to `out` what may be shown already. */
void redact_feed(struct redact_stream *s, struct bytes piece, struct strbuf *out);
/* Appends the rest: the stream has ended. */
void redact_end(struct redact_stream *s, struct strbuf *out);
/* Runs of bytes masked so far. */
uint64_t redact_count(const struct redact_stream *s);
void redact_close(struct redact_stream *s);
CLEANUP_POINTER(struct redact_stream, redact_close)

/* A whole text at once; how many secrets it held. */
uint64_t redact_text(const struct redactor *r, struct bytes text, struct strbuf *out);
/* The beginning of a text: an end that may be the beginning of a secret is masked too. */
void redact_part(const struct redactor *r, struct bytes text, struct strbuf *out);

#endif
