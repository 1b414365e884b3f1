/*
 * Recorded checkpoints: a file that is missing is written again, and so is one that HEAD has with
 * other bytes; edits that no commit has are left alone.
 */
#include "records/render_internal.h"

#include "ledger/verify.h"
#include "fold/fold.h"
#include "match/glob.h"
#include "model/canon.h"
#include "runbook/runbook.h"
#include "repo/object.h"
#include "ledger/in_force.h"

struct sealed {
	const struct ledger *l;
	const struct runbook *runbook;
	struct rendered *done;
	const char *prefix;    /* of the checkpoint in the ledger, with a final slash */
	const char *directory; /* in the work tree, with a final slash */
	uint64_t sequence;     /* of its event */
};

/*
 * Only folders where the runbook in force keeps checkpoints: who may record one must not thereby
 * place files anywhere in other people's work trees.
 */
static bool is_placed(const struct runbook *rb, const char *directory, struct arena *a)
{
	const char *pattern;
	size_t len;

	if (!rb->records.checkpoint)
		return false;
	pattern = runbook_template_pattern(rb->records.checkpoint, a);
	len = strlen(pattern);
	if (len && pattern[len - 1] == '/')
		len--;
	return glob_match(arena_printf(a, "%.*s/", (int)len, pattern), directory) ||
	       glob_match(arena_printf(a, "%.*s-[0-9]*/", (int)len, pattern), directory);
}

static int render_sealed_file(const char *path, const struct oid *said UNUSED, void *data,
			      struct err *err)
{
	struct sealed *c = data;
	struct arena *a = c->l->arena;
	const char *target = arena_printf(a, "%s%s", c->directory, path + strlen(c->prefix));
	struct bytes text, held;
	struct oid now, sealed;
	struct rendered_events unseen = {0};
	bool found, edited = false;

	if (ledger_view_blob(c->l->view, path, &sealed, err) < 0)
		return -1;
	if (oid_is_zero(&sealed))
		return 0; /* said, and it does not count */
	if (render_read(c->l, c->done, target, &text, &found, err) < 0)
		return render_unwritten(c->l, c->done, target, err);
	if (found) {
		object_hash(OBJECT_BLOB, text, &now);
		if (oid_equal(&now, &sealed))
			return 0;
		if (render_is_committed(c->l, c->done, target, text, &edited, err) < 0)
			return -1;
		if (!edited) {
			rendered_edited(c->l, c->done, target, "it was edited, and is sealed");
			return 0;
		}
	}
	if (!is_placed(c->runbook, c->directory, a)) {
		rendered_absent(c->l, c->done, target,
				"it is missing, and 'records.checkpoint' keeps none there");
		return 0;
	}
	if (fold_read(c->l->view->fold, path, c->l->arena, &held, &found, err) < 0)
		return -1;
	unseen_add(a, &unseen, c->sequence);
	return render_file(c->l, c->done, target, held,
			   (struct rendered_item){.detail = edited ? "sealed, and it was edited"
								   : "sealed",
						  .unseen = unseen,
						  .edited = edited},
			   err);
}

static uint64_t sealed_at(const struct sealed *c)
{
	const struct fold_seal *seals;
	size_t count;

	seals = fold_seals(c->l->view->fold, &count);
	for (size_t i = 0; i < count; i++)
		if (!strncmp(seals[i].directory, c->directory, strlen(c->directory) - 1) &&
		    strlen(seals[i].directory) == strlen(c->directory) - 1)
			return seals[i].sequence;
	return 0;
}

/* Each CHECKPOINT.yaml of the ledger says where its folder stands in the work tree. */
static int render_sealed(const char *path, const struct oid *blob UNUSED, void *data,
			 struct err *err)
{
	static const char name[] = "/CHECKPOINT.yaml";
	struct sealed *c = data;
	struct arena *a = c->l->arena;
	size_t len = strlen(path);
	const char *directory;
	struct canon root;
	struct bytes text;
	bool found;

	if (len < sizeof(name) || strcmp(path + len - strlen(name), name) != 0)
		return 0;
	if (fold_read(c->l->view->fold, path, c->l->arena, &text, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	c->prefix = arena_printf(a, "%.*s/", (int)(len - strlen(name)), path);
	directory = canon_parse(text, path, a, &root, err) < 0 ? NULL
							       : canon_text(&root, "directory");
	if (!directory || !*directory) {
		rendered_absent(c->l, c->done, path, "the ledger's copy names no directory");
		return 0;
	}
	c->directory = directory[strlen(directory) - 1] == '/'
			       ? directory
			       : arena_printf(a, "%s/", directory);
	c->sequence = sealed_at(c);
	if (!c->sequence)
		return 0; /* the seal was taken back: what is there is nobody's to mend */
	return tree_image_each(c->l->view->image, arena_strndup(a, path, len - strlen(name)),
			       render_sealed_file, c, err);
}

int render_checkpoints(const struct ledger *l, struct rendered *done, struct err *err)
{
	struct sealed c = {.l = l, .done = done};

	if (!render_has_place(l, done))
		return 0;
	if (ledger_runbook(l, &c.runbook, err) < 0)
		return -1;
	return render_each(l, done, "checkpoints", render_sealed, &c, err);
}
