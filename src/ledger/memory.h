/*
 * memory.h - what we know of a ledger outside every repository: whoever hands over a repository
 * must not hand over its verdict.
 *
 *	$XDG_STATE_HOME/git-mcade/	mode 0700; ~/.local/state without XDG_STATE_HOME
 *		<ledger id>/pin				the genesis, confirmed by a person
 *		<ledger id>/heads/<repository>/<remote>	last verified tip seen there; "local" is
 *							our branch
 *		<ledger id>/addresses/<sha256 of URL>	the same by address: a new clone of it knows
 *		<ledger id>/pending/			ends of runs that are not recorded yet
 *		<ledger id>/running/<repository>/	runs that were begun there and have not ended
 *		<ledger id>/cache/			derived, may be deleted (governed names by
 *							runbook blob)
 *	remotes/<sha256 of URL>			the ledger id once seen at an address
 *	repositories/<repository>		the ledger id that a repository had
 *
 * <repository> is a random id kept in the repository's common directory (mcade/id), and the number
 * of that file: a copy of the repository is another one, of which nothing was seen.
 */
#ifndef LEDGER_MEMORY_H
#define LEDGER_MEMORY_H

#include "base/arena.h"
#include "base/err.h"
#include "repo/repo.h"
#include "repo/oid.h"

struct memory;

/*
 * Opens (does not create) the place. repo may be NULL. Lives in the arena. Without a place nothing was
 * ever seen, and what must be remembered fails: memory_needed(), ERR_IO.
 */
struct memory *memory_open(struct repo *repo, struct arena *a);
int memory_needed(const struct memory *memory, struct err *err);
/* XDG_STATE_HOME is not an absolute path: says so, and where ledgers are remembered; NULL: it is, or unset. */
const char *memory_misplaced(const struct memory *memory);
/* Why something could not be kept since it was opened; NULL: all was. */
const char *memory_unkept(const struct memory *memory);

/* What is damaged is ERR_FORMAT, and names the command that mends it (audit/memory_mend.h). */
#define MEMORY_MENDED_BY "git mcade audit --cold"

/*
 * Where something is damaged of what a commit is judged by: leaves all of it alone, as if there were no
 * place for it. Nothing was ever seen then, and memory_needed() says what is damaged.
 */
void memory_leave_damaged(struct memory *memory);

/* A pin that is damaged confirms nothing. */
int memory_is_pinned(struct memory *memory, const char *ledger, bool *ret, struct err *err);
int memory_pin(struct memory *memory, const char *ledger, struct err *err);

struct remembered_head {
	struct oid tip;
	char sha256[65]; /* of the tip commit's bytes */
	uint64_t sequence;
	unsigned verifier; /* MEMORY_VERIFIER of the program that verified it */
};
#define MEMORY_VERIFIER 2

/* *ret_found false: never seen. A file that cannot be read or parsed is an error, never
 * "never". */
int memory_head(struct memory *memory, const char *ledger, const char *remote,
		struct remembered_head *ret, bool *ret_found, struct err *err);
int memory_remember(struct memory *memory, const char *ledger, const char *remote,
		    const struct remembered_head *head, struct err *err);

/* Where what belongs to a remembered head is kept, beside it (suffix: ".record"); its folder is
 * made. Bytes are read and written whole or not at all. */
int memory_beside(struct memory *memory, const char *ledger, const char *remote,
		  const char *suffix, const char **ret_path, struct err *err);
bool memory_recall(const char *path, struct arena *a, struct bytes *ret);
int memory_keep(struct memory *memory, const char *path, struct bytes data, struct err *err);

/* Which ledger this repository had ("" never any): the alarm for a ledger that has disappeared.
 */
int memory_repository_ledger(struct memory *memory, char ret_ledger[65], struct err *err);
int memory_note_repository(struct memory *memory, const char *ledger, struct err *err);
/* The same by remote URL. */
int memory_url_ledger(struct memory *memory, const char *url, char ret_ledger[65],
		      struct err *err);
int memory_note_url(struct memory *memory, const char *url, const char *ledger,
		    struct err *err);

/* The last verified tip seen at an address, whichever clone saw it. */
int memory_url_head(struct memory *memory, const char *ledger, const char *url,
		    struct remembered_head *ret, bool *ret_found, struct err *err);
int memory_remember_url(struct memory *memory, const char *ledger, const char *url,
			const struct remembered_head *head, struct err *err);

/* Back to "never seen": of a remote, or (url not NULL) of an address. Who does so has asked for that head. */
int memory_forget(struct memory *memory, const char *ledger, const char *remote,
		  const char *url, struct err *err);

/* The place of a file that belongs to a ledger (its folder exists once the ledger is pinned); NULL:
 * there is none. */
const char *memory_file(struct memory *memory, const char *ledger, const char *name);
/* The same of this repository alone: a copy of it has another. */
const char *memory_file_here(struct memory *memory, const char *ledger, const char *name);

/* Derived data, by name; -1 never: absent or unreadable is simply not found. */
bool memory_cache_read(struct memory *memory, const char *ledger, const char *name,
		       struct arena *a, struct bytes *ret);
void memory_cache_write(struct memory *memory, const char *ledger, const char *name,
			struct bytes data);

#endif
