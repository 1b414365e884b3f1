/*
 * world.h - a ledger without Git for tests: the files of its tree, and the record beside it.
 *
 *	struct world w;
 *	world_begin(&w, a);		// before the genesis; honest.h writes one
 *	world_say(&w, &event, NULL);	// COUNTS, DISPUTED or MALFORMED
 */
#ifndef T_UNIT_WORLD_H
#define T_UNIT_WORLD_H

#include <unistd.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "fold/fold.h"
#include "model/canon.h"
#include "model/internal.h"
#include "sign/digest.h"

#include "../t/unit/events.h"

#define IMAGE "web.image=redis@sha256:" SHA
#define IMAGE2 "web.image=redis@sha256:" SHA2
#define WORLD_TIME 1769594400 /* 2026-01-28T10:00:00Z */

enum said { COUNTS, DISPUTED, MALFORMED };

/* An event of the chain, with what it brought along. */
struct world_said {
	struct event event;
	struct event_origin origin;
	struct strmap brought;
	const char *sha256;
	bool counts;
};

/* What a file of the tree was before the last event. */
struct world_was {
	const char *path;
	void *data;
};

struct world {
	struct arena *a;
	struct strmap files;   /* path -> struct bytes; data NULL: removed */
	struct strmap brought; /* of the next event */
	struct fold *fold;
	struct world_said *chain;
	size_t count;
	int64_t time;
	const char *step, *environment, *by;
	struct file_changes changes; /* of the last event */
	struct world_was *was;
	size_t was_count;
	struct findings found, malformed;
	size_t fails_in; /* so many reads from now one fails; 0: none does */
};

/* TAP's own word for: nothing more can be tested. */
UNUSED _Noreturn static void world_bail(const char *what)
{
	printf("Bail out! %s\n", what);
	exit(1);
}

/* -- files --------------------------------------------------------------------------------------- */

UNUSED static int world_get(const struct strmap *files, const char *path, struct bytes *ret,
			    bool *ret_found)
{
	const struct bytes *data = strmap_get(files, path);

	*ret_found = data && data->data;
	if (*ret_found)
		*ret = *data;
	return 0;
}

/* The disk of a test that wants one which fails. */
UNUSED static int world_disk(struct world *w, struct err *err)
{
	return w->fails_in && !--w->fails_in ? err_set(err, ERR_IO, "the disk fails") : 0;
}

UNUSED static int world_read(void *context, const char *path, struct arena *a UNUSED,
			     struct bytes *ret, bool *ret_found, struct err *err)
{
	struct world *w = context;

	return world_disk(w, err) < 0 ? -1 : world_get(&w->files, path, ret, ret_found);
}

UNUSED static int world_read_brought(void *context, const char *path, struct arena *a UNUSED,
				     struct bytes *ret, bool *ret_found, struct err *err UNUSED)
{
	return world_get(context, path, ret, ret_found);
}

UNUSED static struct bytes *world_keep(struct arena *a, struct bytes data)
{
	struct bytes *kept = arena_alloc(a, sizeof(*kept));

	*kept = bytes_of(arena_memdup(a, data.data, data.len), data.len);
	return kept;
}

/* The event brings a file along; its digest. */
UNUSED static const char *world_bring(struct world *w, struct event *e, const char *path,
				      const char *text)
{
	struct bytes data = bytes_text(text);
	char hex[DIGEST_HEX];

	digest_sha256_hex(data.data, data.len, hex);
	strmap_put(&w->brought, arena_strdup(w->a, path), world_keep(w->a, data));
	event_add(e, w->a, FIELD_FILE, arena_printf(w->a, "sha256:%s %s", hex, path));
	return arena_printf(w->a, "sha256:%s", hex);
}

/* The tree's state, opened anew. */
UNUSED static struct state *world_tree(struct world *w)
{
	return state_open(w->a, (struct state_source){.read = world_read, .context = w});
}

