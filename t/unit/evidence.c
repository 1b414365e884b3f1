/* evidence.c - bodies on their branches, found by their names. */
#include "repo/evidence.h"

#include "repo/ref.h"
#include "repo/repo.h"
#include "scratch.h"
#include "tap.h"

#define ONE "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
#define TWO "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"
#define REF "refs/heads/mcade/evidence/2026-01/0123abcd"

static struct err err;

int main(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	static const struct evidence_body first[] = {{ONE, {"one", 3}}},
					  both[] = {{ONE, {"one", 3}}, {TWO, {"two", 3}}},
					  bad[] = {{"../x", {"x", 1}}};
	struct evidence_store *store = NULL;
	struct ledger_lock *lock = NULL;
	struct repo *repo = NULL;
	struct oid before, after;
	struct bytes raw;

	scratch_begin();
	shell("git init -q r");
	if (chdir("r") < 0 || repo_open(REPO_COMMAND, &repo, &err) < 0 ||
	    ledger_lock(repo, 10, &lock, &err) < 0)
		abort();
	ok(evidence_append(repo, lock, "2026-01", "0123abcd", 1769594400, first, 1, &err) == 0,
	   "a first body");
	ok(shell("test $(git show mcade/evidence/2026-01/0123abcd:76/" ONE ") = one"),
	   "lies under its name");
	ok(ref_read(repo, REF, &before, &err) == 0 &&
		   evidence_append(repo, lock, "2026-01", "0123abcd", 5, first, 1, &err) == 0 &&
		   ref_read(repo, REF, &after, &err) == 0 && oid_equal(&before, &after),
	   "what is there makes no commit");
	ok(evidence_append(repo, lock, "2026-01", "0123abcd", 1769594400, both, 2, &err) == 0 &&
		   evidence_append(repo, lock, "2026-02", "0123abcd", 5, both, 2, &err) == 0,
	   "more, and another month");
	ok(shell("test $(git ls-tree -r mcade/evidence/2026-01/0123abcd | wc -l) = 2 && "
		 "git fsck --strict"),
	   "git agrees");
	ok(evidence_append(repo, lock, "2026-13", "0123abcd", 5, both, 2, &err) < 0 &&
		   evidence_append(repo, lock, "2026-1", "0123abcd", 5, both, 2, &err) < 0 &&
		   evidence_append(repo, lock, "2026-01", "../../..", 5, both, 2, &err) < 0 &&
		   evidence_append(repo, lock, "2026-01", "0123abcd", 5, bad, 1, &err) < 0,
	   "no other shapes");
	ok(evidence_store_open(repo, &store, &err) == 0 &&
		   evidence_find(store, TWO, 100, &arena, &raw, &err) == 0 &&
		   bytes_equal(raw, bytes_text("two")),
	   "found again");
	ok(evidence_find(store, TWO, 2, &arena, &raw, &err) < 0 && err.code == ERR_LIMIT,
	   "not beyond the limit");
	evidence_store_free(store);
	ledger_unlock(lock);
	repo_free(repo);
	repo = NULL;
	shell("git clone -q . ../clone && git -C ../clone update-ref "
	      "refs/heads/mcade/evidence/2027-01/ffffffff "
	      "$(git -C ../clone hash-object -w --stdin </dev/null) 2>/dev/null; true");
	ok(chdir("../clone") == 0 && repo_open(REPO_COMMAND, &repo, &err) == 0 &&
		   evidence_store_open(repo, &store, &err) == 0 &&
		   evidence_find(store, ONE, 100, &arena, &raw, &err) == 0,
	   "found in a clone, under the remote's name");
	ok(evidence_find(store,
			 "00000000000000000000000000000000000000000000000000000000000000ff",
			 100, &arena, &raw, &err) < 0 &&
		   err.code == ERR_NOT_FOUND,
	   "what nobody has");
	evidence_store_free(store);
	repo_free(repo);
	scratch_end();
	return done();
}
