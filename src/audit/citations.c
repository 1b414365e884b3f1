#include "audit/citations.h"

#include "base/texts.h"

#include "fold/fold.h"
#include "ledger/governed.h"
#include "records/records.h"
#include "records/render.h"
#include "model/canon.h"
#include "model/logentry.h"
#include "runbook/runbook.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "repo/snapshot.h"
#include "ledger/in_force.h"

void chain_init(struct chain *chain, struct arena *a)
{
	*chain = (struct chain){.ids = {.arena = a}, .commits = {.arena = a}};
}

void chain_add(struct chain *chain, const struct verified_event *event)
{
	struct arena *a = chain->ids.arena;

	strmap_put(&chain->ids, arena_strdup(a, event_get(&event->event, FIELD_ID)), chain);
	strmap_put(&chain->commits, arena_strdup(a, event->sha256), chain);
}

struct witness {
	const struct ledger *l;
	const struct chain *chain;
	struct findings *findings;
	struct snapshot *snapshot;
	const char *ref, *way; /* way: render_way() of its tip */
	size_t *count;
	struct strmap
		entries; /* generated entries of the ledger's log of one day: id -> bytes */
	const char *entries_of;
};

/* -- log entries --------------------------------------------------------------------------------- */

/* The ledger's own text of an entry; NULL when its log of that day has none of that id. */
static int ledger_entry(struct witness *w, const char *path, const char *id,
			const struct logentry **ret, struct err *err)
{
	struct arena *a = w->l->arena;
	struct logentry entry;
	struct bytes log;
	size_t offset = 0;
	bool found;

	if (!w->entries_of || strcmp(w->entries_of, path) != 0) {
		w->entries = (struct strmap){.arena = a};
		w->entries_of = path;
		if (fold_read(w->l->view->fold, path, a, &log, &found, err) < 0)
			return -1;
		while (found && logentry_next(log, &offset, &entry)) {
			struct logentry *kept = arena_memdup(a, &entry, sizeof(entry));

			strmap_put(&w->entries, kept->id, kept);
		}
	}
	*ret = strmap_get(&w->entries, id);
	return 0;
}

static void drift(struct witness *w, const char *path, unsigned line, const char *expected,
		  const char *found, const char *fix, const char *message)
{
	finding_add(w->findings, RULE_DRIFT, FINDING_ERROR,
		    (struct finding){.ref = w->ref,
				     .path = path,
				     .at = {path, line, 1},
				     .expected = expected,
				     .found = found,
				     .fix = fix},
		    "%s", message);
}

/* Who has joined follows with `sync`; who only looks, with git. */
static int fetch_first(struct witness *w, struct err *err)
{
	struct err ignored;
	struct oid tip;

	if (!ref_peek(w->l->repo, w->l->ref, &tip, &ignored) && !oid_is_zero(&tip))
		return err_next(err, "git mcade sync");
	return err_next(err, "%s && git mcade audit", ledger_fetch_line(w->l));
}

/*
 * An event that is not in the chain: forged entry, unpublished or rewound ledger, nobody can tell
 * which. Where even what was published then is not here, the ledger has to be fetched first.
 */
static int cite(struct witness *w, const char *id, const char *seen, const char *path,
		unsigned line, const char *fix, struct err *err)
{
	(*w->count)++;
	if (strmap_get(&w->chain->ids, id))
		return 0;
	if (!strmap_get(&w->chain->commits, seen + strlen("sha256:"))) {
		err_at(err, ERR_NOT_FOUND, (struct srcpos){path, line, 1},
		       "cites event %s, but the ledger here ends before it was published", id);
		return fetch_first(w, err);
	}
	drift(w, path, line, "an event of the ledger", id, fix,
	      "cites an event that is not in the ledger");
	return 0;
}

static int check_log(struct witness *w, const char *path, struct err *err)
{
	struct arena *a = w->l->arena;
	struct logentry entry;
	struct bytes text;
	size_t offset = 0;
	bool found;

	if (snapshot_read(w->snapshot, path, a, &text, &found, err) < 0)
		return -1;
	while (found && logentry_next(text, &offset, &entry)) {
		const struct logentry *ours;
		const char *ledger_path;

		if (!entry.id[0]) {
			drift(w, path, entry.line, "<!-- mcade ID after SEEN -->",
			      "a malformed line", "hint: remove that entry",
			      "a generated entry's first line is damaged");
			continue;
		}
		if (cite(w, entry.id, entry.seen, path, entry.line,
			 !text_begins(w->way, "git ") ? w->way
						      : "git mcade sync && git mcade render",
			 err) < 0)
			return -1;
		ledger_path = records_ledger_log(entry.text, a);
		if (!ledger_path || !strmap_get(&w->chain->ids, entry.id))
			continue;
		if (ledger_entry(w, ledger_path, entry.id, &ours, err) < 0)
			return -1;
		if (!ours || !records_same_entry(ours->text, entry.text))
			drift(w, path, entry.line, "the ledger's text of this entry",
			      "another text", w->way, "a generated entry was edited");
	}
	return 0;
}

