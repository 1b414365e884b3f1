/* tree.c - raw trees: "<octal mode> <name>\0<20 bytes>", sorted, strictly. */
#include "repo/internal.h"

#include "base/limits.h"

static bool mode_known(uint32_t mode)
{
	switch (mode) {
	case TREE_FILE:
	case TREE_EXECUTABLE:
	case TREE_FILE_OLD:
	case TREE_SYMLINK:
	case TREE_DIRECTORY:
	case TREE_SUBMODULE:
		return true;
	default:
		return false;
	}
}

int tree_name_compare(const char *a, size_t a_len, bool a_dir, const char *b, size_t b_len,
		      bool b_dir)
{
	size_t common = a_len < b_len ? a_len : b_len;
	int order = memcmp(a, b, common);
	unsigned char end_a, end_b;

	if (order)
		return order;
	end_a = a_len > common ? (unsigned char)a[common] : a_dir ? '/' : 0;
	end_b = b_len > common ? (unsigned char)b[common] : b_dir ? '/' : 0;
	return end_a - end_b;
}

static int bad(struct err *err, const char *how)
{
	return err_set(err, ERR_FORMAT, "malformed tree: %s", how);
}

/* "40000 " but not "040000 ": one spelling per mode. */
static const char *parse_mode(const char *at, const char *end, uint32_t *ret)
{
	uint32_t mode = 0;

	if (at == end || *at == '0')
		return NULL;
	for (unsigned digits = 0; at < end && *at >= '0' && *at <= '7' && digits < 6; digits++)
		mode = mode << 3 | (uint32_t)(*at++ - '0');
	if (at == end || *at != ' ')
		return NULL;
	*ret = mode;
	return at + 1;
}

static bool name_forbidden(const char *name, size_t len)
{
	return !len || memchr(name, '/', len) || (len == 1 && name[0] == '.') ||
	       (len == 2 && name[0] == '.' && name[1] == '.') ||
	       (len == 4 && name[0] == '.' && (name[1] | 32) == 'g' && (name[2] | 32) == 'i' &&
		(name[3] | 32) == 't');
}

/*
 * A file "a" and a directory "a" are not neighbours when "a.b" stands between them, so the
 * files that a later directory could still repeat are remembered: each one begins the next.
 */
static bool repeats_a_file(struct tree_iter *iter, const struct tree_entry *entry)
{
	while (iter->file_count) {
		struct bytes file = iter->files[iter->file_count - 1];

		if (file.len <= entry->name_len && !memcmp(file.data, entry->name, file.len) &&
		    (file.len == entry->name_len || (unsigned char)entry->name[file.len] < '/'))
			break;
		iter->file_count--;
	}
	if (entry->mode == TREE_DIRECTORY)
		return iter->file_count &&
		       iter->files[iter->file_count - 1].len == entry->name_len;
	if (iter->file_count == ARRAY_SIZE(iter->files))
		memmove(iter->files, iter->files + 1,
			--iter->file_count * sizeof(*iter->files));
	iter->files[iter->file_count++] = bytes_of(entry->name, entry->name_len);
	return false;
}

int tree_next(struct tree_iter *iter, struct tree_entry *ret, struct err *err)
{
	const char *at = iter->left.data, *end = at + iter->left.len, *name, *nul;
	struct tree_entry entry;

	if (!iter->left.len)
		return 0;
	name = parse_mode(at, end, &entry.mode);
	if (!name || !mode_known(entry.mode))
		return bad(err, "unknown mode");
	nul = memchr(name, '\0', (size_t)(end - name));
	if (!nul || (size_t)(end - nul) < 1 + OID_SIZE)
		return bad(err, "cut off");
	entry.name = name;
	entry.name_len = (size_t)(nul - name);
	if (name_forbidden(name, entry.name_len))
		return bad(err, "a name that no file may have");
	if (iter->previous.data &&
	    tree_name_compare(iter->previous.data, iter->previous.len,
			      iter->previous_mode == TREE_DIRECTORY, name, entry.name_len,
			      entry.mode == TREE_DIRECTORY) >= 0)
		return bad(err, "not sorted, or a name twice");
	if (repeats_a_file(iter, &entry))
		return bad(err, "a name twice");
	memcpy(entry.id.id, nul + 1, OID_SIZE);
	iter->previous = bytes_of(name, entry.name_len);
	iter->previous_mode = entry.mode;
	iter->left = bytes_of(nul + 1 + OID_SIZE, (size_t)(end - nul) - 1 - OID_SIZE);
	*ret = entry;
	return 1;
}

static int find(struct bytes raw, const char *name, size_t len, struct tree_entry *ret,
		struct err *err)
{
	struct tree_iter iter = tree_iter(raw);
	struct tree_entry entry;
	int more;

	ret->mode = 0;
	while ((more = tree_next(&iter, &entry, err)) > 0)
		if (entry.name_len == len && !memcmp(entry.name, name, len))
			*ret = entry;
	return more;
}

int tree_lookup(struct repo *repo, const struct oid *tree, const char *path, uint32_t *ret_mode,
		struct oid *ret_id, struct err *err)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct tree_entry entry = {.mode = TREE_DIRECTORY, .id = *tree};

	while (*path) {
		size_t len = strcspn(path, "/");
		struct oid id = entry.id;
		struct bytes raw;

		if (entry.mode != TREE_DIRECTORY) {
			entry.mode = 0; /* leads through a file */
			break;
		}
		arena_reset(&arena);
		if (object_read(repo, &id, OBJECT_TREE, LIMIT_TREE, &arena, &raw, err) < 0 ||
		    find(raw, path, len, &entry, err) < 0)
			return -1;
		if (!entry.mode)
			break;
		path += len + (path[len] == '/');
	}
	*ret_mode = entry.mode;
	*ret_id = entry.mode ? entry.id : OID_ZERO;
	return 0;
}

int tree_read_file(struct repo *repo, const struct oid *tree, const char *path, size_t limit,
		   struct arena *arena, struct bytes *ret, bool *ret_found, struct err *err)
{
	struct oid id;
	uint32_t mode;

	if (tree_lookup(repo, tree, path, &mode, &id, err) < 0)
		return -1;
	*ret_found = mode && mode != TREE_DIRECTORY && mode != TREE_SUBMODULE;
	return *ret_found ? object_read(repo, &id, OBJECT_BLOB, limit, arena, ret, err) : 0;
}
