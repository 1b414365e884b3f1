/*
 * event.h - one event of a ledger: a word, its fields, a reason. Format: git-mcade-ledger(5).
 *
 * The message of a ledger commit is the event. encode() has one spelling for each event, and
 * decode() refuses every message that encode() would not have written.
 *
 *	struct event e = {.word = EVENT_SKIP, .reason = "not on this host"};
 *	event_set(&e, arena, FIELD_STEP, "PLAT_08D");
 */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "model/rules.h"

#define LEDGER_FORMAT 1
#define LEDGER_RULES 3 /* the newest set of rules that this program judges by */
/* From that set on, what nobody can tell of a command is held as strictly as what can be told. */
#define RULES_UNTOLD 2
/* From that set on what a person said of one release meets no need of another. */
#define RULES_VOID 3
/* From that set on an event names each part of what its commands mean that this program finds. */
#define RULES_PARTS 3
/* From that set on who wrote what is promoted is asked, where nobody may let himself act. */
#define RULES_AUTHORS 3
/* From that set on a check that names the version shows that of the run, and no other content. */
#define RULES_VERSION 3
/* From that set on environments with pins do not share a manifest. */
#define RULES_MANIFESTS 3
/* From that set on a step is another one where its title says nothing of what it said. */
#define RULES_TITLES 3
/* From that set on a waiver of `promotion` is of one candidate, and of what was said of it by then. */
#define RULES_WAIVERS 3
/* From that set on what is agreed to, what a gate says and what a drill showed is of the variables of where it is. */
#define RULES_VARIABLES 3
/* From that set on checks of which none applies have shown nothing. */
#define RULES_ANSWERED 3
/* From that set on also a rollback that names no event bars what it leaves where releases come in. */
#define RULES_LEFT 3
/* From that set on what begins beside a rollback that is under way says so. */
#define RULES_BESIDE 3
/* From that set on what was only claimed is taken back by `reopen`. */
#define RULES_CLAIMS 3
/* From that set on no reason that stands in a log reads like an entry; before, that of a completion. */
#define RULES_REASONS 3
/* `Run` where no run of the step is known. */
#define EVENT_NO_RUN "00000000000000000000000000000000"

enum event_field {
#define FIELD(tag, ...) FIELD_##tag,
#include "model/fields.h"
#undef FIELD
	FIELD_COUNT,
	FIELD_SAYS,   /* in words.h: the reason */
	FIELD_NOTHING /* in words.h: no more than every event */
};

enum event_kind {
#define KIND(tag, nature) KIND_##tag,
#include "model/kinds.h"
#undef KIND
	KIND_COUNT
};

enum event_word {
#define ACT(tag, ...) EVENT_##tag,
#include "model/words.h"
#undef ACT
	EVENT_COUNT
};

/* What an event may name. */
enum subject_type {
	SUBJECT_NONE,
	SUBJECT_STEP,
	SUBJECT_GATE,
	SUBJECT_ROLLBACK,
	SUBJECT_DRILL,
	SUBJECT_ENVIRONMENT,
	SUBJECT_PATH,
	SUBJECT_EVENT,
	SUBJECT_COUNT
};
#define ON(type) (1u << SUBJECT_##type)
#define ON_NONE ON(NONE)
#define ON_STEP ON(STEP)
#define ON_GATE ON(GATE)
#define ON_ROLLBACK ON(ROLLBACK)
#define ON_DRILL ON(DRILL)
#define ON_ENVIRONMENT ON(ENVIRONMENT)
#define ON_PATH ON(PATH)
#define ON_EVENT ON(EVENT)

/* What a hold stops. */
#define BINDS_START 1u
#define BINDS_COMPLETE 2u
#define BINDS_PIN 4u
#define BINDS_PROMOTE 8u
#define BINDS_FILES 16u
#define BINDS_UNDO 32u /* reopen, skip */

/* What the tips of an event are to it. */
#define TIPS_BIND 1u  /* rules bind from them, so that every event after it rests on it */
#define TIPS_PROVE 2u /* others go on from what they have, live or not */
#define TIPS_RUN 4u   /* in a live environment one of them has what runs */
#define TIPS_MOVE 8u  /* they take the place of others */

/* Roles of a new ledger; an owner may all but trust, which only a root may. */
#define ROLE_CI 1u
#define ROLE_OPERATOR 2u
#define ROLE_REVIEWER 4u

/* A row of words.h. */
struct event_info {
	const char *word;
	enum event_kind kind;
	unsigned subjects;
	enum event_field must[6]; /* FIELD_NOTHING ends it where it is shorter */
	const char *permission, *summary;
	unsigned roles;	     /* a set of ROLE_* */
	const char *command; /* that writes it; NULL: none of this version */
	unsigned phases; /* of a step (1u << PHASE_...), in which it makes sense; 0: in all */
	unsigned bound;	 /* what of a hold stops it, one of BINDS_*; 0: nothing */
	/* Of a hold: what it stops, which rule says so; of an incident too: the word that lifts it,
	 * 0 of all that do not hold. */
	unsigned binds;
	enum rule_id rule;
	enum event_word lift;
	unsigned tips; /* a set of TIPS_* */
	bool leads;    /* a promotion rests on it */
};

