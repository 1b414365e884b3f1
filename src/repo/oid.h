/*
 * oid.h - the name of a Git object: the SHA-1 of its bytes, 20 bytes, 40 lower-case digits.
 * The zero id means "nothing": an absent ref, the expected value of a creation.
 */
#ifndef REPO_OID_H
#define REPO_OID_H

#include "base/compat.h"
#include "base/hex.h"

#define OID_SIZE 20
#define OID_HEX_SIZE 41 /* with the NUL */

struct oid {
	uint8_t id[OID_SIZE];
};

#define OID_ZERO ((struct oid){{0}})

static inline const char *oid_hex(const struct oid *oid, char ret_text[OID_HEX_SIZE])
{
	hex_encode(oid->id, OID_SIZE, ret_text);
	return ret_text;
}
/* For one use: valid to the end of the block. */
#define OID_HEX(oid) oid_hex((oid), (char[OID_HEX_SIZE]){0})

/* Exactly 40 lower-case digits and the NUL; false (ret untouched) for anything else. */
static inline bool oid_parse(const char *text, struct oid *ret)
{
	struct oid oid;

	if (!hex_is(text, 2 * OID_SIZE) || !hex_decode(text, OID_SIZE, oid.id))
		return false;
	*ret = oid;
	return true;
}

static inline bool oid_equal(const struct oid *a, const struct oid *b)
{
	return !memcmp(a->id, b->id, OID_SIZE);
}

static inline int oid_compare(const struct oid *a, const struct oid *b)
{
	return memcmp(a->id, b->id, OID_SIZE);
}

static inline bool oid_is_zero(const struct oid *oid)
{
	static const struct oid zero;

	return oid_equal(oid, &zero);
}

#endif
