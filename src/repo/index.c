#include "repo/index.h"

#include "base/limits.h"
#include "base/memory.h"
#include "repo/index_entry.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER ((size_t)12) /* "DIRC", version, number of entries */
#define TRAILER ((size_t)OID_SIZE)
#define EXTENSION ((size_t)8)		    /* signature, size */
#define EXTENSION_WINDOW ((size_t)32 << 20) /* bytes from the end that are searched */

struct index {
	const uint8_t *data;
	size_t len;
	void *mapped; /* NULL: the bytes are the caller's */

	uint32_t version, count;
	bool has_tree, has_entries;
	struct oid tree;
	struct index_entry *entries;
	size_t entry_count;
	struct arena arena; /* paths of version 4 */
};

/* --- extensions ------------------------------------------------------------------------------ */
enum extension {
	EXTENSION_KNOWN,   /* changes nothing about the entries */
	EXTENSION_FOREIGN, /* entries stand in a form that only git expands */
	EXTENSION_UNKNOWN,
};

static enum extension extension_kind(const uint8_t *at)
{
	static const char *const known[] = {"TREE", "REUC", "UNTR", "FSMN", "EOIE", "IEOT"};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (!memcmp(at, known[i], 4))
			return EXTENSION_KNOWN;
	if (!memcmp(at, "link", 4) || !memcmp(at, "sdir", 4))
		return EXTENSION_FOREIGN;
	return EXTENSION_UNKNOWN;
}

/*
 * Do extensions, each of a kind that we know, reach from `at` to exactly the trailer? Then the
 * body of the first is remembered.
 */
static bool extensions_fit(const struct index *index, size_t at, struct bytes *ret_first)
{
	size_t end = index->len - TRAILER, first = at;

	while (at < end) {
		size_t size;

		if (end - at < EXTENSION)
			return false;
		size = be32(index->data + at + 4);
		if (extension_kind(index->data + at) == EXTENSION_UNKNOWN ||
		    size > end - at - EXTENSION)
			return false;
		if (at == first)
			*ret_first = bytes_of(index->data + at + EXTENSION, size);
		at += EXTENSION + size;
	}
	return at == end;
}

/*
 * The root of a cache tree: "" NUL, number of entries, blank, number of sub-trees, line feed,
 * id. A number of -1 means "changed since"; any other than the index's own is not believed.
 */
static bool root_is_valid(const struct index *index, struct bytes body, struct oid *ret)
{
	const char *text = body.data;
	char expected[16];
	int n = snprintf(expected, sizeof(expected), "%" PRIu32 " ", index->count);
	size_t at = 1 + (size_t)n;

	if (body.len < at || text[0] || memcmp(text + 1, expected, (size_t)n) != 0)
		return false;
	while (at < body.len && text[at] >= '0' && text[at] <= '9')
		at++;
	if (at >= body.len || text[at] != '\n' || body.len - at - 1 < OID_SIZE)
		return false;
	memcpy(ret->id, text + at + 1, OID_SIZE);
	return true;
}

/*
 * Looks for an extension from the end, so that no entry is read. What merely looks like one (a
 * path that holds "TREE") does not begin a chain of known extensions that ends at the trailer:
 * a path has no NUL in it, and the size behind the name would have to.
 */
static bool find_extension(const struct index *index, const char *name, struct bytes *ret_body)
{
	size_t end = index->len - TRAILER, stop = HEADER;

	if (end < HEADER + EXTENSION)
		return false;
	if (end > EXTENSION_WINDOW && end - EXTENSION_WINDOW > stop)
		stop = end - EXTENSION_WINDOW;
	for (size_t at = end - EXTENSION + 1; at-- > stop;) {
		const uint8_t *hit = memrchr(index->data + stop, name[0], at - stop + 1);

		if (!hit)
			return false;
		at = (size_t)(hit - index->data);
		if (memcmp(hit, name, 4) == 0 && extensions_fit(index, at, ret_body))
			return true;
	}
	return false;
}

/* --- opening --------------------------------------------------------------------------------- */
static int check_header(struct index *index, struct err *err)
{
	struct bytes tree;

	if (index->len < HEADER + TRAILER || memcmp(index->data, "DIRC", 4) != 0)
		return err_set(err, ERR_FORMAT,
			       "index is damaged: expected 'DIRC' at its start");
	index->version = be32(index->data + 4);
	index->count = be32(index->data + 8);
	if (index->version < 2 || index->version > 4)
		return err_set(err, ERR_UNSUPPORTED,
			       "index of version %" PRIu32 ": 2 to 4 expected", index->version);
	if (index->count > LIMIT_FILES)
		return err_set(err, ERR_LIMIT, "index with %" PRIu32 " entries: at most %zu",
			       index->count, LIMIT_FILES);
	index->has_tree = find_extension(index, "TREE", &tree) &&
			  root_is_valid(index, tree, &index->tree);
	return 0;
}

