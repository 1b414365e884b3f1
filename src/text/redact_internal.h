/*
 * redact_internal.h - the halves of masking: spellings of a value (needles: what is looked for),
 * how one of them is found in a text, and shapes of credentials.
 */
#ifndef TEXT_REDACT_INTERNAL_H
#define TEXT_REDACT_INTERNAL_H

#include "base/bytes.h"

/* What a look at one position of a stream said. */
enum match {
	MATCH_NO,
	MATCH_YES,
	MATCH_MORE, /* the buffer ends before it is decided */
};

enum units {
	UNITS_CHARS,  /* bytes, each of which may be escaped */
	UNITS_BASE64, /* digits of either alphabet */
	UNITS_BASE32, /* of either case */
	UNITS_HEX,    /* of either case, with blanks and colons between bytes; '?': any digit */
	UNITS_DIGITS, /* of any other base, with the same between bytes */
};

/* One spelling of a value; text owned. */
struct needle {
	enum units units;
	unsigned char *text;
	size_t len;
};
struct needles {
	struct needle *items;
	size_t count;
};
/* Appends every needle of a value. */
void needles_of(struct bytes value, struct needles *out);
/* Sorts and drops what stands twice. */
void needles_sort(struct needles *n);
void needles_free(struct needles *n);

/* redact_first.c: is unit `i` written so? */
bool needle_has(const struct needle *n, size_t i, unsigned char c);
/* The numbers of bytes, with signs between them; inside one? */
bool needle_is_digits(const struct needle *n);
bool needle_in_byte(const struct needle *n, size_t i);
/* Can it begin with this byte? */
bool needle_begins(const struct needle *n, unsigned char c);
/* Where unit i - 1 stood as itself, can it go on with this byte: the unit, or what is looked past? */
bool needle_goes_on(const struct needle *n, size_t i, unsigned char c);
/* The bytes that may follow the first, which stands as itself; or whatever way c stands for it. */
struct needle_set {
	uint32_t bits[8];
};
struct needle_set needle_second(const struct needle *n);
struct needle_set needle_behind(const struct needle *n, unsigned char c,
				const struct needle_set *second);
/* Do the first bytes tell that it is not here? */
bool needle_is_other(const struct needle *n, struct bytes text);
/* Begins what stands for another character; stands between the bytes of a dump. */
bool redact_escapes(unsigned char c);
bool redact_separates(unsigned char c);
/* MORE: ret_len is 0, or what matches already and may come to more. */
enum match needle_match(const struct needle *n, struct bytes text, size_t *ret_len);

/*
 * One character at the start of `text` that is not written as itself (backslash, percent,
 * quoted-printable, an entity): how many bytes it takes, 0 for none. `byte`: it stands for a byte
 * rather than a code point.
 */
struct escaped {
	uint32_t code;
	bool byte;
};
enum match escape_match(struct bytes text, struct escaped *ret, size_t *ret_len);
/* '%' and '&', which are escaped by what follows them. */
bool escape_is_sign(unsigned char c);
/*
 * Text and value begin with the same sign; in the text it is escaped once more, or several times, and
 * what stands behind it is not: "%2541" for "%41", "%252525" for "%25". escape_match() reads on.
 */
enum match escape_sign(struct bytes text, struct bytes value, size_t *ret_len);

/* Something that nobody sees at text[*at]? *at is then behind it. */
enum match unseen_match(struct bytes text, size_t *at);
/* A control sequence: text[*at] stands for its ESC. */
enum match unseen_control(struct bytes text, size_t *at);
#define SKIP_MOST 4096 /* bytes between the units of one needle, together */

/* A credential of a well-known shape at the start of `text`? `final`: nothing follows it. */
enum match shape_match(struct bytes text, bool final, size_t *ret_len);
/* True where a shape can begin with this byte. */
bool shape_begins(unsigned char c);
#define SHAPE_LONGEST ((size_t)16 << 10)

#endif