/* -- checkpoints --------------------------------------------------------------------------------- */

struct sealed_walk {
	struct witness *w;
	const char *prefix; /* in the ledger */
	const char *directory;
	struct err *err;
};

static int check_sealed_file(const char *path, const struct oid *said UNUSED, void *data,
			     struct err *err)
{
	struct sealed_walk *walk = data;
	struct witness *w = walk->w;
	const char *copy = arena_printf(w->l->arena, "%s%s", walk->directory,
					path + strlen(walk->prefix));
	struct oid found, sealed;
	uint32_t mode;

	if (ledger_view_blob(w->l->view, path, &sealed, err) < 0 ||
	    snapshot_entry(w->snapshot, copy, &mode, &found, err) < 0)
		return -1;
	if (oid_is_zero(&sealed) || (mode && oid_equal(&found, &sealed)))
		return 0;
	finding_add(w->findings, RULE_SEALED, FINDING_ERROR,
		    (struct finding){.ref = w->ref,
				     .path = copy,
				     .expected = "the file as it was sealed",
				     .found = mode ? "another content" : "no such file",
				     .fix = w->way},
		    mode ? "a sealed checkpoint was edited"
			 : "a sealed checkpoint lost a file");
	return 0;
}

static int check_checkpoint(struct witness *w, const char *path, struct err *err)
{
	struct arena *a = w->l->arena;
	const char *event, *seen, *id, *directory;
	struct sealed_walk walk;
	struct canon root;
	struct bytes text;
	bool found;

	if (snapshot_read(w->snapshot, path, a, &text, &found, err) < 0)
		return -1;
	if (!found || canon_parse(text, path, a, &root, err) < 0)
		return 0; /* not one of ours, or edited: then the ledger's copy says so below */
	event = canon_text(&root, "event");
	seen = canon_text(&root, "after");
	id = canon_text(&root, "checkpoint");
	directory = canon_text(&root, "directory");
	if (!event || !seen || !id || !directory)
		return 0;
	if (cite(w, event, seen, path, 1,
		 "hint: git mcade sync; if no event has it after that, it was made by hand",
		 err) < 0)
		return -1;
	if (fold_unsealed(
		    w->l->view->fold,
		    arena_strndup(a, directory, strlen(directory) - text_ends(directory, "/"))))
		return 0;
	walk = (struct sealed_walk){
		.w = w, .prefix = state_checkpoint_path(id, a), .directory = directory};
	return tree_image_each(w->l->view->image,
			       arena_strndup(a, walk.prefix, strlen(walk.prefix) - 1),
			       check_sealed_file, &walk, err);
}

/* -- the governed branches ----------------------------------------------------------------------- */

static int check_ref(struct witness *w, const struct oid *commit,
		     const struct prefix_set *places, struct err *err)
{
	struct snapshot_file *files;
	size_t count;
	int result = 0;

	if (snapshot_of_commit(w->l->repo, commit, &w->snapshot, err) < 0)
		return -1;
	if (snapshot_list(w->snapshot, places, w->l->arena, &files, &count, err) < 0)
		result = -1;
	for (size_t i = 0; !result && i < count; i++) {
		if (text_ends(files[i].path, "/CHECKPOINT.yaml"))
			result = check_checkpoint(w, files[i].path, err);
		else if (text_ends(files[i].path, ".md"))
			result = check_log(w, files[i].path, err);
	}
	snapshot_free(w->snapshot);
	w->snapshot = NULL;
	return result;
}

int citations_check(const struct ledger *l, const struct chain *chain,
		    struct findings *findings, size_t *ret_count, struct err *err)
{
	struct witness w = {.l = l, .chain = chain, .findings = findings, .count = ret_count};
	const struct visible_ref *refs;
	const struct runbook *runbook;
	struct prefix_set places;
	size_t count;

	if (ledger_runbook(l, &runbook, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	if (governed_visible(l, &refs, &count, err) < 0)
		return -1;
	places = records_places(runbook, l->arena);
	for (size_t i = 0; i < count; i++) {
		w.ref = refs[i].name;
		w.way = render_way(l, &refs[i].tip);
		if (check_ref(&w, &refs[i].tip, &places, err) < 0)
			return -1;
	}
	return 0;
}