int index_of_bytes(struct bytes raw, struct index **ret, struct err *err)
{
	struct index *index = xmalloc(sizeof(*index));

	*index = (struct index){.data = raw.data, .len = raw.len};
	if (check_header(index, err)) {
		free(index);
		return -1;
	}
	*ret = index;
	return 0;
}

static int map_file(int fd, const char *path, const struct stat *st, struct index **ret,
		    struct err *err)
{
	struct index *index;
	void *data;

	if (!S_ISREG(st->st_mode))
		return err_set(err, ERR_IO, "index '%s' is not a regular file", path);
	if (st->st_size > (off_t)LIMIT_INDEX)
		return err_set(err, ERR_LIMIT, "index '%s' has more than %zu bytes", path,
			       LIMIT_INDEX);
	if (st->st_size == 0)
		return err_set(err, ERR_FORMAT, "index '%s' is empty", path);
	data = mmap(NULL, (size_t)st->st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		return err_errno(err, "cannot map index '%s'", path);
	if (index_of_bytes(bytes_of(data, (size_t)st->st_size), &index, err)) {
		munmap(data, (size_t)st->st_size);
		return err_prefix(err, "'%s'", path);
	}
	index->mapped = data;

	*ret = index;
	return 0;
}

int index_open(const char *path, struct index **ret, struct err *err)
{
	static const uint8_t nothing[HEADER + TRAILER] = "DIRC\0\0\0\2";
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), rc;
	struct stat st;

	if (fd < 0 && errno == ENOENT)
		return index_of_bytes(bytes_of(nothing, sizeof(nothing)), ret, err);
	if (fd < 0)
		return err_errno(err, "cannot open index '%s'", path);
	rc = fstat(fd, &st) ? err_errno(err, "cannot read index '%s'", path)
			    : map_file(fd, path, &st, ret, err);
	close(fd);
	return rc;
}

void index_free(struct index *index)
{
	if (!index)
		return;
	if (index->mapped)
		munmap(index->mapped, index->len);
	arena_free(&index->arena);
	free(index->entries);
	free(index);
}

bool index_tree(const struct index *index, struct oid *ret)
{
	if (index->has_tree)
		*ret = index->tree;
	return index->has_tree;
}

/* --- entries --------------------------------------------------------------------------------- */
static int foreign(char first, struct err *err)
{
	return err_set(err, ERR_UNSUPPORTED, "index is %s: only git expands it",
		       first == 'l' ? "split" : "sparse");
}

/* The extensions behind the last entry: refuse what changes the meaning of the entries. */
static int check_extensions(const struct index *index, size_t at, struct err *err)
{
	size_t end = index->len - TRAILER;

	while (at < end) {
		const uint8_t *name = index->data + at;
		size_t size;

		if (end - at < EXTENSION)
			return err_set(err, ERR_FORMAT, "index is damaged after its entries");
		size = be32(name + 4);
		if (size > end - at - EXTENSION)
			return err_set(err, ERR_FORMAT,
				       "index is damaged: an extension is cut short");
		if (extension_kind(name) == EXTENSION_FOREIGN)
			return foreign((char)name[0], err);
		if (name[0] < 'A' || name[0] > 'Z')
			return err_set(
				err, ERR_UNSUPPORTED,
				"index has an unknown extension that must be understood");
		at += EXTENSION + size;
	}
	return 0;
}

/* In a split index, entries that replace one of the shared index have no path. */
static int split_or_damaged(const struct index *index, struct err *err)
{
	struct bytes body;

	return find_extension(index, "link", &body) ? foreign('l', err) : -1;
}

int index_entries(struct index *index, const struct index_entry **ret, size_t *ret_count,
		  struct err *err)
{
	struct index_entry *entries, *previous = NULL;
	size_t at = HEADER;

	/* Each entry takes at least 62 bytes: the count is checked before memory is asked for. */
	if (!index->has_entries && index->count > index->len / INDEX_ENTRY_MIN)
		return err_set(err, ERR_FORMAT,
			       "index is damaged: too short for %" PRIu32 " entries",
			       index->count);
	if (!index->has_entries) {
		entries = xmalloc((index->count + (size_t)1) * sizeof(*entries));
		for (uint32_t i = 0; i < index->count; i++) {
			if (index_entry_read(bytes_of(index->data, index->len - TRAILER),
					     index->version, &at, previous, &index->arena,
					     &entries[i], err)) {
				free(entries);
				return split_or_damaged(index, err);
			}
			previous = &entries[i];
		}
		if (check_extensions(index, at, err)) {
			free(entries);
			return -1;
		}
		index->entries = entries;
		index->entry_count = index->count;
		index->has_entries = true;
	}
	*ret = index->entries;
	*ret_count = index->entry_count;
	return 0;
}
