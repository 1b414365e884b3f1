/*
 * evidence.h - what commands printed and checks found, on branches of their own, one a year:
 * refs/heads/mcade/evidence/<yyyy>. Each body is under the name of its content, <first two
 * hex>/<sha256>, so trees of two writers merge by union and a branch only grows. Commits are signed;
 * which body belongs to an event says the event, by SHA-256 and size.
 *
 *	struct evidence_body bodies[] = {{sha256_hex, bytes}};
 *	evidence_append(repo, lock, &signer, now, bodies, 1, err);
 *
 *	CLEANUP(evidence_store_freep) struct evidence_store *store = NULL;
 *	evidence_store_open(repo, &store, err);
 *	evidence_find(store, sha256_hex, LIMIT_BLOB, arena, &bytes, err);
 */
#ifndef REPO_EVIDENCE_H
#define REPO_EVIDENCE_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "repo/ledger.h"
#include "repo/object.h"

/* One branch a year: "refs/heads/mcade/evidence/2026". */
#define EVIDENCE_FOLDER "refs/heads/mcade/evidence"
#define EVIDENCE_BRANCHES EVIDENCE_FOLDER "/"

struct repo;

struct evidence_body {
	const char *sha256; /* 64 lower-case hex digits, the caller's computation */
	struct bytes bytes;
};

/* Who writes a commit: author and committer, and the SSHSIG over its bytes. */
struct evidence_signer {
	const char *name, *email;
	int (*sign)(void *context, struct bytes payload, struct strbuf *ret_armor,
		    struct err *err);
	void *context;
};

/*
 * Appends the bodies that the branch of that time does not have; all there already: no commit,
 * success. Tried again after a lost race. ERR_FORMAT: no year of ours, or no SHA-256 by its shape.
 * Needs nothing of the event that will name them: bodies are stored first.
 */
int evidence_append(struct repo *repo, struct ledger_lock *lock,
		    const struct evidence_signer *signer, int64_t when,
		    const struct evidence_body *bodies, size_t count, struct err *err);
/*
 * Makes `ref` hold what it holds and what `theirs` holds: moved forward where that is enough, else a
 * commit with both as parents. ERR_UNTRUSTED: `theirs` holds something that is not evidence.
 */
int evidence_merge(struct repo *repo, struct ledger_lock *lock,
		   const struct evidence_signer *signer, int64_t when, const char *ref,
		   const struct oid *theirs, struct err *err);

/* Bodies that an event lets go: their SHA-256, 64 hex digits each. */
struct evidence_gone {
	const char *const *sha256;
	size_t count;
};
/* Does the tree of a branch hold one of them? */
int evidence_holds(struct repo *repo, const struct oid *commit, struct evidence_gone gone,
		   bool *ret, struct err *err);
/*
 * Makes `ref` hold what it holds and what `theirs` (zero: nobody's) holds, less what is gone, with no
 * commit behind it that holds what is gone: it goes on from `theirs` where that is clean, else it begins
 * anew. As evidence_merge(); nothing is done where neither holds any of it.
 */
int evidence_renew(struct repo *repo, struct ledger_lock *lock,
		   const struct evidence_signer *signer, int64_t when, const char *ref,
		   const struct oid *theirs, struct evidence_gone gone, struct err *err);

/* A commit of such a branch; the message says nothing. */
struct evidence_commit {
	struct oid tree;
	const struct oid *parents; /* none, one, or the two of a merge */
	size_t parent_count;
	const char *name, *email;
	int64_t time;
	const char *armor; /* NULL while unsigned */
};

/* Appends the object's content. Without armor: the bytes that are signed. */
void evidence_commit_build(const struct evidence_commit *commit, bool with_armor,
			   struct strbuf *out);
/* ERR_FORMAT: anything else than evidence_commit_build() writes. Lives in the arena. */
int evidence_commit_parse(struct bytes raw, struct arena *arena, struct evidence_commit *ret,
			  struct err *err);
/* "<2 hex>/<64 hex>", the first two twice? */
bool evidence_path_ok(const char *path);

/* All evidence branches of the repository, also those that were fetched from remotes. */
struct evidence_store;
int evidence_store_open(struct repo *repo, struct evidence_store **ret, struct err *err);
void evidence_store_free(struct evidence_store *store);
CLEANUP_POINTER(struct evidence_store, evidence_store_free)
/*
 * The body of that name; newest branch first. ERR_NOT_FOUND: no branch has it; where one of them cannot
 * be read nobody can tell, and the error is its. Branches of a remote may hold anything: whoever uses the
 * bytes compares their SHA-256 first.
 */
int evidence_find(struct evidence_store *store, const char *sha256, size_t limit,
		  struct arena *arena, struct bytes *ret, struct err *err);

#endif
