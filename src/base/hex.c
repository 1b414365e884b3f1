#include "base/hex.h"

static const char digit[] = "0123456789abcdef";

void hex_encode(const void *data, size_t len, char *ret_text)
{
	const unsigned char *in = data;

	for (size_t i = 0; i < len; i++) {
		ret_text[2 * i] = digit[in[i] >> 4];
		ret_text[2 * i + 1] = digit[in[i] & 15];
	}
	ret_text[2 * len] = '\0';
}

static int value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool hex_decode(const char *text, size_t len, void *ret_data)
{
	unsigned char *out = ret_data;

	for (size_t i = 0; i < len; i++) {
		int high = value(text[2 * i]);
		int low = high < 0 ? -1 : value(text[2 * i + 1]);

		if (low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

bool hex_is(const char *text, size_t digits)
{
	size_t i;

	for (i = 0; i < digits && text[i]; i++)
		if (value(text[i]) < 0)
			return false;
	return i == digits && !text[i];
}
