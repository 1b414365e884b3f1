/* What the files of the verifier share: what is carried from one event to the next. */
#ifndef ENGINE_VERIFY_INTERNAL_H
#define ENGINE_VERIFY_INTERNAL_H

#include "base/strmap.h"
#include "engine/audit.h"
#include "sign/pubkey.h"

struct verifier {
	struct repo *repo;
	struct arena *arena;
	struct fold *fold;	   /* the record */
	struct state *tree_state;  /* of the tree, where it is not the record's too; NULL */
	struct tree_image *image;  /* the tree after the last good event */
	struct event_index *known; /* how they were judged already; NULL: nobody knows */
	bool own;		   /* what comes was written here just now */
	struct strmap brought; /* path -> struct bytes: attachments that are not stored yet */
	char ledger[65];
	struct oid rejected; /* what the next event, a recover, rejects; zero: nothing */
	struct oid head, tree;
	char head_sha256[65], head_id[33];
	uint64_t sequence;
	int64_t time;
	int64_t received; /* the server's clock, of events behind this one: */
	uint64_t received_after;
	struct public_key key; /* the last signer's, and its text: most events have the same */
	const char *key_text;
};

/* The state asks for files as the tree has them before the event. */
int verifier_read_image(void *context, const char *path, struct arena *a, struct bytes *ret,
			bool *ret_found, struct err *err);

#endif