UNUSED static void world_write(struct world *w)
{
	w->was = NULL;
	w->was_count = 0;
	for (size_t i = 0; i < w->changes.count; i++) {
		const struct file_change *file = &w->changes.items[i];
		const char *path = arena_strdup(w->a, file->path);
		struct bytes *data = NULL;

		if (file->attached)
			data = strmap_get(&w->brought, path);
		else if (!file->remove)
			data = world_keep(w->a, file->data);
		*ARENA_PUSH(w->a, w->was, w->was_count) = (struct world_was){
			path, strmap_get(&w->files, path)};
		strmap_put(&w->files, path, data);
	}
}

UNUSED static uint64_t sum_of(uint64_t hash, struct bytes data)
{
	for (size_t at = 0; at < data.len; at += 8) {
		uint64_t word = 0;

		memcpy(&word, (const char *)data.data + at,
		       data.len - at < 8 ? data.len - at : 8);
		hash = (hash ^ word) * 1099511628211u;
		hash ^= hash >> 32;
	}
	return hash ^ data.len;
}

/* The same number for the same files: of the record, or of the tree. */
UNUSED static uint64_t world_sum(struct world *w, bool record)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < w->files.size; i++) {
		const char *path = w->files.entries[i].key;
		struct bytes data = {NULL, 0};
		uint64_t hash = 14695981039346656037u;
		struct err err;
		bool found;

		if (!path || !strncmp(path, "evidence/", 9))
			continue;
		if (record && fold_read(w->fold, path, w->a, &data, &found, &err) < 0)
			world_bail(err.text);
		if (!record)
			world_get(&w->files, path, &data, &found);
		hash = found ? sum_of(sum_of(hash, bytes_text(path)), data) : 0;
		sum += hash;
	}
	return sum;
}

/* -- the chain ----------------------------------------------------------------------------------- */

/* What an event of the chain brought along. */
struct world_of {
	struct world *w;
	struct strmap brought;
};

UNUSED static int world_read_of(void *context, const char *path, struct arena *a UNUSED,
				struct bytes *ret, bool *ret_found, struct err *err)
{
	struct world_of *of = context;

	return world_disk(of->w, err) < 0 ? -1 : world_get(&of->brought, path, ret, ret_found);
}

UNUSED static int world_chain(void *context, uint64_t sequence, struct arena *a,
			      struct event *ret_event, struct event_origin *ret_origin,
			      struct attachments *ret_attachments, struct err *err)
{
	struct world *w = context;
	struct world_of *of;

	if (world_disk(w, err) < 0)
		return -1;
	*ret_event = w->chain[sequence].event;
	*ret_origin = w->chain[sequence].origin;
	of = arena_alloc(a, sizeof(*of));
	*of = (struct world_of){w, w->chain[sequence].brought};
	*ret_attachments = (struct attachments){world_read_of, of};
	return 0;
}

static int world_was_right(void *context, uint64_t seen, const char *principal,
			   const struct act_facts *act, bool *ret, struct err *err);

UNUSED static struct fold_help world_help(struct world *w)
{
	return (struct fold_help){
		.event = world_chain, .was_right = world_was_right, .context = w};
}

/* Judges, files and takes the next event as verify does. Aborts where nothing can be said. */
UNUSED static enum said world_say(struct world *w, struct event *event, const char *by)
{
	struct event_origin origin = {w->time, by ? by : w->by, by ? by : w->by};
	struct strmap *brought = arena_memdup(w->a, &w->brought, sizeof(w->brought));
	struct fold_event next = {.event = event,
				  .origin = &origin,
				  .attachments = {world_read_brought, brought},
				  .sequence = w->count,
				  .sha256 = arena_printf(w->a, "%064zx", w->count + 1)};
	struct state *state;
	struct err err = {0};
	bool counts;

	event_sort(event);
	w->found = w->malformed = (struct findings){.arena = w->a};
	if (fold_judge(w->fold, &next, &w->found, &counts, &err) < 0)
		world_bail(err.text);
	state = counts && !fold_is_apart(w->fold) ? fold_record(w->fold) : world_tree(w);
	if (state_apply(state, event, &origin, next.attachments, w->a, &w->changes,
			&w->malformed, &err) < 0)
		world_bail(err.text);
	if (w->malformed.count) {
		fold_undo(w->fold);
		w->brought = (struct strmap){.arena = w->a};
		return MALFORMED;
	}
	if (fold_take(w->fold, &next, &w->changes, &err) < 0)
		world_bail(err.text);
	world_write(w);
	w->brought = (struct strmap){.arena = w->a};
	*ARENA_PUSH(w->a, w->chain, w->count) = (struct world_said){*event, origin, *brought,
								    next.sha256, counts};
	return counts ? COUNTS : DISPUTED;
}

