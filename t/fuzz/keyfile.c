/* Any text as a private key file and as a line of a .pub file: what passes is written again. */
#include "base/strbuf.h"
#include "sign/digest.h"
#include "sign/keyfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_line(const uint8_t *data, size_t size)
{
	struct strbuf line = STRBUF_INIT, text = STRBUF_INIT;
	struct public_key key, again;
	struct err err;

	strbuf_add(&line, data, size);
	if (!public_key_parse(line.buf, &key, &err)) {
		public_key_format(&key, &text);
		if (public_key_parse(text.buf, &again, &err) || !public_key_equal(&key, &again))
			abort();
	}
	strbuf_free(&line);
	strbuf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum keyfile_lock lock;
	struct public_key key;
	uint8_t secret[64];
	struct err err;

	if (sign_init(&err))
		abort();
	if (!keyfile_parse(bytes_of(data, size), &key, &lock, secret, &err) &&
	    lock == KEYFILE_OPEN && memcmp(secret + 32, key.point, 32) != 0)
		abort();
	try_line(data, size);
	return 0;
}
