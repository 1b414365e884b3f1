#include "ledger/plumb.h"

#include "model/logentry.h"
#include "repo/object.h"
#include "repo/snapshot.h"
#include "runbook/digests.h"

struct plumbing {
	const struct ledger *l;
	struct tree_image *image;
	struct snapshot *files;
	struct event event;
	struct event_origin origin;
	struct err *err;
};

static int read_image(void *context, const char *path, struct arena *a, struct bytes *ret,
		      bool *ret_found, struct err *err)
{
	struct plumbing *p = context;

	return tree_image_read(p->image, p->l->repo, path, a, ret, ret_found, err);
}

static int read_files(void *context, const char *path, struct arena *a, struct bytes *ret,
		      bool *ret_found, struct err *err)
{
	struct plumbing *p = context;

	return snapshot_read(p->files, path, a, ret, ret_found, err);
}

/* The files that the message says it brings, as they are in `files`. */
static int take_attachments(struct plumbing *p)
{
	const struct event whole = p->event; /* which folder is sealed is said by its files */
	const struct event_values said = whole.fields[FIELD_FILE];
	struct arena *a = p->l->arena;

	p->event.fields[FIELD_FILE] = (struct event_values){0};
	for (size_t i = 0; i < said.count; i++) {
		char sha256[65];
		const char *path;
		struct bytes data;
		bool found;

		event_file_parts(said.items[i], &path, sha256);
		if (!event_may_attach(&whole, path, a))
			continue;
		if (snapshot_read(p->files, path, a, &data, &found, p->err) < 0)
			return -1;
		if (found)
			event_add(&p->event, a, FIELD_FILE, file_digest(path, data, a));
	}
	return 0;
}

/* "- when:" and "- by:" of the entry of this event, where `files` has one. */
static int take_origin(struct plumbing *p)
{
	static const char *const folders[] = {"deployments/"};
	const struct prefix_set only = {folders, 1};
	const char *id = event_get(&p->event, FIELD_ID);
	struct arena *a = p->l->arena;
	struct snapshot_file *files;
	size_t count;

	p->origin.time = p->l->now;
	p->origin.name = repo_config_get(p->l->repo, "user.name");
	if (snapshot_list(p->files, &only, a, &files, &count, p->err) < 0)
		return -1;
	if (!p->origin.name)
		p->origin.name = "";
	for (size_t i = 0; logentry_makes(&p->event) && i < count; i++) {
		struct logentry entry;
		struct bytes text;
		size_t at = 0;
		bool found;

		if (snapshot_read(p->files, files[i].path, a, &text, &found, p->err) < 0)
			return -1;
		while (found && logentry_next(text, &at, &entry))
			if (!strcmp(entry.id, id))
				logentry_origin(&entry, a, &p->origin);
	}
	return 0;
}

static int write_changes(struct plumbing *p, const struct file_changes *changes)
{
	for (size_t i = 0; i < changes->count; i++) {
		const struct file_change *file = &changes->items[i];
		struct bytes data = file->data;
		struct oid blob;
		bool found = true;

		if (file->remove) {
			if (tree_image_remove(p->image, file->path, p->err) < 0)
				return -1;
			continue;
		}
		if (file->attached &&
		    snapshot_read(p->files, file->path, p->l->arena, &data, &found, p->err) < 0)
			return -1;
		if (!file->attached)
			event_add(&p->event, p->l->arena, FIELD_FILE,
				  file_digest(file->path, data, p->l->arena));
		if (object_write(p->l->repo, OBJECT_BLOB, data, &blob, p->err) < 0 ||
		    tree_image_set(p->image, file->path, &blob, p->err) < 0)
			return -1;
	}
	return 0;
}

static int apply(struct plumbing *p, struct oid *ret_tree, struct strbuf *out)
{
	struct state *state = state_open(
		p->l->arena, (struct state_source){.read = read_image, .context = p});
	struct findings malformed = {.arena = p->l->arena};
	struct attachments attachments = {read_files, p};
	struct file_changes changes;

	event_sort(&p->event);
	if (state_apply(state, &p->event, &p->origin, attachments, p->l->arena, &changes,
			&malformed, p->err) < 0)
		return -1;
	if (malformed.count)
		return err_set(p->err, ERR_FORMAT, "%s (expected %s, found %s)",
			       malformed.items[0].message,
			       malformed.items[0].expected ? malformed.items[0].expected : "-",
			       malformed.items[0].found ? malformed.items[0].found : "-");
	if (write_changes(p, &changes) < 0 ||
	    tree_image_write(p->image, p->l->repo, NULL, NULL, ret_tree, p->err) < 0)
		return -1;
	return event_encode(&p->event, out, p->err);
}

/* A tree by its id, or that of a commit. */
static int files_tree(const struct ledger *l, const char *files, struct oid *ret,
		      struct err *err)
{
	enum object_type type;
	struct oid commit;
	size_t size;

	if (oid_parse(files, ret)) {
		if (object_stat(l->repo, ret, &type, &size, err) < 0)
			return -1;
		if (type == OBJECT_TREE)
			return 0;
	}
	if (repo_resolve_commit(l->repo, files, &commit, err) < 0)
		return -1;
	return commit_tree(l->repo, &commit, ret, err);
}

int plumb_apply(const struct ledger *l, const char *parent, const char *files,
		struct bytes message, struct oid *ret_tree, struct strbuf *out, struct err *err)
{
	struct plumbing p = {.l = l, .err = err};
	struct oid commit, tree;
	int result = -1;

	if (event_decode(message, l->arena, &p.event, err) < 0 ||
	    repo_resolve_commit(l->repo, parent, &commit, err) < 0 ||
	    commit_tree(l->repo, &commit, &tree, err) < 0 ||
	    tree_image_load(l->repo, &tree, &p.image, err) < 0)
		return -1;
	if (files_tree(l, files, &tree, err) < 0 ||
	    snapshot_of_tree(l->repo, &tree, &p.files, err) < 0)
		goto done;
	if (take_attachments(&p) == 0 && take_origin(&p) == 0)
		result = apply(&p, ret_tree, out);
done:
	snapshot_freep(&p.files);
	tree_image_free(p.image);
	return result;
}