struct event_values {
	const char **items;
	size_t count;
};

struct event {
	enum event_word word;
	const char *reason; /* the free paragraph, without final newline; NULL: none */
	struct event_values fields[FIELD_COUNT];
};

/* Of what an event speaks: a step, "gate:G", "path:P", "event:ID"; with an environment and none of
 * these, of the environment itself; else of nothing. */
struct event_subject {
	enum subject_type type;
	const char *id; /* step, gate, path...; an environment has none */
};

const struct event_info *event_info(enum event_word word);
enum event_kind event_kind(const struct event *event);
/* Of the chain's own integrity, and a fact: the natures of kinds.h. */
bool event_is_integrity(enum event_word word);
bool event_is_fact(enum event_word word);
/* EVENT_COUNT when there is no such word. */
enum event_word event_by_word(const char *word);
const char *event_field_word(enum event_field field);
/* Must an event of this word carry the field (FIELD_SAYS: a reason)? */
bool event_demands(enum event_word word, enum event_field field);
/* May it stand more than once? */
bool event_field_many(enum event_field field);
/* Does `log` have a line of it? */
bool event_field_shown(enum event_field field);
/* As what the command that records an event of this word again is given it: "--until", "": an operand;
 * NULL: it is not. */
const char *event_field_given(enum event_word word, enum event_field field);
/* Its name in the state; NULL: nothing keeps it as it is. */
const char *event_field_kept(enum event_field field);
/* May an event of this word carry the field? */
bool event_may(enum event_word word, enum event_field field);
/* "gate", "rollback", ...; "env" for the environment itself. */
const char *subject_type_word(enum subject_type type);
struct event_subject event_subject_of(const struct event *event);

/* The only or first value, or NULL. */
const char *event_get(const struct event *event, enum event_field field);
/* Is it one of the values? */
bool event_says(const struct event *event, enum event_field field, const char *value);
/* Is it what one of the values, "<word> <name>", names? */
bool event_names(const struct event *event, enum event_field field, const char *name);
/* Copies the value into the arena; event_add() for fields that may stand more than once. */
void event_set(struct event *event, struct arena *a, enum event_field field, const char *value);
void event_add(struct event *event, struct arena *a, enum event_field field, const char *value);

/* "complete PLAT_08D in prod"; the first line of the message. */
const char *event_subject(const struct event *event, struct arena *a);

/* Puts lists into their canonical order; what is computed from an event rests on it. */
void event_sort(struct event *event);

/*
 * Appends the whole message. Sorts lists. Fails (ERR_FORMAT) where a field is missing, not of
 * this word, or not of its syntax: what cannot be read back is never written.
 */
int event_encode(struct event *event, struct strbuf *out, struct err *err);

/*
 * Reads a message; strings live in the arena. ERR_FORMAT names the trailer, what is expected
 * and what was found; ERR_UNSUPPORTED for a format, word or set of rules that this version does
 * not know, and for the ledgers of git mcade 0.1.
 */
int event_decode(struct bytes message, struct arena *a, struct event *ret, struct err *err);

/* Names what another event is about, and where. */
void event_about(struct event *event, struct arena *a, const struct event *other);
/* Does Mcade-Contested name this rule? */
bool event_contests(const struct event *event, enum rule_id rule);

/* Is it an act that others approve: a start, a promotion, what a person did, a step that is sealed and done? */
bool event_uses_approvals(const struct event *event);
/*
 * What the recorded checks of a finish or verify add up to: "pass", "fail", "inconclusive", or
 * "none". Results of guards, stops and measurements before ("guard.x", "stop.x", "before.x") are
 * none of it. By the set of rules: of checks that do not apply, all of them, nothing was shown.
 */
const char *event_checks_verdict(const struct event *event, uint64_t set);
/* How what this event ends came out: its result; "unverified" where that is ok and its
 * checks did not pass. */
const char *event_outcome(const struct event *event);

/* What a finish or verify says of its checks, for people; NULL of other words. */
const char *event_verified(const struct event *event, uint64_t set);

/* Parts of structured values; false when the value is not of that syntax. A file's is not judged
 * again: false when it is too short to have a path, which is "" then. */
/* The name of evidence ("sha256:<hex> <bytes> <name>"). */
const char *event_evidence_name(const char *value);
/* That under which the evidence of a drill is kept as it is written into the repository. */
#define DRILL_EVIDENCE "drill.md"
bool event_file_parts(const char *value, const char **ret_path, char ret_sha256[65]);
/* The path alone. */
const char *event_file_path(const char *value);
bool event_pin_parts(const char *value, struct arena *a, const char **ret_path,
		     const char **ret_value);
/* At the first blank: "<id> <result>", tips, claims, disputes. */
bool event_pair_parts(const char *value, struct arena *a, const char **ret_first,
		      const char **ret_rest);
/* The address of "<person> <<address>>"; NULL: it is none. */
const char *event_address_of(const char *somebody, struct arena *a);
/* "<word>:<id>" of a hold. */
bool event_hold_parts(const char *value, struct arena *a, enum event_word *ret_word,
		      const char **ret_id);

#endif
