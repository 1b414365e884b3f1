/*
 * subject.h - what a ledger holds of one subject: a step in an environment, a gate, an
 * environment, the paths. One canonical file each, in which every fact is an entry:
 *
 *	run:
 *	  event: 8f14...		Mcade-Id of the event that filed it
 *	  sequence: 41
 *	  result: ok
 *	verdicts:
 *	  verify:
 *	    event: ...
 *
 * A slot names an entry: "run", "verdicts/verify", "holds/lock:PLAT_05". Entries are sorted by
 * slot. Who filed it and when is said by the event's commit, not here: so that the tree of a
 * ledger follows from messages and attachments alone.
 */
#ifndef MODEL_SUBJECT_H
#define MODEL_SUBJECT_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"

struct entry_value {
	const char *name;
	const char **items;
	size_t count;
	bool list; /* written as a list, also when it has one item */
};

struct entry {
	const char *slot;
	const char *event;
	uint64_t sequence;
	struct entry_value *values;
	size_t value_count;
};

struct subject {
	struct entry *entries;
	size_t count;
};

/* NULL when there is none. */
const struct entry *subject_entry(const struct subject *subject, const char *slot);
/* The next entry at or after *at whose slot begins so ("holds/"); moves *at after it. */
const struct entry *subject_next(const struct subject *subject, const char *prefix, size_t *at);
/* Sequence of an entry; 0 when there is none (the genesis files none). */
uint64_t subject_sequence(const struct subject *subject, const char *slot);

/* entry may be NULL: then nothing is there. */
const char *entry_get(const struct entry *entry, const char *name);
const char *const *entry_list(const struct entry *entry, const char *name, size_t *ret_count);

/* Adds a value to an entry that is being made; a NULL text or empty list adds nothing. */
void entry_put(struct entry *entry, struct arena *a, const char *name, const char *text);
void entry_put_list(struct entry *entry, struct arena *a, const char *name,
		    const char *const *items, size_t count);

/* Editing a copy: the array is the copy's own, what it points to is borrowed. */
struct subject subject_edit(const struct subject *subject, struct arena *a);
void subject_put(struct subject *subject, struct arena *a, struct entry entry);
bool subject_remove(struct subject *subject, const char *slot);
void subject_remove_all(struct subject *subject, const char *prefix);

void subject_write(const struct subject *subject, struct strbuf *out);
int subject_read(struct bytes text, const char *path, struct arena *a, struct subject *ret,
		 struct err *err);

/* Memory that is filled again and again; what it outgrows stays in the arena. */
struct store {
	char *data;
	size_t size, used;
};

/* A copy with everything in it, in the store. */
struct subject subject_keep(const struct subject *subject, struct store *store,
			    struct arena *a);

#endif
