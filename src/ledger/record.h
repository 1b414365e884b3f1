/*
 * record.h - THE write path. Every command that changes a ledger comes through record_event():
 * read, verify what is new, fold, decide, gather, decide again, sign, append, read back.
 */
#ifndef LEDGER_RECORD_H
#define LEDGER_RECORD_H

#include "ledger/ledger.h"

/* A file that the event brings along: attachments, by their path in the ledger's tree. */
struct attachment {
	const char *path;
	struct bytes data;
};

/* Something a command printed or a check found; stored on the evidence branch under its
 * SHA-256. */
struct evidence {
	const char *name; /* an id: "stdout", "check.ready" */
	struct bytes data;
};

/* What a person wants to record. The chain fields are filled in by record_event(). */
struct intent {
	struct event event;
	struct attachment *attachments;
	size_t attachment_count;
	struct evidence *evidence;
	size_t evidence_count;
	bool create; /* a genesis */
	struct oid
		rejects; /* of a recover: the commit on the last good event, its parent; else zero */
	struct oid only_on; /* ERR_RACE when the head is another; zero: any */
	/*
	 * Of a fact that has happened already: the "sha256:..." that its signer had seen then. Where
	 * only what others did since is against it, it is recorded as contested. NULL: it is yet to
	 * happen.
	 */
	const char *seen;
	bool keep; /* refused all the same, the signed event is kept: receipt.aside */
};

struct receipt {
	const struct ledger_view *view; /* the ledger with it: for whoever goes on from there */
	struct oid commit;
	char id[33];
	uint64_t sequence;
	int64_t time;
	struct event event; /* as recorded */
	struct event_origin origin;
	const char *aside; /* the ref that keeps what was refused; NULL: none */
};

/*
 * Returns 0 with *ret_receipt, or 1 with findings in *refused and nothing recorded, or -1 with
 * *err. On success *refused holds warnings: of a
 * contested fact what it is contested by. Whether the act may be is asked of judge_act(), as an
 * auditor will ask it.
 */
int record_event(const struct ledger *l, struct intent *intent, struct receipt *ret_receipt,
		 struct findings *refused, struct err *err);

/*
 * The same on a branch that is not the ledger's: what l->ref names, where l->view is its head. Nothing
 * is remembered.
 */
int record_beside(const struct ledger *l, struct intent *intent, struct receipt *ret_receipt,
		  struct findings *refused, struct err *err);

/*
 * For what has to name its event before that is recorded: an id to set as Mcade-Id, and the
 * "sha256:..." that Mcade-Seen of a principal's event after this view will hold (set `only_on` to
 * its head). They live in the ledger's arena.
 */
const char *record_new_id(const struct ledger *l);
int record_seen(const struct ledger *l, const struct ledger_view *head, const char *principal,
		const char **ret, struct err *err);

#endif
