/*
 * internal.h - what the files of model/ share: the syntax of trailers' values, the draft that a
 * transition fills in, and the reading and writing of the state's files.
 */
#ifndef MODEL_INTERNAL_H
#define MODEL_INTERNAL_H

#include "base/strmap.h"
#include "model/state.h"

enum syntax {
	SYNTAX_NUMBER,	 /* decimal */
	SYNTAX_DIGEST,	 /* sha256:<64 hex> */
	SYNTAX_RANDOM,	 /* 32 hex: 128 random bits */
	SYNTAX_NAME,	 /* an id of model/ids.h */
	SYNTAX_TIME,	 /* 2026-01-28T10:00:00Z */
	SYNTAX_TIP,	 /* <40 or 64 hex> <full ref name> */
	SYNTAX_OBJECT,	 /* <40 or 64 hex> */
	SYNTAX_LINE,	 /* printable UTF-8, no blank at either end */
	SYNTAX_PERSON,	 /* a line without '<' and '>' */
	SYNTAX_ADDRESS,	 /* the same, without blanks */
	SYNTAX_PATH,	 /* a path inside the repository */
	SYNTAX_FILE,	 /* sha256:<hex> <path> */
	SYNTAX_EVIDENCE, /* sha256:<hex> <bytes> <name> */
	SYNTAX_KEY,	 /* ssh-ed25519 <base64>, sk-ssh-ed25519@openssh.com <base64> */
	SYNTAX_PIN,	 /* <dotted path>=<value> */

	SYNTAX_CLAIM,  /* <step> <environment> <word>; a renamed step: <old> <environment> <new>
			*/
	SYNTAX_CHECK,  /* <id> pass|warn|fail|inconclusive|error|not-applicable */
	SYNTAX_RESULT, /* ok|failed */
	SYNTAX_VERDICT, /* pass|fail|none */
	SYNTAX_YES,	/* yes: the field is absent otherwise */
};

bool syntax_holds(enum syntax syntax, const char *text);

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
#define KIND(tag, word, act, must, may, transition) transition_fn transition;
#define RESERVED(tag, word)
#include "model/kinds.h"
#undef KIND
#undef RESERVED

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

/* Memory that is filled again and again; what it outgrows stays in the arena. */
struct store {
	char *data;
	size_t size, used;
};

/*
 * A record with memory of its own, so that a long history does not keep every record that ever
 * was: a new one is copied into `spare`, then the two change places.
 */
struct step_slot {
	struct step_state now;
	struct store own, spare;
};

struct pins_slot {
	const char **items;
	size_t count;
	struct store own, spare;
};

struct log_slot {
	const char *path;
	struct store text;
};

struct state {
	struct arena *arena;
	struct state_source source; /* read NULL: the ledger began empty */
	struct strmap steps;	    /* "environment/step" -> step_slot */
	struct strmap pins;	    /* environment -> pins_slot */
	struct trust *trust;
	struct adopted_state *adopted;
	struct freeze_state *freezes;
	size_t freeze_count;
	bool freezes_known;
	bool evidence, evidence_known;
	struct strmap sealed; /* files of checkpoints that came since */
	struct log_slot *log; /* the one written last */
	struct strmap logs;   /* all of them, where no source could give one again */
};

/* Fills in a slot that was not asked for before. */
int state_slot(struct state *state, const char *environment, const char *step,
	       struct step_slot **ret, struct err *err);
/* Empties the store and makes room; appends to it. */
void store_begin(struct store *store, size_t size, struct arena *a);
void *store_put(struct store *store, const void *data, size_t len);

/* Is this file of a checkpoint on record already? */
int state_has_sealed(struct state *state, const char *path, bool *ret, struct err *err);
void state_seal(struct state *state, const char *path);
/* Makes a draft's changes the state's own. */
void state_commit(struct state *state, const struct draft *d);
/* The log of that path as the state knows it, for appending. */
int state_log(struct state *state, const char *path, struct bytes *ret, struct err *err);
void state_set_log(struct state *state, const char *path, struct bytes text);
int state_had_evidence(struct state *state, bool *ret, struct err *err);
void state_set_evidence(struct state *state, bool has);

#endif
