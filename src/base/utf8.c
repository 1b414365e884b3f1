#include "base/utf8.h"

size_t utf8_decode(struct bytes text, size_t at, uint32_t *ret_code)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *p = text.data;
	uint32_t code;
	size_t size;

	if (at >= text.len)
		return 0;
	p += at;
	if (*p < 0x80) {
		*ret_code = *p;
		return 1;
	}
	if (*p < 0xc2 || *p > 0xf4)
		return 0;
	size = *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;
	if (text.len - at < size)
		return 0;
	code = *p & (0x7fu >> size);
	for (size_t i = 1; i < size; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3fu);
	}
	if (code < least[size] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*ret_code = code;
	return size;
}

bool utf8_valid(struct bytes text, size_t *ret_fault)
{
	uint32_t code;

	for (size_t at = 0; at < text.len;) {
		size_t size = utf8_decode(text, at, &code);

		if (!size) {
			if (ret_fault)
				*ret_fault = at;
			return false;
		}
		at += size;
	}
	return true;
}

size_t utf8_put(uint32_t code, unsigned char ret[4])
{
	size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char first[] = {0, 0xc0, 0xe0, 0xf0};

	for (size_t i = len; i-- > 1; code >>= 6)
		ret[i] = (unsigned char)(0x80 | (code & 0x3f));
	ret[0] = (unsigned char)(first[len - 1] | code);
	return len;
}

void utf8_append(struct strbuf *out, uint32_t code)
{
	unsigned char p[4];

	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		code = 0xfffd;
	strbuf_add(out, p, utf8_put(code, p));
}

bool utf8_is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

bool utf8_is_bidi(uint32_t code)
{
	return code == 0x061c || code == 0x200e || code == 0x200f ||
	       (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

bool utf8_is_invisible(uint32_t code)
{
	return code == 0x00ad || code == 0x034f || code == 0x180e ||
	       (code >= 0x200b && code <= 0x200d) || (code >= 0x2060 && code <= 0x2065) ||
	       (code >= 0x206a && code <= 0x206f) || code == 0xfeff ||
	       (code >= 0xfff9 && code <= 0xfffb) || (code >= 0xe0000 && code <= 0xe0fff);
}

bool utf8_is_odd_break(uint32_t code)
{
	return code == 0x85 || code == 0x2028 || code == 0x2029;
}

bool utf8_is_printable_line(struct bytes text)
{
	uint32_t code;

	for (size_t at = 0; at < text.len;) {
		size_t size = utf8_decode(text, at, &code);

		if (!size || utf8_is_control(code) || utf8_is_bidi(code) ||
		    utf8_is_odd_break(code))
			return false;
		at += size;
	}
	return true;
}