/* Takes the last event back out of everything. */
UNUSED static void world_undo(struct world *w)
{
	fold_undo(w->fold);
	while (w->was_count--)
		strmap_put(&w->files, w->was[w->was_count].path, w->was[w->was_count].data);
	w->count--;
}

/* The record of the events up to `seen`, and of the signer's own behind them. */
static int world_was_right(void *context, uint64_t seen, const char *principal,
			   const struct act_facts *act, bool *ret, struct err *err)
{
	struct world *w = context, then = {.a = w->a, .files = {.arena = w->a}};
	struct findings found = {.arena = w->a};
	struct act_facts back = *act;

	back.back = true;
	then.brought = then.files;
	then.fold = fold_new(w->a, (struct fold_tree){world_read, &then},
			     (struct fold_help){.event = world_chain, .context = w});
	for (size_t i = 0; i < w->count; i++) {
		struct world_said *said = &w->chain[i];
		struct fold_event next = {.event = &said->event,
					  .origin = &said->origin,
					  .attachments = {world_read_brought, &said->brought},
					  .sequence = i,
					  .sha256 = said->sha256};

		if (i <= seen) {
			then.time = said->origin.time;
			then.brought = said->brought;
			world_say(&then, &said->event, said->origin.principal);
		} else if (!strcmp(said->origin.principal, principal) &&
			   fold_add_alone(then.fold, &next, err) < 0) {
			return -1;
		}
	}
	if (fold_asks(then.fold, &back, &found, err) < 0)
		return -1;
	fold_close(then.fold);
	*ret = findings_worst(&found) < FINDING_ERROR;
	return 0;
}

/* -- the whole ----------------------------------------------------------------------------------- */

/* The findings of the last event that are errors, as "order,locked"; "ok". */
UNUSED static const char *world_no(struct world *w)
{
	const struct findings *lists[] = {&w->malformed, &w->found};
	const char *text = "";
	bool no[RULE_COUNT] = {false};

	for (size_t l = 0; l < ARRAY_SIZE(lists); l++)
		for (size_t i = 0; i < lists[l]->count; i++)
			if (lists[l]->items[i].severity == FINDING_ERROR)
				no[lists[l]->items[i].rule] = true;
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (no[rule])
			text = arena_printf(w->a, "%s%s%s", text, *text ? "," : "",
					    rule_word((enum rule_id)rule));
	return *text ? text : "ok";
}

UNUSED static void world_begin(struct world *w, struct arena *a)
{
	*w = (struct world){.a = a,
			    .files = {.arena = a},
			    .brought = {.arena = a},
			    .time = WORLD_TIME,
			    .step = "A",
			    .environment = "lab",
			    .by = "ada"};
	w->fold = fold_new(a, (struct fold_tree){world_read, w}, world_help(w));
}

/* Where what is remembered may lie: the stem of its files. */
UNUSED static const char *world_folder(void)
{
	static char stem[600];
	const char *base = getenv("TMPDIR");

	snprintf(stem, sizeof(stem), "%s/mcade-world-XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(stem))
		world_bail(stem);
	snprintf(stem + strlen(stem), sizeof(stem) - strlen(stem), "/record");
	return stem;
}

UNUSED static void world_remove(const char *stem)
{
	static const char *const parts[] = {".events", ".ids", ".pins", ".seals", ""};
	char path[620];

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		snprintf(path, sizeof(path), "%s%s", stem, parts[i]);
		unlink(path);
	}
	*strrchr(path, '/') = '\0';
	rmdir(path);
}

#endif
