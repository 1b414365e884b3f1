/* verify_files.c - an event's files are what it says, and the tree is what it makes of them. */
#include "ledger/verify_internal.h"

#include "base/limits.h"
#include "repo/object.h"

/* The SHA-256 that the event gives for a path, or NULL. */
static const char *bound_digest(struct judgement *j, const char *path)
{
	const struct event_values *files = &j->event->fields[FIELD_FILE];

	for (size_t i = 0; i < files->count; i++) {
		const char *value = files->items[i];

		if (!strcmp(value + strlen("sha256:") + 64 + 1, path))
			return value + strlen("sha256:");
	}
	return NULL;
}

static int check_file(struct judgement *j, const struct file_change *file,
		      const struct oid *tree)
{
	const char *bound = bound_digest(j, file->path);
	const struct bytes *brought;
	struct bytes data;
	char sha256[DIGEST_HEX];
	struct oid blob;
	uint32_t mode;

	if (!bound)
		return bad(j, file->path, "nothing",
			   "Mcade-File lacks a file that the event writes");
	brought = file->attached ? strmap_get(&j->v->brought, file->path) : &file->data;
	if (brought) {
		data = *brought;
		object_hash(OBJECT_BLOB, data, &blob);
	} else {
		if (tree_lookup(j->v->source.repo, tree, file->path, &mode, &blob, j->err) < 0)
			return -1;
		if (!mode)
			return bad(j, file->path, "nothing",
				   "a file that the event names is not there");
		if (object_read(j->v->source.repo, &blob, OBJECT_BLOB, LIMIT_BLOB, j->scratch,
				&data, j->err) < 0)
			return -1;
	}
	digest_sha256_hex(data.data, data.len, sha256);
	if (strncmp(bound, sha256, 64) != 0)
		return bad(j, arena_strndup(j->scratch, bound, 64), sha256,
			   "the SHA-256 of '%s' is wrong", file->path);
	if (tree_image_set(j->v->at.image, file->path, &blob, j->err) < 0)
		return bad_bytes(j, "a file cannot stand in the tree",
				 "a tree of the ledger's shape");
	return 0;
}

int verify_files(struct judgement *j, const struct file_changes *changes)
{
	struct verifier *v = j->v;
	size_t written = 0;
	struct oid tree, computed;
	int verdict;

	if (!oid_parse(j->envelope->tree, &tree))
		return bad(j, "40 hex digits", j->envelope->tree,
			   "the tree is not an object id");
	for (size_t i = 0; i < changes->count; i++) {
		const struct file_change *file = &changes->items[i];

		if (file->remove) {
			if (tree_image_remove(v->at.image, file->path, j->err) < 0)
				return -1;
			continue;
		}
		written++;
		verdict = check_file(j, file, &tree);
		if (verdict)
			return verdict;
	}
	if (written != j->event->fields[FIELD_FILE].count)
		return bad(j, arena_printf(j->scratch, "%zu files", written),
			   arena_printf(j->scratch, "%zu", j->event->fields[FIELD_FILE].count),
			   "Mcade-File names a file that the event does not write");
	if (tree_image_id(v->at.image, &computed, j->err) < 0)
		return -1;
	if (!oid_equal(&computed, &tree))
		return bad(j, OID_HEX(&computed), j->envelope->tree,
			   "the tree is not what the event makes of the one before");
	v->at.tree = tree;
	return 0;
}
