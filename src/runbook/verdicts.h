/*
 * verdicts.h - what was decided of a candidate, and whether that still holds: the verdict of a gate, the
 * answer to a `manual:` check. From the record and the runbook alone. The judge rests on them, commands
 * show them.
 */
#ifndef RUNBOOK_VERDICTS_H
#define RUNBOOK_VERDICTS_H

#include "model/state.h"
#include "runbook/runbook.h"

#define ANSWER_EXPIRES ((int64_t)86400) /* seconds: a day */

/* What is asked now, and of what. */
struct verdict_asked {
	const struct runbook *runbook;
	const struct environment *environment;
	const struct step *step; /* also a gate's own */
	const char *candidate;	 /* NULL: not known, of which nothing holds */
	const char *settings; /* of the environment; NULL: it has none, or they are not known */
	int64_t clock;
	bool untimely; /* the act has a time that it cannot have */
};

/* Why it says nothing of what is asked about; NULL: it does. A verdict, or the run of a drill, never outlives
 * what it was about. */
const char *verdict_of_another(const struct entry *entry, const struct verdict_asked *asked,
			       struct arena *a);

/* None are the same as none: the judge has it that an environment with a manifest has some. */
bool same_settings(const char *a, const char *b);

/*
 * The newest run of a step of another repository (`only`, or NULL: of any) in an environment that this one comes
 * after: its commit is part of no candidate, so that what was said before of what comes from there was said
 * of another one. 0: none; UINT64_MAX: nobody can tell.
 */
int verdict_moved(struct state *record, const struct runbook *rb,
		  const struct environment *environment, const struct step *only, uint64_t *ret,
		  struct err *err);
extern const char verdict_is_of_before[];

struct gate_said {
	const char *verdict;   /* pass, fail, inconclusive; NULL: it was never asked */
	const char *candidate; /* of which */
	const char *no_longer; /* why it is void; NULL: it holds */
	uint64_t sequence;
};

/* gate: the subject of a gate, or of a step of that kind. expires: seconds; 0: never. */
int gate_read(struct state *record, const struct subject *gate,
	      const struct verdict_asked *asked, int64_t expires, struct gate_said *ret,
	      struct err *err);
/* The same of a content with the pins that are there now; NULL: nobody knows of which. The settings are those
 * that it names: whether they are still there is looked at where the objects are (fold/objects_settings.c). */
int gate_read_of(struct state *record, const struct subject *gate, struct verdict_asked asked,
		 const char *content, struct arena *a, struct gate_said *ret, struct err *err);
/* Go, and not void. */
bool gate_is_go(const struct gate_said *said);
/* "GO", "NO-GO", "GO no longer: another candidate", "not decided" */
const char *gate_stands(const struct gate_said *said, struct arena *a);

struct answer {
	const char *verdict; /* pass or fail; NULL: no answer counts */
	const char *why;     /* why the newest one does not; NULL: there is none */
	const char *who;     /* said it; NULL */
	uint64_t sequence;
};

/* The newest answer to a manual check of that step or gate; whoever gave it had the role, or it would not be
 * in the record. */
int answer_read(struct state *record, const struct subject *subject,
		const struct verdict_asked *asked, const struct check *check, struct arena *a,
		struct answer *ret, struct err *err);
/* The no to a check that a person answers, the newest answer, said after that event; NULL: none. It does not
 * expire; of what it was said, the caller compares. */
const struct entry *answer_no(const struct runbook *rb, const struct step *step,
			      const struct subject *subject, const struct check *check,
			      uint64_t since, struct arena *a);
/* How it is answered, and by whom where that is not the reader: "hint: legal Lea Law runs: git mcade attest ..." */
const char *answer_way(struct state *record, const char *reader, const struct step *of,
		       const struct check *check, const char *environment, struct arena *a);

#endif
