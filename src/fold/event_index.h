/*
 * event_index.h - who signed each event of a chain, when, and whether it counts: one small record an
 * event, by sequence. It answers what the messages do not say and the tree does not hold, and
 * whether an id was used before, without a walk over the chain.
 *
 * Those of a remembered head are in files outside the repository: the records (`.events`, each with
 * a check of its own, so that one is read without the others) and the first 8 bytes of their ids
 * (`.ids`, which are searched). Those after it are in memory. Damaged memory costs time, never
 * truth.
 */
#ifndef FOLD_EVENT_INDEX_H
#define FOLD_EVENT_INDEX_H

#include "base/arena.h"
#include "base/err.h"
#include "model/state.h"
#include "repo/oid.h"

struct indexed_event {
	uint8_t id[16];
	uint8_t sha256[32]; /* of the commit's bytes, by which it is known */
	int64_t time;	    /* Mcade-Occurred first */
	int64_t signed_at;
	uint8_t word; /* enum event_word */
	uint8_t counts, contested;
	uint8_t right;	    /* it counted, or was contested, where it stands: attested or not */
	uint16_t principal; /* number in the index's list */
	uint16_t environment; /* of its name a few bits, and so of its step's */
	uint32_t step;
	uint8_t commit[20]; /* where to look for it; zero: that is not known */
};

struct event_index;

/* Lives in the arena; close with event_index_close(). */
struct event_index *event_index_new(struct arena *a);
/* The first `count` of what was saved at `stem`; false: it is not there, or too short. */
bool event_index_open(struct arena *a, const char *stem, uint64_t count, uint64_t sum,
		      const char *const *principals, size_t principal_count,
		      struct event_index **ret);
void event_index_close(struct event_index *index);
/* The same up to (not including) an earlier sequence; borrows. */
struct event_index *event_index_until(const struct event_index *index, uint64_t count,
				      struct arena *a);
/*
 * Who is asked when the file turns out to be damaged: he calls event_index_mend() with an index
 * that was folded again, or does not return.
 */
void event_index_on_damage(struct event_index *index, void (*fn)(void *context), void *context);
bool event_index_mend(struct event_index *index, const struct event_index *whole);

uint64_t event_index_count(const struct event_index *index);
/* Adds the next event; principal is copied: the id and, each after a blank, roles to be kept.
 * commit: NULL where that is not known. */
void event_index_add(struct event_index *index, const struct event *event,
		     const struct event_origin *origin, const char *principal,
		     const char *sha256, const struct oid *commit, bool counts, bool contested);
/* Forgets those after the first `count`. */
void event_index_cut(struct event_index *index, uint64_t count);
/* Says that an earlier one counts from now on, or does not after all. */
void event_index_attest(struct event_index *index, uint64_t sequence, bool counts);
/* NULL: no such sequence. */
const struct indexed_event *event_index_at(struct event_index *index, uint64_t sequence);
/* Is this the commit whose bytes have that SHA-256 (64 hex)? */
bool event_index_is_of(const struct indexed_event *event, const char *sha256);
/* False: it certainly is of another environment or step (NULL: of any). */
bool event_index_may_name(const struct indexed_event *event, const char *environment,
			  const char *step);
/* False: where its commit lies is not known. */
bool event_index_commit(const struct indexed_event *event, struct oid *ret);
const char *event_index_principal(const struct event_index *index,
				  const struct indexed_event *event);
/* Was the role kept with it? */
bool event_index_had_role(const struct event_index *index, const struct indexed_event *event,
			  const char *role);
/* The first event of this id (32 hex), or with this SHA-256 of its commit (64 hex). */
bool event_index_find(struct event_index *index, const char *id, uint64_t *ret_sequence);
bool event_index_find_commit(struct event_index *index, const char *sha256,
			     uint64_t *ret_sequence);

/* Writes what the files do not have. Count, sum and the list of principals are kept by the
 * caller. */
int event_index_save(struct event_index *index, const char *stem, struct err *err);
uint64_t event_index_sum(const struct event_index *index);
const char *const *event_index_principals(const struct event_index *index, size_t *ret_count);

#endif
