/* marks_ids.c - what is a step: by the ids of the runbook, of the ledger, or of the document itself. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "policy/readings.h"

int marks_ids_with(const struct facts *facts, const struct runbook *next,
		   const struct strmap **ret, struct err *err)
{
	const char *key = next ? "\nids, and those to come" : "\nids"; /* no path */
	const struct runbook *rb = facts->runbook;
	struct strmap *ids = strmap_get(facts->parsed, key);
	const struct step_name *steps;
	size_t count;

	*ret = ids;
	if (ids)
		return 0;
	if (held_steps(facts, &steps, &count, err) < 0)
		return -1;
	ids = arena_alloc(facts->parsed->arena, sizeof(*ids));
	*ids = (struct strmap){.arena = facts->parsed->arena};
	for (size_t i = 0; i < rb->step_count; i++)
		strmap_put(ids, step_at(rb, i)->id, ids);
	for (size_t i = 0; i < count; i++)
		strmap_put(ids, steps[i].step, ids);
	for (size_t i = 0; next && i < next->step_count; i++)
		strmap_put(ids, next->ids[i], ids);
	strmap_put(facts->parsed, key, ids);
	*ret = ids;
	return 0;
}

int marks_ids(const struct facts *facts, const struct strmap **ret, struct err *err)
{
	return marks_ids_with(facts, NULL, ret, err);
}

int marks_own_ids(const struct facts *facts, const struct change *change, struct arena *a,
		  const struct strmap **ret, bool *ret_unnamed, struct err *err)
{
	const struct listing *listing;
	struct strmap *ids;

	if (!version_is_file(&change->now))
		return 0;
	if (listing_of(facts, change->path, &change->now, a, &listing, err) < 0)
		return -1;
	ids = arena_alloc(a, sizeof(*ids));
	*ids = (struct strmap){.arena = a};
	for (size_t i = 0; i < listing->count; i++)
		strmap_put(ids, listing->steps[i].id, ids);
	*ret_unnamed = listing->unnamed;
	*ret = ids;
	return 0;
}

const char *marks_read_as(const char *what, const struct strmap *ids, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	strbuf_addstr(&out, what);
	for (size_t i = 0; i < ids->size; i++)
		if (ids->entries[i].key) {
			strbuf_addch(&out, ' ');
			strbuf_addstr(&out, ids->entries[i].key);
		}
	return arena_strdup(a, out.buf);
}
