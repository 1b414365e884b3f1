/* redact_spellings.c - the needles of a value: what programs make of it as a whole. */
#include "text/redact_internal.h"

#include "base/memory.h"
#include "base/strbuf.h"

static void add(struct needles *out, enum units units, struct strbuf *text)
{
	static const size_t least[] = {[UNITS_CHARS] = 1,
				       [UNITS_BASE64] = 4,
				       [UNITS_BASE32] = 5,
				       [UNITS_HEX] = 8,
				       [UNITS_DIGITS] = 9};
	size_t len = text->len;

	if (len < least[units]) {
		strbuf_free(text);
		return;
	}
	out->items = xrealloc(out->items, (out->count + 1) * sizeof(*out->items));
	out->items[out->count++] = (struct needle){units, memcpy(xmalloc(len), text->buf, len),
						   len};
	explicit_bzero(text->buf, len);
	strbuf_free(text);
}

/* As it is: without line breaks and the indentation behind them, which are looked past. */
static void add_chars(struct needles *out, struct bytes value)
{
	const char *from = value.data;
	struct strbuf sb = STRBUF_INIT;
	bool fresh = false;

	for (size_t i = 0; i < value.len; i++) {
		bool eol = from[i] == '\n' || from[i] == '\r';

		fresh = eol || (fresh && (from[i] == ' ' || from[i] == '\t'));
		if (!fresh)
			strbuf_addch(&sb, from[i]);
	}
	add(out, UNITS_CHARS, &sb);
}

/* A key file is often printed line by line, with something before each line: no indentation. */
static void add_lines(struct needles *out, struct bytes value)
{
	const char *from = value.data;

	for (size_t start = 0, end; start < value.len; start = end + 1) {
		const char *eol = memchr(from + start, '\n', value.len - start);

		end = eol ? (size_t)(eol - from) : value.len;
		while (start < end && (from[start] == ' ' || from[start] == '\t'))
			start++;
		if (end - start >= 8 && end - start < value.len)
			add_chars(out, bytes_of(from + start, end - start));
	}
}

/* The digits that hold nothing but this value, which begins behind `place` other bytes. */
static struct strbuf digits_of(struct bytes value, const char *digits, size_t bits,
			       size_t place)
{
	const unsigned char *from = value.data;
	size_t bit = (place * 8 + bits - 1) / bits * bits - place * 8;
	struct strbuf sb = STRBUF_INIT;

	for (; bit + bits <= value.len * 8; bit += bits) {
		unsigned two = (unsigned)from[bit / 8] << 8;

		if (bit / 8 + 1 < value.len)
			two |= from[bit / 8 + 1];
		strbuf_addch(&sb, digits[two >> (16 - bits - bit % 8) & ((1u << bits) - 1)]);
	}
	return sb;
}

/* In each of the 5 places where it may begin. */
static void add_base32(struct needles *out, struct bytes value, const char *digits)
{
	for (size_t place = 0; place < 5; place++) {
		struct strbuf sb = digits_of(value, digits, 5, place);

		add(out, UNITS_BASE32, &sb);
	}
}

/* In each of 3 places; what is in base64 may be part of what is again (.dockerconfigjson). */
static void add_base64(struct needles *out, struct bytes value, unsigned times)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t place = 0; place < 3; place++) {
		struct strbuf sb = digits_of(value, digits, 6, place);

		if (times > 1)
			add_base64(out, bytes_of(sb.buf, sb.len), times - 1);
		add(out, UNITS_BASE64, &sb);
	}
}

/* Bytes, in the order of the text, each in so many digits; 0: as many as it takes. */
static void add_bytes(struct needles *out, struct bytes value, unsigned base, unsigned width)
{
	const unsigned char *from = value.data;
	struct strbuf sb = STRBUF_INIT;
	char digits[8];

	for (size_t i = 0; i < value.len; i++) {
		unsigned rest = from[i], n = 0;

		do
			digits[n++] = "0123456789abcdef"[rest % base];
		while ((rest /= base) || n < width);
		while (n)
			strbuf_addch(&sb, digits[--n]);
	}
	add(out, base == 16 ? UNITS_HEX : UNITS_DIGITS, &sb);
}

/* Decimal, with a sign: languages whose bytes have one. */
static void add_signed(struct needles *out, struct bytes value)
{
	const unsigned char *from = value.data;
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < value.len; i++)
		strbuf_addf(&sb, "%u", from[i] < 0x80 ? from[i] : 0x100u - from[i]);
	add(out, UNITS_DIGITS, &sb);
}

/* Words of `size` bytes, the last byte first; before the value stand `first` others, behind it in its last word `rest`. */
static void add_words_at(struct needles *out, struct bytes value, size_t size, size_t first,
			 size_t rest)
{
	const unsigned char *from = value.data;
	size_t end = first + value.len;
	struct strbuf sb = STRBUF_INIT;

	for (size_t word = 0; word < end; word += size)
		for (size_t at = word + size; at-- > word;) {
			if (at >= first && at < end)
				strbuf_addf(&sb, "%02x", from[at - first]);
			else if (at < first || at < end + rest)
				strbuf_addstr(&sb, "?\?");
		}
	add(out, UNITS_HEX, &sb);
}

/* A value begins anywhere in one; xxd leaves blank what is behind the last byte, od has zeros. */
static void add_words(struct needles *out, struct bytes value, size_t size)
{
	for (size_t first = 0; first < size; first++) {
		size_t most = (size - (first + value.len) % size) % size;

		for (size_t rest = size < 8 ? 0 : most; rest <= most; rest++)
			add_words_at(out, value, size, first, rest);
	}
}

