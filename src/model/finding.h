/*
 * finding.h - a "no", with its reason, its place and the way out. Rules, import
 * and lint all answer in findings; only errors change a verdict.
 *
 *	finding_add(found, RULE_FROZEN, FINDING_ERROR,
 *		    (struct finding){.path = path, .expected = "no change", .fix = "..."},
 *		    "frozen by '%s'", freeze->id);
 *
 * All strings live in the list's arena: what finding_add() is given is copied there.
 */
#ifndef MODEL_FINDING_H
#define MODEL_FINDING_H

#include "base/arena.h"
#include "base/err.h"
#include "model/rules.h"

struct finding {
	enum rule_id rule;
	enum finding_severity severity;
	const char *message;
	struct srcpos at;   /* where in a document; at.file is the label shown */
	const char *path;   /* path inside the repository */
	const char *commit; /* full id */
	const char *author; /* of that commit: "Name <email>" */
	int64_t time;	    /* of that commit; 0: none */
	const char *ref;    /* full name */
	const char *step, *environment;
	const char *listed; /* what a line had that named it, where it has no id; NULL */
	uint64_t sequence;  /* of a ledger event; 0 with has_sequence unset: none */
	bool has_sequence;
	const char *expected, *found;
	bool waits;  /* nothing is wrong: what another person has to say is missing */
	bool unsaid; /* a waiver would let it pass, if the event named the rule */
	/* The event that makes it so: no exception of before it is of that; 0: none. */
	uint64_t since;
	bool firm; /* the act is not what it says that it is: no exception lets that pass */
	const char *need; /* the step of that environment which has to be done first */
	const char *fix;  /* the exact command, or what to edit, that makes it right */
	bool later; /* what helps is typed after what other findings ask for: it comes last */
	const char *allow; /* the exact command that lets it through, and who may type it */
};

struct findings {
	struct arena *arena;
	struct finding *items;
	size_t count;
};

#define FINDINGS_INIT(arena_)     \
	{                         \
		(arena_), NULL, 0 \
	}

/* Appends a copy of `with`, completed by rule, severity and message; returns it for more. */
struct finding *finding_add(struct findings *list, enum rule_id rule,
			    enum finding_severity severity, struct finding with,
			    const char *fmt, ...) PRINTF_LIKE(5, 6);

/* The highest severity; FINDING_NOTE when the list is empty. */
enum finding_severity findings_worst(const struct findings *list);
/* Is there an error, and is each one only something that is waited for? */
bool findings_wait(const struct findings *list);
size_t findings_count(const struct findings *list, enum finding_severity severity);
/* Does one of the same rule, place and commit say it? A warning does not stand for what is refused. */
bool findings_have(const struct findings *list, const struct finding *said);
/* Errors before warnings before notes; then rule, path, line, column; stable otherwise. */
void findings_sort(struct findings *list);

const char *finding_severity_word(enum finding_severity severity); /* "note", "warn", "error" */

#endif
