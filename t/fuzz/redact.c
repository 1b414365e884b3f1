/*
 * redact: the first byte says how the rest is cut. Two oracles: the result does not depend on
 * the cuts, and the planted secret is not in it.
 */
#include "text/redact.h"

#include "base/memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char secret[] = "hunter2/AKIA";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	CLEANUP(strbuf_free)
	struct strbuf text = STRBUF_INIT, whole = STRBUF_INIT, cut = STRBUF_INIT;
	struct redact_stream *s;
	struct err err;
	size_t piece;

	if (!size || size > 4096) {
		return 0;
	}
	piece = data[0] % 61 + 1u;
	if (redactor_add(r, "S", secret, &err) < 0)
		abort();
	strbuf_add(&text, data + 1, size / 2);
	strbuf_addstr(&text, secret);
	strbuf_add(&text, data + 1 + size / 2, size - 1 - size / 2);
	redact_text(r, bytes_of(text.buf, text.len), &whole);
	s = redact_open(r);
	for (size_t at = 0; at < text.len; at += piece)
		redact_feed(
			s,
			bytes_of(text.buf + at, text.len - at < piece ? text.len - at : piece),
			&cut);
	redact_end(s, &cut);
	redact_close(s);
	if (whole.len != cut.len || memcmp(whole.buf, cut.buf, cut.len) != 0)
		abort();
	if (memmem(whole.buf, whole.len, secret, strlen(secret)))
		abort();
	return 0;
}
