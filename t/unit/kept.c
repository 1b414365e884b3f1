/* kept.c - objects that were read: each is found again as it was, and the older ones make room. */
#include "repo/object_kept.h"

#include "tap.h"

#include <unistd.h>

static struct oid id_of(uint32_t n)
{
	struct oid id = OID_ZERO;

	for (int i = 0; i < 4; i++)
		id.id[i] = id.id[19 - i] = (unsigned char)(n >> (8 * i));
	return id;
}

/* Is the nth there, as it was put? */
static bool has(struct kept_objects *kept, uint32_t n)
{
	const struct oid id = id_of(n);
	const struct kept_object *object = kept_find(kept, &id);

	return object && object->type == OBJECT_BLOB && oid_equal(&object->id, &id) &&
	       bytes_equal(object->bytes, bytes_of(&n, sizeof(n)));
}

static void put(struct kept_objects *kept, uint32_t n)
{
	const struct oid id = id_of(n);

	kept_put(kept, &id, OBJECT_BLOB, bytes_of(&n, sizeof(n)));
}

static void test_many(void)
{
	struct kept_objects kept = {0};
	size_t lost = 0;

	alarm(60); /* a table that is full is searched for ever */
	ok(!has(&kept, 1), "nothing is there at first");
	for (uint32_t n = 0; n < 5000; n++)
		put(&kept, n);
	put(&kept, 7);
	for (uint32_t n = 0; n < 5000; n++)
		lost += !has(&kept, n);
	is_int((long long)lost, 0, "each of many is found as it was");
	is_int((long long)kept.now.count, 5000, "and stands once");
	ok(!has(&kept, 5000), "another is not");
	ok(kept.now.size && !(kept.now.size & (kept.now.size - 1)) &&
		   kept.now.size >= 2 * kept.now.count,
	   "a power of two, half of it free");
	alarm(0);
	kept_free(&kept);
}

static void test_room(void)
{
	static char large[KEPT_MOST / 16 + 1];
	struct kept_objects kept = {0};
	const struct oid first = id_of(1), over = id_of(2);
	const struct kept_object *object;

	kept_put(&kept, &over, OBJECT_BLOB, bytes_of(large, sizeof(large)));
	ok(!kept_find(&kept, &over), "what is very large is not kept");
	put(&kept, 1);
	for (uint32_t n = 10; n < 10 + 16; n++) {
		const struct oid id = id_of(n);

		kept_put(&kept, &id, OBJECT_BLOB, bytes_of(large, sizeof(large) - 1));
	}
	ok(kept.before.bytes && kept.now.bytes < KEPT_MOST, "a generation ends");
	ok(has(&kept, 1) && kept.now.bytes < KEPT_MOST, "and what is asked for goes on");
	for (uint32_t n = 30; n < 30 + 15; n++) {
		const struct oid id = id_of(n);

		kept_put(&kept, &id, OBJECT_BLOB, bytes_of(large, sizeof(large) - 1));
	}
	object = kept_find(&kept, &first);
	ok(object && object->bytes.len == sizeof(uint32_t), "into the next one, too");
	kept_free(&kept);
}

int main(void)
{
	test_many();
	test_room();
	return done();
}
