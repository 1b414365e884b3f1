#include "records/purging.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "base/quote.h"
#include "fold/fold.h"
#include "ledger/governed.h"
#include "ledger/in_force.h"
#include "ledger/person.h"
#include "records/checkpoint.h"
#include "repo/snapshot.h"
#include "runbook/exceptions.h"
#include "runbook/purge.h"
#include "sign/digest.h"

struct listing {
	const struct ledger *l;
	const struct runbook *rb;
	const char *reader; /* NULL: nobody's key */
	struct purgeable *items;
	size_t count;
};

int purging_event(const struct ledger *l, const char *path, struct bytes text,
		  const char *checkpoint, struct event *event, struct err *err)
{
	const char *by = purge_replacement(path, text, l->arena);
	size_t len;

	if (!by)
		return err_set(err, ERR_USAGE,
			       "the banner of '%s' does not say what replaces it: "
			       "'Replacement:', a file, a step, or none",
			       path);
	event_set(event, l->arena, FIELD_SUBJECT, arena_printf(l->arena, "path:%s", path));
	event_set(event, l->arena, FIELD_CONTENT,
		  arena_printf(l->arena, "sha256:%s", SHA256_HEX(text.data, text.len)));
	event_set(event, l->arena, FIELD_REPLACEMENT, by);
	checkpoint = checkpoint ? checkpoint : checkpoint_newest(l, "purge");
	len = checkpoint ? strlen(checkpoint) : 0;
	while (len && checkpoint[len - 1] == '/')
		len--;
	if (len)
		event_set(event, l->arena, FIELD_DIRECTORY,
			  arena_strndup(l->arena, checkpoint, len));
	return 0;
}

/* These bytes may go already, and for how long. */
static int find_purged(const struct listing *g, const char *content, struct purgeable *item,
		       struct err *err)
{
	const struct subject *paths;
	const struct entry *entry;
	const char *said;

	if (state_subject(g->l->view->state, STATE_PATHS, &paths, err) < 0)
		return -1;
	entry = subject_entry(paths, arena_printf(g->l->arena, "purged/%s", item->path));
	said = entry ? entry_get(entry, "content") : NULL;
	if (said && !strcmp(said, content) && exception_until(entry, &item->until) &&
	    g->l->now <= item->until)
		item->purged = entry->sequence;
	return 0;
}

/* Everything that the act would be asked, but for what only its writer fills in. */
static int ask(const struct listing *g, const struct event *event, struct findings *found,
	       struct err *err)
{
	const struct event_origin origin = {.time = g->l->now, .principal = g->reader};
	struct act_facts act = {.event = event,
				.origin = &origin,
				.record = g->l->view->state,
				.runbook = g->rb,
				.asked = true,
				.reader = g->reader,
				.ahead = ACT_AHEAD};

	return fold_asks(g->l->view->fold, &act, found, err);
}

static const char *way_on(const struct listing *g, const struct purgeable *item)
{
	const char *path = shell_quote(item->path, g->l->arena);

	if (item->purged)
		return arena_printf(g->l->arena, "git rm -- %s", path);
	return findings_worst(&item->against) == FINDING_ERROR
		       ? NULL
		       : state_offer(g->l->view->state, g->reader,
				     event_info(EVENT_PURGE)->permission, NULL,
				     arena_printf(g->l->arena, "git mcade purge %s -m REASON",
						  path),
				     g->l->arena);
}

static int add(struct listing *g, const char *path, struct bytes text, struct err *err)
{
	struct purgeable *item = ARENA_PUSH(g->l->arena, g->items, g->count);
	struct event event = {.word = EVENT_PURGE};
	struct err unsaid;

	*item = (struct purgeable){.path = arena_strdup(g->l->arena, path),
				   .replacement = purge_replacement(path, text, g->l->arena),
				   .against = {.arena = g->l->arena}};
	if (purging_event(g->l, item->path, text, NULL, &event, &unsaid) < 0) {
		finding_add(&item->against, RULE_DEPRECATION, FINDING_ERROR,
			    (struct finding){.path = item->path}, "%s", unsaid.text);
		return 0;
	}
	if (governed_tips(g->l, &event, err) < 0)
		return -1;
	event_sort(&event);
	if (find_purged(g, event_get(&event, FIELD_CONTENT), item, err) < 0 ||
	    ask(g, &event, &item->against, err) < 0)
		return -1;
	item->next = way_on(g, item);
	return 0;
}

static int add_tip(struct listing *g, const struct oid *commit, const char *path,
		   struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *tip = NULL;
	CLEANUP(arena_free) struct arena names = ARENA_INIT;
	struct snapshot_file *files;
	struct bytes text;
	size_t count;
	bool found;

	if (snapshot_of_commit(g->l->repo, commit, &tip, err) < 0 ||
	    snapshot_list(tip, NULL, &names, &files, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (!purge_is_item(g->rb, files[i].path) ||
		    texts_among(g->items, g->count, sizeof(*g->items), files[i].path) ||
		    (path && strcmp(path, files[i].path) != 0))
			continue;
		if (snapshot_read(tip, files[i].path, g->l->arena, &text, &found, err) < 0 ||
		    (found && add(g, files[i].path, text, err) < 0))
			return -1;
	}
	return 0;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct purgeable *)a)->path, ((const struct purgeable *)b)->path);
}

int purging_list(const struct ledger *l, const char *path, const struct purgeable **ret,
		 size_t *ret_count, struct err *err)
{
	struct listing g = {.l = l};
	const struct principal *who;
	const struct visible_ref *refs;
	struct err no_key;
	size_t count;

	if (person_principal(l, &who, &no_key) == 0 && who)
		g.reader = who->id;
	if (ledger_runbook(l, &g.rb, err) < 0 || governed_visible(l, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (add_tip(&g, &refs[i].tip, path, err) < 0)
			return -1;
	if (g.count)
		qsort(g.items, g.count, sizeof(*g.items), by_path);
	*ret = g.items;
	*ret_count = g.count;
	return 0;
}
