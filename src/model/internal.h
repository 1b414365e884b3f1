/*
 * internal.h - what the files of model/ share about applying an event: the draft that a
 * transition fills in, and the reading and writing of the state's files.
 */
#ifndef MODEL_INTERNAL_H
#define MODEL_INTERNAL_H

#include "model/state.h"

/* One event on its way: what it finds, what it would change. */
struct draft {
	struct state *state;
	const struct event *event;
	const struct event_origin *origin;
	uint64_t sequence;
	struct arena *arena;
	struct findings *refused;
	struct err *err;

	struct step_state *steps; /* new records; the strings are borrowed */
	size_t step_count;
	struct step_state *removed; /* environment and step only */
	size_t removed_count;
	struct trust *trust;
	struct adopted_state *adopted;
	struct freeze_state *freezes; /* the whole new list, when freezes_changed */
	size_t freeze_count;
	bool freezes_changed;
	const char *pins_environment;
	const char **pins; /* the whole new list */
	size_t pin_count;
	bool logs;
};

/* 0, also when it refuses (then refused has grown); -1 when a file could not be read. */
typedef int transition_fn(struct draft *d);
transition_fn *transition_of(enum event_kind kind);

/* A refusal of rule "transition". fix may be NULL. */
int refuse(struct draft *d, const char *expected, const char *found, const char *fix,
	   const char *fmt, ...) PRINTF_LIKE(5, 6);

void step_write(const struct step_state *step, struct strbuf *out);
int step_read(struct bytes text, const char *path, struct arena *a, struct step_state *ret,
	      struct err *err);
void adopted_write(const struct adopted_state *adopted, struct strbuf *out);
int adopted_read(struct bytes text, struct arena *a, struct adopted_state *ret,
		 struct err *err);
void freezes_write(const struct freeze_state *freezes, size_t count, struct strbuf *out);
int freezes_read(struct bytes text, struct arena *a, struct freeze_state **ret,
		 size_t *ret_count, struct err *err);
void pins_write(const char *const *pins, size_t count, struct strbuf *out);
int pins_read(struct bytes text, const char *path, struct arena *a, const char ***ret,
	      size_t *ret_count, struct err *err);

/* Makes a draft's changes the state's own. */
void state_commit(struct state *state, const struct draft *d);
/* The log of that path as the state knows it, for appending. */
int state_log(struct state *state, const char *path, struct bytes *ret, struct err *err);
void state_set_log(struct state *state, const char *path, struct bytes text);
int state_had_evidence(struct state *state, bool *ret, struct err *err);
void state_set_evidence(struct state *state, bool has);

#endif
