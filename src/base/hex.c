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

/* One more than the digit's value, 0 for what is none: an audit looks at millions of digits. */
static const unsigned char values[256] = {
	['0'] = 1,  ['1'] = 2,	['2'] = 3,  ['3'] = 4,	['4'] = 5,  ['5'] = 6,
	['6'] = 7,  ['7'] = 8,	['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12,
	['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

static int value(char c)
{
	return values[(unsigned char)c] - 1;
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

	for (i = 0; i < digits && value(text[i]) >= 0; i++)
		;
	return i == digits && !text[i];
}
