/*
 * approvals.h - who has agreed to an act on a step, and why what somebody said of it does not count: from
 * the record and the runbook alone. The judge counts them, status and `approve` show them.
 */
#ifndef RUNBOOK_APPROVALS_H
#define RUNBOOK_APPROVALS_H

#include "model/state.h"
#include "runbook/runbook.h"

/* What would be done, by whom and when. */
struct approval_asked {
	/* Of a closed file: its path, the rule, and the bytes that it is to have; else NULL. */
	const char *path, *rule, *content;
	/* Of its candidate, definition and checks each approval speaks; what is not known (NULL) is taken
	 * to be what was approved where `open`. */
	const struct event *act;
	bool open;
	const char *by; /* who acts, or wrote the file; NULL: nobody in particular */
	bool ahead; /* nobody acts yet, `by` only looks: what he said counts unless he acts */
	const char *address;  /* of who wrote the file, also where he is not a principal */
	struct words authors; /* the addresses of who wrote what is promoted */
	uint64_t moved; /* before this event nobody spoke of what would come: verdict_moved() */
	int64_t clock;	/* what ended before has ended */
	bool untimely;	/* its time is none that it can have */
};

struct approved {
	uint64_t sequence;
	const char *who;     /* signed it */
	const char *witness; /* for whom, "Name <address>", who has no key; NULL: for himself */
	const char *address; /* of whose word it is; NULL: not known */
	int64_t when, until; /* the runbook's limit or its own, whichever comes first */
	bool yes;
	const char *why; /* it does not count; NULL: it does */
	const char
		*own; /* whose word it is, of who acts or looks ahead; it counts for others */
	const struct entry *entry; /* with the values of a rollback that it is of */
};

/* What a change of a locked step's file needs: a lock says nothing of its own. */
extern const struct approval approval_of_locked;

/* Each that was said of the step since it was done last, oldest first; where nobody can tell, none. */
int approvals_read(struct state *record, const struct subject *step,
		   const struct approval *demand, const struct approval_asked *asked,
		   struct arena *a, struct approved **ret, size_t *ret_count, struct err *err);
/* Whose word it is, as people are told: "ada", "Lea Legal <lea@example.com>, witnessed by ada". */
const char *approved_by(const struct approved *said, struct arena *a);
/* "counts unless oli runs it himself". NULL: it counts for whoever looks, or for nobody. */
const char *approved_unless(const struct approved *said, struct arena *a);
/* Does it count, and is it the newest that does of that person? Each is named once. */
bool approvals_names(const struct approved *said, size_t count, size_t at);
/* Does it count, and did one before it of the same person count already? */
bool approvals_again(const struct approved *said, size_t at);
/* How many people have said yes so that it counts. */
unsigned approvals_given(const struct approved *said, size_t count);
/* Do so many count also where who looks ahead acts himself? */
bool approvals_suffice(const struct approved *said, size_t count, unsigned need);
/* Whose yes does not help, and why: of who acts himself, else the newest that does not count. "": none. */
const char *approvals_own(const struct approved *said, size_t count, struct arena *a);
/* Who could say it as well, the first by id: `first` where he is one of them. NULL: nobody. authors: of what is
 * promoted; NULL: none is asked. */
const struct principal *approvals_missing(const struct trust *trust,
					  const struct approval *demand,
					  const struct approved *said, size_t count,
					  const char *environment, const char *by,
					  const char *first, const struct words *authors);
/* Is the address one of theirs, in whatever case? */
bool approvals_wrote(const struct words *authors, const char *address);
/* Why such an approval does not count. */
extern const char approvals_of_author[];
/* Is it of the values that the act names? */
bool approval_has_values(const struct entry *entry, const struct event *act);
/* What is approved, as `approve` is given it: "SHIP", "gate:go", "rollback:app", "promote". */
const char *approvals_of(struct event_subject what, struct arena *a);
/* How one more is given: the command, where the reader is that person; else who is. */
const char *approvals_advice(const struct approval *demand, const struct trust *trust,
			     const struct principal *who, const struct event *act,
			     const char *reader, struct arena *a);
/* In its place, where nobody can approve what would be done. */
extern const char approvals_uncommitted[];

#endif
