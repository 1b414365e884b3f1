/* push_seals.c - what is sealed stays for ever: files of a checkpoint that comes are looked into. */
#include "gate/push_internal.h"

#include "base/limits.h"
#include "text/redact.h"
#include "repo/object.h"

static bool has_secret(struct bytes data)
{
	CLEANUP(redactor_freep) struct redactor *shapes = redactor_new();
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	return redact_text(shapes, data, &out) > 0;
}

static int look_into(struct push *push, const struct verified_event *event,
		     const struct oid *tree, const char *path, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct repo *repo = push->l->repo;
	struct bytes data;
	struct oid blob;
	uint32_t mode;

	if (tree_lookup(repo, tree, path, &mode, &blob, err) < 0 ||
	    object_read(repo, &blob, OBJECT_BLOB, LIMIT_BLOB, &scratch, &data, err) < 0)
		return -1;
	if (has_secret(data))
		finding_add(push->found, RULE_SECRET, FINDING_ERROR,
			    (struct finding){.path = arena_strdup(push->l->arena, path),
					     .ref = push->l->ref,
					     .sequence = event->sequence,
					     .has_sequence = true,
					     .expected = "no plaintext credential",
					     .found = "what looks like one"},
			    "event %" PRIu64 " would seal a credential", event->sequence);
	return 0;
}

int push_look_into_seal(struct push *push, const struct verified_event *event, struct err *err)
{
	const struct event_values *files = &event->event.fields[FIELD_FILE];
	struct oid tree;

	if (event_kind(&event->event) != KIND_SEAL)
		return 0;
	if (commit_tree(push->l->repo, &event->commit, &tree, err) < 0)
		return -1;
	for (size_t i = 0; i < files->count; i++) {
		const char *path;
		char sha256[65];

		event_file_parts(files->items[i], &path, sha256);
		if (look_into(push, event, &tree, path, err) < 0)
			return -1;
	}
	return 0;
}
