/* Does an act that is signed again still change what it changed when its signer saw it? */
#include "remote/sync_internal.h"

#include "model/state.h"
#include "model/subject.h"
#include "repo/snapshot.h"

int sync_read_at(struct repo *repo, const struct oid *commit, const char *path, struct arena *a,
		 struct bytes *ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *files = NULL;
	bool found;

	*ret = (struct bytes){0};
	return snapshot_of_commit(repo, commit, &files, err) < 0 ||
			       snapshot_read(files, path, a, ret, &found, err) < 0
		       ? -1
		       : 0;
}

/* The entries of one subject before the act, after it, and where it is signed again. */
struct basis {
	struct subject was, ours, now;
};

static int read_subject(const struct ledger *l, const struct oid *commit, const char *path,
			struct subject *ret, struct err *err)
{
	struct bytes text;

	*ret = (struct subject){0};
	if (sync_read_at(l->repo, commit, path, l->arena, &text, err) < 0)
		return -1;
	return text.data ? subject_read(text, path, l->arena, ret, err) : 0;
}

/* Places differ where others came first; who filed an entry does not. */
static bool same_entry(const struct subject *a, const struct subject *b, const char *slot)
{
	const struct entry *one = subject_entry(a, slot), *two = subject_entry(b, slot);

	return one && two ? !strcmp(one->event, two->event) : one == two;
}

/* The first of these entries that the act changed and another event has changed since. */
static const char *moved(const struct basis *b, const struct subject *slots)
{
	for (size_t i = 0; i < slots->count; i++) {
		const char *slot = slots->entries[i].slot;

		/* each event of a subject is its last */
		if (strcmp(slot, "last") != 0 && !same_entry(&b->was, &b->ours, slot) &&
		    !same_entry(&b->was, &b->now, slot))
			return slot;
	}
	return NULL;
}

static int check_file(const struct ledger *l, const struct aside_event *e, const char *path,
		      const char **ret, struct err *err)
{
	struct basis b;

	if (read_subject(l, &e->parent, path, &b.was, err) < 0 ||
	    read_subject(l, &e->commit, path, &b.ours, err) < 0 ||
	    read_subject(l, &l->view->head, path, &b.now, err) < 0)
		return -1;
	*ret = moved(&b, &b.was);
	if (!*ret)
		*ret = moved(&b, &b.ours);
	return 0;
}

int sync_check_basis(const struct ledger *l, struct aside_event *e, struct err *err)
{
	const struct event_values *files = &e->event.fields[FIELD_FILE];
	const char *slot = NULL;

	for (size_t i = 0; i < files->count && !slot; i++) {
		const char *path;
		char sha256[65];

		event_file_parts(files->items[i], &path, sha256);
		if (!strncmp(path, "state/", 6) && check_file(l, e, path, &slot, err) < 0)
			return -1;
	}
	if (slot)
		finding_add(
			&e->refused, RULE_ORDER, FINDING_ERROR,
			(struct finding){.step = event_get(&e->event, FIELD_STEP),
					 .environment = event_get(&e->event, FIELD_ENVIRONMENT),
					 .expected = "what its signer had seen",
					 .found = arena_printf(l->arena, "another '%s'", slot)},
			"%s: another event has changed what it changes", e->subject);
	return slot != NULL;
}
