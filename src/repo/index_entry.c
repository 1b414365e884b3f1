#include "repo/index_entry.h"

#include "base/limits.h"
#include "repo/object.h"

#define AT_MODE 24
#define AT_ID 40
#define AT_FLAGS 60
#define FLAG_ASSUME_UNCHANGED 0x8000u
#define FLAG_EXTENDED 0x4000u
#define FLAG_INTENT_TO_ADD 0x2000u /* of the second flags */
#define FLAG_SKIP_WORKTREE 0x4000u

static unsigned be16(const uint8_t *at)
{
	return (unsigned)at[0] << 8 | at[1];
}

static bool mode_is_known(uint32_t mode)
{
	return mode == TREE_FILE || mode == TREE_EXECUTABLE || mode == TREE_FILE_OLD ||
	       mode == TREE_SYMLINK || mode == TREE_SUBMODULE || mode == TREE_DIRECTORY;
}

/* Only a sparse index has directories; there they end in a slash. */
static bool path_fits(const char *path, uint32_t mode, struct arena *scratch)
{
	size_t len = strlen(path);

	if (mode != TREE_DIRECTORY)
		return tree_path_ok(path);
	return len > 1 && path[len - 1] == '/' &&
	       tree_path_ok(arena_strndup(scratch, path, len - 1));
}

/* Version 4: how many bytes of the previous path to drop, 7 bits at a time; then the rest. */
static int path_v4(struct bytes raw, size_t *at, const struct index_entry *previous,
		   struct arena *arena, const char **ret, struct err *err)
{
	const uint8_t *data = raw.data;
	size_t keep = previous ? strlen(previous->path) : 0, drop = 0, rest;
	const uint8_t *end;
	char *path;

	for (int i = 0;; i++) {
		if (*at >= raw.len || i > 4)
			return err_set(err, ERR_FORMAT, "index is damaged: a path's prefix");
		if (i)
			drop++;
		drop = drop << 7 | (data[*at] & 127);
		if (!(data[(*at)++] & 128))
			break;
	}
	if (drop > keep)
		return err_set(err, ERR_FORMAT, "index is damaged: a path's prefix");
	keep -= drop;
	end = memchr(data + *at, 0, raw.len - *at);
	if (!end)
		return err_set(err, ERR_FORMAT, "index is cut short");
	rest = (size_t)(end - data) - *at;
	if (keep + rest > LIMIT_PATH)
		return err_set(err, ERR_LIMIT, "index has a path of more than %zu bytes",
			       LIMIT_PATH);
	path = arena_alloc(arena, keep + rest + 1);
	if (keep)
		memcpy(path, previous->path, keep);
	memcpy(path + keep, data + *at, rest);
	*at += rest + 1;
	*ret = path;
	return 0;
}

/* Versions 2 and 3: the whole path, then NULs to a multiple of 8 from the entry's start. */
static int path_v2(struct bytes raw, size_t start, size_t *at, const char **ret,
		   struct err *err)
{
	const uint8_t *data = raw.data;
	const uint8_t *end = memchr(data + *at, 0, raw.len - *at);
	size_t len, next;

	if (!end)
		return err_set(err, ERR_FORMAT, "index is cut short");
	len = (size_t)(end - data) - *at;
	if (len > LIMIT_PATH)
		return err_set(err, ERR_LIMIT, "index has a path of more than %zu bytes",
			       LIMIT_PATH);
	next = start + ((*at - start + len + 8) & ~(size_t)7);
	if (next > raw.len)
		return err_set(err, ERR_FORMAT, "index is cut short");
	for (const uint8_t *pad = end; pad < data + next; pad++)
		if (*pad)
			return err_set(err, ERR_FORMAT, "index is damaged: bytes after a path");
	*ret = (const char *)data + *at;
	*at = next;
	return 0;
}

int index_entry_read(struct bytes raw, uint32_t version, size_t *at,
		     const struct index_entry *previous, struct arena *arena,
		     struct index_entry *ret, struct err *err)
{
	struct index_entry entry = {0};
	size_t start = *at, next;
	const uint8_t *data;
	unsigned flags, more = 0;
	int order;

	if (raw.len < start || raw.len - start < INDEX_ENTRY_MIN)
		return err_set(err, ERR_FORMAT, "index is cut short");
	data = (const uint8_t *)raw.data + start;

	entry.mode = be32(data + AT_MODE);

