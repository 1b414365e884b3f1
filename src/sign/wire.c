#include "sign/wire.h"

struct wire wire_read(const void *data, size_t len)
{
	return (struct wire){data, len, false};
}

struct bytes wire_raw(struct wire *in, size_t len)
{
	struct bytes value;

	if (in->bad || len > in->left) {
		in->bad = true;
		return bytes_of("", 0);
	}
	value = bytes_of(in->at, len);
	in->at += len;
	in->left -= len;
	return value;
}

uint8_t wire_u8(struct wire *in)
{
	struct bytes raw = wire_raw(in, 1);

	return in->bad ? 0 : *(const uint8_t *)raw.data;
}

uint32_t wire_u32(struct wire *in)
{
	struct bytes raw = wire_raw(in, 4);
	const uint8_t *b = raw.data;

	if (in->bad)
		return 0;
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

struct bytes wire_string(struct wire *in)
{
	return wire_raw(in, wire_u32(in));
}

bool wire_end(const struct wire *in)
{
	return !in->bad && !in->left;
}

bool wire_is(struct bytes value, const char *text)
{
	return bytes_equal(value, bytes_text(text));
}

struct wire_out wire_write(void *buffer, size_t room)
{
	return (struct wire_out){buffer, 0, room, false};
}

void wire_put_raw(struct wire_out *out, const void *data, size_t len)
{
	if (out->bad || len > out->room - out->len) {
		out->bad = true;
		return;
	}
	if (len)
		memcpy(out->start + out->len, data, len);
	out->len += len;
}

void wire_put_u8(struct wire_out *out, uint8_t value)
{
	wire_put_raw(out, &value, 1);
}

void wire_put_u32(struct wire_out *out, uint32_t value)
{
	const uint8_t raw[4] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16),
				(uint8_t)(value >> 8), (uint8_t)value};

	wire_put_raw(out, raw, sizeof(raw));
}

void wire_put_string(struct wire_out *out, const void *data, size_t len)
{
	wire_put_u32(out, (uint32_t)len);
	wire_put_raw(out, data, len);
}

void wire_put_text(struct wire_out *out, const char *text)
{
	wire_put_string(out, text, strlen(text));
}
