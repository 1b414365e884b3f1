/*
 * internal.h - what the files of model/ share: the syntax of trailers' values, the draft that the
 * filing of an event fills in, the state's memory.
 */
#ifndef MODEL_INTERNAL_H
#define MODEL_INTERNAL_H

#include "base/strmap.h"
#include "model/state.h"

enum syntax {
#define SYNTAX(tag, holds) SYNTAX_##tag,
#include "model/syntaxes.h"
#undef SYNTAX
};

enum syntax event_field_syntax(enum event_field field);
bool syntax_holds(enum syntax syntax, const char *text);

/* A subject on its way; the strings are borrowed. */
struct edit {
	const char *path;
	struct subject now;
};

/* One event on its way: what it would change. */
struct draft {
	struct state *state;
	const struct event *event;
	const struct event_origin *origin;
	struct attachments attachments;
	uint64_t sequence;
	const char *id; /* Mcade-Id */
	struct arena *arena;
	struct findings *malformed;
	struct err *err;

	struct edit *edits;
	size_t edit_count;
	const struct trust *trust; /* the whole new one */
};

/* One for each kind; 0, also when it finds the event malformed; -1: a file could not be read. */
typedef int file_fn(struct draft *d);
#define KIND(tag, nature) file_fn file_##tag;
#include "model/kinds.h"
#undef KIND

/* The event is malformed; returns 0. */
int malformed(struct draft *d, const char *expected, const char *found, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

/* The subject at a path as it will be; NULL with *d->err when it cannot be read. */
struct subject *draft_subject(struct draft *d, const char *path);
/* The subject that the event names. */
struct subject *draft_own(struct draft *d);
/* Whoever starts, reopens or attests a step, not one check of it, no longer skips or defers it. */
void file_take_up(struct subject *s);
/* An entry of this event, to be filled in and put. */
struct entry draft_entry(const struct draft *d, const char *slot);
/* Copies fields of the event into an entry: FIELD_LIST(FIELD_CODE, FIELD_USES), in the order of the file. */
struct field_list {
	const enum event_field *items;
	size_t count;
};
void draft_copy(const struct draft *d, struct entry *entry, struct field_list fields);
#define FIELD_LIST(...)                                                   \
	(struct field_list)                                               \
	{                                                                 \
		(const enum event_field[]){__VA_ARGS__},                  \
			sizeof((const enum event_field[]){__VA_ARGS__}) / \
				sizeof(enum event_field)                  \
	}

/* One entry of these fields, and a reason where there is one, in the event's own subject. */
int draft_file(struct draft *d, const char *slot, struct field_list fields, const char *reason);
/* What an adopted runbook and a genesis have in common. */
void draft_adopt_rules(struct draft *d, struct subject *adopted);
void draft_adopt_tips(struct draft *d, struct subject *adopted);

/* attach.c: what the event brings along goes behind what apply() computes; malformed where it may
 * not, or where one is missing. */
void draft_attachments(struct draft *d, struct file_changes *changes);

/* The event's pins go into (or, of unpin, out of) an environment's sorted list. */
void draft_merge_pins(struct draft *d, struct subject *environment);
/* The event's candidate has come to the environment: an earlier rollback no longer bars it. */
void draft_brought(struct draft *d, struct subject *environment);
/* One path has one value; false: the event is malformed. */
bool draft_pins_differ(struct draft *d);

/*
 * A subject with memory of its own, so that a long history does not keep every version that ever
 * was: a new one is copied into `spare`, then the two change places.
 */
struct subject_slot {
	struct subject now;
	struct store own, spare;
	struct step_state step; /* read out of it, when computed */
	bool computed;
};

struct log_slot {
	const char *path;
	struct store text;
};

struct state {
	struct arena *arena;
	struct state_source source; /* read NULL: the ledger began empty */
	struct strmap subjects;	    /* path -> subject_slot */
	struct trust *trust;
	struct adopted_state adopted;
	bool adopted_known;
	bool evidence, evidence_known;
	struct log_slot *log; /* the one written last */
	struct strmap logs;   /* all of them, where no source could give one again */
};

int state_slot(struct state *state, const char *path, struct subject_slot **ret,
	       struct err *err);
/* Makes a draft's changes the state's own. */
void state_commit(struct state *state, const struct draft *d);
/* Reads a step out of its subject. */
void step_compute(struct state *state, const struct subject *subject, struct step_state *ret);

/* The log of that path as the state knows it, for appending. */
int state_log(struct state *state, const char *path, struct bytes *ret, struct err *err);
void state_set_log(struct state *state, const char *path, struct bytes text);
int state_had_evidence(struct state *state, bool *ret, struct err *err);

#endif