	memcpy(entry.id.id, data + AT_ID, OID_SIZE);
	flags = be16(data + AT_FLAGS);
	next = start + INDEX_ENTRY_MIN;
	if (flags & FLAG_EXTENDED) {
		if (version < 3 || raw.len - next < 2)
			return err_set(err, ERR_FORMAT, "index is damaged: an entry's flags");
		more = be16((const uint8_t *)raw.data + next);
		next += 2;
	}
	entry.stage = (uint8_t)(flags >> 12 & 3);
	entry.intent_to_add = (more & FLAG_INTENT_TO_ADD) != 0;
	entry.skip_worktree = (more & FLAG_SKIP_WORKTREE) != 0;
	entry.unwatched = entry.skip_worktree || (flags & FLAG_ASSUME_UNCHANGED);
	if (version == 4 ? path_v4(raw, &next, previous, arena, &entry.path, err)
			 : path_v2(raw, start, &next, &entry.path, err))
		return -1;
	order = previous ? strcmp(previous->path, entry.path) : -1;
	if (order > 0 || (order == 0 && previous->stage >= entry.stage))
		return err_set(err, ERR_FORMAT, "index is damaged: '%s' stands out of order",
			       entry.path);
	if (!mode_is_known(entry.mode) || !path_fits(entry.path, entry.mode, arena))
		return err_set(err, ERR_FORMAT,
			       "index is damaged: no entry can be '%s' (mode %" PRIo32 ")",
			       entry.path, entry.mode);
	*at = next;
	*ret = entry;
	return 0;
}

/* --- git diff --raw -z ------------------------------------------------------------------------ */
static int bad_record(struct err *err)
{
	return err_set(err, ERR_FORMAT, "git diff-index prints an unknown form");
}

/* `len` octal digits and a blank. */
static bool octal(const char **text, uint32_t *ret)
{
	uint32_t value = 0;

	for (int i = 0; i < 6; i++, (*text)++) {
		if (**text < '0' || **text > '7')
			return false;
		value = value << 3 | (uint32_t)(**text - '0');
	}
	*ret = value;
	return *(*text)++ == ' ';
}

static bool full_id(const char **text, struct oid *ret)
{
	char hex[OID_HEX_SIZE];

	memcpy(hex, *text, OID_HEX_SIZE - 1);
	hex[OID_HEX_SIZE - 1] = '\0';
	*text += OID_HEX_SIZE - 1;
	return oid_parse(hex, ret) && *(*text)++ == ' ';
}

/* ":100644 100755 <id> <id> M" */
static int parse_record(struct bytes head, struct tree_change *ret, struct err *err)
{
	const char *at = head.data;
	struct tree_change change = {0};

	if (head.len != 1 + 7 + 7 + 41 + 41 + 1 || *at++ != ':' ||
	    !octal(&at, &change.old_mode) || !octal(&at, &change.new_mode) ||
	    !full_id(&at, &change.old_id) || !full_id(&at, &change.new_id))
		return bad_record(err);
	if (*at == 'U')
		return err_set(err, ERR_CONFLICT, "a merge is not settled");
	if (!strchr("ADMT", *at) || (*at == 'A') != !change.old_mode ||
	    (*at == 'D') != !change.new_mode ||
	    (change.old_mode && !mode_is_known(change.old_mode)) ||
	    (change.new_mode && !mode_is_known(change.new_mode)) ||
	    oid_is_zero(&change.old_id) != !change.old_mode ||
	    oid_is_zero(&change.new_id) != !change.new_mode)
		return bad_record(err);
	*ret = change;
	return 0;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct tree_change *)a)->path,
		      ((const struct tree_change *)b)->path);
}

int index_parse_raw_diff(struct bytes output, struct arena *arena, struct tree_change **ret,
			 size_t *ret_count, struct err *err)
{
	const char *at = output.data, *end = at + output.len;
	struct tree_change *changes = NULL, change;
	size_t count = 0;

	while (at < end) {
		const char *path = memchr(at, 0, (size_t)(end - at));
		const char *stop = path ? memchr(path + 1, 0, (size_t)(end - path - 1)) : NULL;

		if (!stop || (size_t)(stop - path) > LIMIT_PATH || count >= LIMIT_FILES)
			return bad_record(err);
		if (parse_record(bytes_of(at, (size_t)(path - at)), &change, err)) {
			if (err->code == ERR_CONFLICT)
				err_set(err, ERR_CONFLICT, "'%s' is not merged yet", path + 1);
			return -1;
		}
		change.path = arena_strdup(arena, path + 1);
		if (!tree_path_ok(change.path))
			return bad_record(err);
		*ARENA_PUSH(arena, changes, count) = change;
		at = stop + 1;
	}
	if (count)
		qsort(changes, count, sizeof(*changes), by_path);
	for (size_t i = 1; i < count; i++)
		if (!strcmp(changes[i - 1].path, changes[i].path))
			return bad_record(err);
	*ret = changes;
	*ret_count = count;
	return 0;
}
