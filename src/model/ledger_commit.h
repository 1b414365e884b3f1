/*
 * ledger_commit.h - the bytes of a ledger commit: tree, parent, author, committer, gpgsig, message,
 * and nothing else (git-mcade-ledger(5), "The commit").
 *
 * Stock git accepts many spellings of one signed commit; this grammar has one. ledger_commit_parse()
 * builds the object again from what it read and demands the same bytes, which closes every edit
 * that can be made without the key.
 */
#ifndef MODEL_LEDGER_COMMIT_H
#define MODEL_LEDGER_COMMIT_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"

/* Behind the name of author and committer: nobody else's commit can pass for an event. */
#define COMMIT_NAME_MARK " (mcade)"

struct ledger_commit {
	char tree[65];	  /* 40 or 64 hex digits */
	char parent[65];  /* "" in the first commit */
	const char *name; /* of author and committer, with COMMIT_NAME_MARK */
	const char *email;
	int64_t time;	   /* seconds; always written +0000 */
	const char *armor; /* the signature, without final newline; NULL while unsigned */
	struct bytes message;
};

/* Appends the object's content. Without armor: the bytes that are signed. */
void ledger_commit_build(const struct ledger_commit *commit, bool with_armor,
			 struct strbuf *out);

/* ERR_FORMAT names the header, what is expected and what was found. Lives in the arena. */
int ledger_commit_parse(struct bytes raw, struct arena *a, struct ledger_commit *ret,
			struct err *err);

#endif