/* od: words of two bytes. */
static void add_octal_words(struct needles *out, struct bytes value)
{
	const unsigned char *from = value.data;

	for (size_t odd = 0; odd < 2; odd++) {
		struct strbuf sb = STRBUF_INIT;

		for (size_t i = odd; i + 1 < value.len; i += 2)
			strbuf_addf(&sb, "%06o", from[i + 1] << 8 | from[i]);
		add(out, UNITS_DIGITS, &sb);
	}
}

/* od -c and, with names, od -a: each in a field of four. */
static void add_fields(struct needles *out, struct bytes value, bool names)
{
	static const char named[] = "nulsohstxetxeotenqackbel bs ht nl vt ff cr so si"
				    "dledc1dc2dc3dc4naksynetbcan emsubesc fs gs rs us sp",
			  escapes[] = "0      abtnvfr";
	const unsigned char *from = value.data;
	struct strbuf sb = STRBUF_INIT;
	char field[8];

	for (size_t i = 0; i < value.len; i++) {
		unsigned c = names ? from[i] & 0x7f : from[i];

		if (c >= (names ? 0x21u : 0x20u) && c < 0x7f)
			snprintf(field, sizeof(field), "   %c", (char)c);
		else if (names)
			snprintf(field, sizeof(field), " %.3s",
				 c == 0x7f ? "del" : named + 3 * c);
		else if (c < sizeof(escapes) - 1 && escapes[c] != ' ')
			snprintf(field, sizeof(field), "  \\%c", escapes[c]);
		else
			snprintf(field, sizeof(field), " %03o", c);
		strbuf_addstr(&sb, i || c == ' ' ? field : field + strspn(field, " "));
	}
	add(out, UNITS_CHARS, &sb);
}

static void add_binary(struct needles *out, struct bytes value)
{
	add_base64(out, value, 2);
	add_base32(out, value, "abcdefghijklmnopqrstuvwxyz234567");
	add_base32(out, value, "0123456789abcdefghijklmnopqrstuv");
	add_bytes(out, value, 16, 2);
	add_bytes(out, value, 8, 3);
	add_words(out, value, 2);
	add_octal_words(out, value);
}

static uint32_t code_point(const unsigned char *from, size_t len, size_t *ret_used)
{
	size_t want = from[0] >= 0xf0 ? 4 : from[0] >= 0xe0 ? 3 : from[0] >= 0xc0 ? 2 : 1;
	uint32_t c = from[0];

	*ret_used = 1;
	if (want == 1 || want > len)
		return c;
	c &= 0x7fu >> want;
	for (size_t i = 1; i < want; i++) {
		if ((from[i] & 0xc0) != 0x80)
			return from[0];
		c = c << 6 | (from[i] & 0x3f);
	}
	*ret_used = want;
	return c;
}

/* In UTF-16; of plain ASCII the characters are found as they are, zeros being looked past. */
static void add_wide(struct needles *out, struct bytes value, bool big)
{
	const unsigned char *from = value.data;
	struct strbuf sb = STRBUF_INIT;
	bool ascii = true;
	size_t used;

	for (size_t i = 0; i < value.len; i += used) {
		uint32_t c = code_point(from + i, value.len - i, &used), pair[2] = {c, 0};

		ascii &= c < 0x80;
		if (c >= 0x10000) {
			pair[0] = 0xd7c0 + (c >> 10);
			pair[1] = 0xdc00 + (c & 0x3ff);
		}
		for (int n = 0; n < 2 && pair[n]; n++) {
			strbuf_addch(&sb, (char)(big ? pair[n] >> 8 : pair[n]));
			strbuf_addch(&sb, (char)(big ? pair[n] : pair[n] >> 8));
		}
	}
	add_binary(out, bytes_of(sb.buf, sb.len));
	if (!ascii)
		add(out, UNITS_CHARS, &sb);
	strbuf_free(&sb);
}

static void add_all(struct needles *out, struct bytes value)
{
	add_chars(out, value);
	add_lines(out, value);
	add_fields(out, value, false);
	add_fields(out, value, true);
	add_binary(out, value);
	add_bytes(out, value, 2, 8);
	add_bytes(out, value, 10, 0);
	add_signed(out, value);
	add_words(out, value, 4);
	add_words(out, value, 8);
	add_wide(out, value, false);
	add_wide(out, value, true);
}

/* `$(cat file)` takes the last line break away: to base64 and the like that is another text. */
void needles_of(struct bytes value, struct needles *out)
{
	const char *from = value.data;
	size_t len = value.len;

	add_all(out, value);
	while (len && (from[len - 1] == '\n' || from[len - 1] == '\r'))
		len--;
	if (len < value.len)
		add_all(out, bytes_of(from, len));
}

static int compare(const void *a, const void *b)
{
	const struct needle *x = a, *y = b;
	size_t least = x->len < y->len ? x->len : y->len;
	int order = memcmp(x->text, y->text, least);

	if (!order)
		order = (x->len > y->len) - (x->len < y->len);
	return order ? order : (int)x->units - (int)y->units;
}

void needles_sort(struct needles *n)
{
	size_t kept = 0;

	if (n->count)
		qsort(n->items, n->count, sizeof(*n->items), compare);
	for (size_t i = 0; i < n->count; i++)
		if (kept && !compare(&n->items[kept - 1], &n->items[i]))
			free(n->items[i].text);
		else
			n->items[kept++] = n->items[i];
	n->count = kept;
}

void needles_free(struct needles *n)
{
	for (size_t i = 0; i < n->count; i++) {
		explicit_bzero(n->items[i].text, n->items[i].len);
		free(n->items[i].text);
	}
	free(n->items);
	*n = (struct needles){NULL, 0};
}
