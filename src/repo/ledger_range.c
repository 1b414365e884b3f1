/*
 * ledger_range.c - the way from a tip to its beginning, kept as 20 bytes per commit. Walking
 * needs each commit once from the tip and once in order; the bytes of the first pass are kept
 * while they fit, so that most ledgers are read once.
 */
#include "repo/ledger.h"

#include "base/limits.h"
#include "base/memory.h"
#include "repo/internal.h"

struct ledger_range {
	struct repo *repo;
	struct arena kept;
	struct oid *ids; /* newest first */
	size_t count, alloc;
	struct bytes *raw; /* of the newest `raw_count` */
	size_t raw_count, raw_alloc, raw_bytes;
	bool met_base;
};

/* The first parent, from the raw bytes; the zero id when there is none. */
static int first_parent(struct bytes raw, struct oid *ret, struct err *err)
{
	const char *text = raw.data;
	const size_t tree_line = 5 + 40 + 1, parent_line = 7 + 40 + 1;
	char hex[OID_HEX_SIZE];

	if (raw.len < tree_line || memcmp(text, "tree ", 5) != 0 || text[tree_line - 1] != '\n')
		return err_set(err, ERR_FORMAT, "malformed commit: no tree on its first line");
	text += tree_line;
	if (raw.len < tree_line + 7 || memcmp(text, "parent ", 7) != 0) {
		*ret = OID_ZERO;
		return 0;
	}
	if (raw.len < tree_line + parent_line || text[parent_line - 1] != '\n')
		return err_set(err, ERR_FORMAT,
			       "malformed commit: a parent that is not an object id");
	memcpy(hex, text + 7, OID_HEX_SIZE - 1);
	hex[OID_HEX_SIZE - 1] = '\0';
	if (!oid_parse(hex, ret))
		return err_set(err, ERR_FORMAT,
			       "malformed commit: a parent that is not an object id");
	return 0;
}

static void *grow(void *array, size_t count, size_t *alloc, size_t size)
{
	if (count < *alloc)
		return array;
	*alloc = *alloc ? *alloc * 2 : 256;
	return xrealloc(array, *alloc * size);
}

static void keep(struct ledger_range *range, struct bytes raw)
{
	range->raw = grow(range->raw, range->raw_count, &range->raw_alloc, sizeof(*range->raw));
	range->raw[range->raw_count++] = bytes_of(arena_memdup(&range->kept, raw.data, raw.len),
						  raw.len);
	range->raw_bytes += raw.len + sizeof(raw);
}

/*
 * A commit that is too large for an event is none; its parent must still be found, or whoever pushes
 * one would stop the ledger for ever. Of its bytes so many are given that everybody sees it.
 */
static int read_commit(struct ledger_range *range, const struct oid *id, struct arena *arena,
		       struct bytes *ret, struct err *err)
{
	if (object_read(range->repo, id, OBJECT_COMMIT, LIMIT_LOOSE, arena, ret, err) < 0) {
		if (err->code == ERR_LIMIT)
			err_next(err, "put the branch back to the last good event in that "
				      "repository");
		return -1;
	}
	if (ret->len > LIMIT_COMMIT + 1)
		ret->len = LIMIT_COMMIT + 1;
	return 0;
}

static int collect(struct ledger_range *range, const struct oid *tip, const struct oid *base,
		   struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct oid id = *tip, parent;
	bool keeping = true;

	while (!oid_is_zero(&id) && !(base && oid_equal(&id, base))) {
		struct bytes raw;

		if (range->count == LIMIT_LEDGER)
			return err_set(err, ERR_LIMIT, "more than %zu commits", LIMIT_LEDGER);
		arena_reset(&scratch);
		if (read_commit(range, &id, &scratch, &raw, err) < 0 ||
		    first_parent(raw, &parent, err) < 0)
			return -1;
		range->ids = grow(range->ids, range->count, &range->alloc, sizeof(*range->ids));
		range->ids[range->count++] = id;
		keeping = keeping && range->raw_bytes + raw.len < LIMIT_WALK_CACHE;
		if (keeping)
			keep(range, raw);
		id = parent;
	}
	range->met_base = base && oid_equal(&id, base);
	return 0;
}

int ledger_range_open(struct repo *repo, const struct oid *tip, const struct oid *base,
		      struct ledger_range **ret, struct err *err)
{
	CLEANUP(ledger_range_freep) struct ledger_range *range = xmalloc(sizeof(*range));

	*range = (struct ledger_range){.repo = repo};
	if (collect(range, tip, base, err) < 0)
		return -1;
	*ret = MOVE(range);
	return 0;
}

void ledger_range_free(struct ledger_range *range)
{
	arena_free(&range->kept);
	free(range->ids);
	free(range->raw);
	free(range);
}

size_t ledger_range_count(const struct ledger_range *range)
{
	return range->count;
}

bool ledger_range_met_base(const struct ledger_range *range)
{
	return range->met_base;
}

const struct oid *ledger_range_id(const struct ledger_range *range, size_t i)
{
	return &range->ids[range->count - 1 - i];
}

int ledger_range_read(struct ledger_range *range, size_t i, struct arena *arena,
		      struct bytes *ret, struct err *err)
{
	size_t from_tip = range->count - 1 - i;

	if (from_tip < range->raw_count) {
		*ret = range->raw[from_tip];
		return 0;
	}
	return read_commit(range, &range->ids[from_tip], arena, ret, err);
}

void ledger_range_drop(struct ledger_range *range, size_t from, size_t to)
{
	size_t first = range->count - to, end = range->count - from; /* newest first */
	size_t kept = end < range->raw_count ? end : range->raw_count;

	memmove(&range->ids[first], &range->ids[end],
		(range->count - end) * sizeof(*range->ids));
	range->count -= end - first;
	if (first >= range->raw_count)
		return;
	memmove(&range->raw[first], &range->raw[kept],
		(range->raw_count - kept) * sizeof(*range->raw));
	range->raw_count -= kept - first;
}

int ledger_walk(struct ledger_range *range, ledger_walk_fn *fn, void *data, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	for (size_t i = 0; i < range->count; i++) {
		struct bytes raw;
		int result;

		arena_reset(&scratch);
		if (ledger_range_read(range, i, &scratch, &raw, err) < 0)
			return -1;
		result = fn(ledger_range_id(range, i), raw, &scratch, data, err);
		if (result)
			return result;
	}
	return 0;
}
