/*
 * wire.h - the SSH wire encoding (RFC 4251 section 5: byte, uint32, string) over fixed buffers.
 * A fault is sticky: read everything, then ask once.
 *
 *	struct wire in = wire_read(blob, len);
 *	struct bytes name = wire_string(&in);
 *	uint32_t version = wire_u32(&in);
 *	if (!wire_end(&in))		// a fault on the way, or bytes left over
 *		return err_set(...);
 *
 * After a fault, numbers are 0 and strings empty. Strings are borrowed from the input.
 */
#ifndef SIGN_WIRE_H
#define SIGN_WIRE_H

#include "base/bytes.h"
#include "base/compat.h"

struct wire {
	const uint8_t *at;
	size_t left;
	bool bad;
};

struct wire wire_read(const void *data, size_t len);
uint8_t wire_u8(struct wire *in);
uint32_t wire_u32(struct wire *in);
struct bytes wire_string(struct wire *in);
/* `len` bytes without a length before them. */
struct bytes wire_raw(struct wire *in, size_t len);
/* True when nothing was wrong and nothing is left. */
bool wire_end(const struct wire *in);
/* True when `value` is exactly the text. */
bool wire_is(struct bytes value, const char *text);

/* Writing to a buffer of the caller; when it is full, `bad` is set and nothing more written. */
struct wire_out {
	uint8_t *start;
	size_t len, room;
	bool bad;
};

struct wire_out wire_write(void *buffer, size_t room);
void wire_put_u8(struct wire_out *out, uint8_t value);
void wire_put_u32(struct wire_out *out, uint32_t value);
void wire_put_raw(struct wire_out *out, const void *data, size_t len);
void wire_put_string(struct wire_out *out, const void *data, size_t len);
void wire_put_text(struct wire_out *out, const char *text);

#endif
