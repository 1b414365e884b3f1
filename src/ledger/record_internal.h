/* record_internal.h - what the files of record share. */
#ifndef LEDGER_RECORD_INTERNAL_H
#define LEDGER_RECORD_INTERNAL_H

#include "ledger/verify.h"
#include "ledger/record.h"

/* One try at one event. */
struct writing {
	struct ledger at;	/* what the event is recorded on: its view is the head */
	const struct ledger *l; /* that */
	struct intent *intent;
	struct findings *refused;
	struct err *err;
	struct signer *signer;
	const struct ledger_view *head; /* the view; NULL: a genesis */
	struct ledger_view *made;	/* with the new event */
	uint64_t sequence;		/* of the event, there */
	struct tree_image *image;
	struct event event;
	struct event_origin origin;
	const char *email;
	struct bytes *blobs;
	size_t blob_count;
	struct strbuf commit;
	struct verifier *verifier; /* behind the head, then behind the new event */
};

/* The signer's principal in force, into signer, origin and email; 1: refused. A genesis brings its own. */
int record_signer(struct writing *w);
/*
 * Fills in what the event brings and says of others, asks the judge, and makes the tree. 1: refused,
 * or malformed. record_apply(): the tree alone.
 */
int record_fill(struct writing *w);
int record_apply(struct writing *w);

#endif
