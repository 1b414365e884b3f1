/* What the files of the verifier share: what is carried from one event to the next. */
#ifndef LEDGER_VERIFY_INTERNAL_H
#define LEDGER_VERIFY_INTERNAL_H

#include "base/strmap.h"
#include "ledger/verify.h"
#include "sign/pubkey.h"

/* What a record asks of the tree, the chain and the repository at a head. */
struct view_source {
	struct repo *repo;
	struct arena *arena;
	struct ledger_view *view;
	struct event_index
		*known; /* how events after it were judged already; NULL: nobody knows */
	struct look_back *back; /* NULL: nothing is kept from one question to the next */
};
/* A file of the tree as it is there, disputed or not. */
int view_said(void *source, const char *path, struct arena *a, struct bytes *ret,
	      bool *ret_found, struct err *err);
struct fold_tree view_tree(struct view_source *source);
struct fold_help view_help(struct view_source *source);
/* Opens the tree of a view whose other members are known; NULL: it cannot be read. */
struct view_source *view_open(struct repo *repo, struct arena *a, struct ledger_view *view,
			      struct err *err);

struct verifier {
	struct view_source source;
	struct ledger_view at; /* the last good event, its tree and record; head zero: none */
	struct state *tree_state; /* of the tree, where it is not the record's too; NULL */
	bool own;		  /* what comes was written here just now: its id is new */
	struct strmap brought; /* path -> struct bytes: attachments that are not stored yet */
	/* Where junk is on the last good event, its tip: what comes is a recover that rejects
	 * it. */
	struct oid rejected;
	int64_t received; /* the server's clock, of events after this one: */
	uint64_t received_after;
	struct public_key key; /* the last signer's, and its text: most events have the same */
	const char *key_text;
};

/* What is being judged: enough to say where a finding stands. */
struct judgement {
	struct verifier *v;
	const struct oid *commit;
	const struct signed_event *said;
	const struct ledger_commit *envelope;
	const struct event *event;
	struct arena *scratch;
	struct findings *findings;
	struct err *err;
	struct event_origin origin;
	uint64_t sequence; /* the one that is expected */
};

/* A finding about it; returns 1. */
int bad(struct judgement *j, const char *expected, const char *found, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* An err that means "these bytes are not what they must be" is a finding; any other is not ours. */
int bad_bytes(struct judgement *j, const char *what, const char *expected);
/* verify_files.c: every file's SHA-256, and tree = apply(). 1: a finding. */
int verify_files(struct judgement *j, const struct file_changes *changes);

#endif
