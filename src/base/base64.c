#include "base/base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_encode(const void *data, size_t len, char *ret_text)
{
	const unsigned char *in = data;
	char *out = ret_text;
	size_t i;

	for (i = 0; i + 3 <= len; i += 3) {
		uint32_t v = (uint32_t)in[i] << 16 | (uint32_t)in[i + 1] << 8 | in[i + 2];

		*out++ = digits[v >> 18];
		*out++ = digits[v >> 12 & 63];
		*out++ = digits[v >> 6 & 63];
		*out++ = digits[v & 63];
	}
	if (i < len) {
		uint32_t v = (uint32_t)in[i] << 16 |
			     (i + 1 < len ? (uint32_t)in[i + 1] << 8 : (uint32_t)0);

		*out++ = digits[v >> 18];
		*out++ = digits[v >> 12 & 63];
		*out++ = i + 1 < len ? digits[v >> 6 & 63] : '=';
		*out++ = '=';
	}
	*out = '\0';
}

/* 0..63, or 64 for what is no digit: arithmetic, so that no table is indexed by a secret. */
static uint32_t value(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return (uint32_t)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (uint32_t)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 52;
	return c == '+' ? 62 : c == '/' ? 63 : 64;
}

bool base64_decode(const char *text, size_t len, void *ret_data, size_t max, size_t *ret_len)
{
	const unsigned char *in = (const unsigned char *)text;
	unsigned char *out = ret_data;
	size_t pad = 0, size;

	if (len % 4)
		return false;
	if (len && in[len - 1] == '=')
		pad = in[len - 2] == '=' ? 2 : 1;
	size = len / 4 * 3 - pad;
	if (size > max)
		return false;
	for (size_t i = 0; i < len; i += 4) {
		bool last = i + 4 == len;
		uint32_t a = value(in[i]), b = value(in[i + 1]);
		uint32_t c = last && pad > 1 ? 0 : value(in[i + 2]);
		uint32_t d = last && pad ? 0 : value(in[i + 3]);
		uint32_t v = a << 18 | b << 12 | c << 6 | d;

		if ((a | b | c | d) & 64)
			return false;
		if (last && pad && (v & (pad > 1 ? 0xffffu : 0xffu)))
			return false; /* bits behind the last byte */
		*out++ = (unsigned char)(v >> 16);
		if (!last || pad < 2)
			*out++ = (unsigned char)(v >> 8);
		if (!last || !pad)
			*out++ = (unsigned char)v;
	}
	*ret_len = size;
	return true;
}
