/* push_internal.h - what the two doors of a push share: pre-push, which judges what is about to be
 * sent, and pre-receive, which judges what arrives. */
#ifndef GATE_PUSH_INTERNAL_H
#define GATE_PUSH_INTERNAL_H

#include "gate/gate_past.h"
#include "gate/gate_push.h"

/* What one push means, while it is judged. */
struct push {
	const struct ledger *l;
	struct gate *gate;
	const struct ref_line *lines;
	const struct ref_line *said; /* receiving: the same, as whoever pushes wrote them */
	size_t count;
	const char *remote; /* NULL: receiving */
	const struct ledger_view
		*stood; /* receiving: the ledger before this push; NULL: none */
	struct findings *found;
	struct gate_rests rests; /* of the events that came */
};

/* "refused [rule] ref: message" */
struct finding *push_refuse(struct push *push, const struct ref_line *line, enum rule_id rule,
			    struct finding with, const char *message);
bool push_is_ledger(const struct push *push, const char *ref);
/* The line that brings a ledger; NULL: none does. */
const struct ref_line *push_ledger_line(const struct push *push);

/* gate_receive.c: git itself drops a line that is wrong about what stands here, and takes the
 * others. */
bool push_is_late(const struct push *push, const struct ref_line *line);

/* push_refs.c: code. `prefix`: where the refs of the other side are known here. */
void push_judge_deletions(struct push *push);
int push_judge_refs(struct push *push, const char *prefix, struct err *err);

/* push_ledger.c */
/* Is `line->new` a descendant of `old`? Else a finding; `where` says who has `old`. */
int push_judge_continues(struct push *push, const struct ref_line *line, const struct oid *old,
			 const char *where, struct err *err);
/* Verifies a pushed ledger from after `from`; 1 with findings when it is none. */
int push_verify_ledger(struct push *push, const struct ref_line *line,
		       const struct ledger_view *from, struct ledger_view **ret,
		       struct err *err);

/* push_tips.c: are the commits that pushed events rest on where they say? */
int push_note_tips(const struct verified_event *event, void *push, struct err *err);
int push_judge_tips(struct push *push, struct err *err);

/* push_seals.c: no credential in what is sealed. */
int push_look_into_seal(struct push *push, const struct verified_event *event, struct err *err);

/* push_places.c: names that nobody may push to a repository with our hook; with a gate also those
 * that would show something else for a governed branch. */
int push_judge_places(struct push *push, struct err *err);
/* refs/heads/mcade/evidence/<a year of ours>? */
bool push_is_evidence(const char *ref);

/* push_evidence.c: what arrives for the evidence branches, by the trust of both ledgers. */
int push_judge_evidence(struct push *push, struct err *err);

#endif
