/* Single events by their sequence, where no record tells which commit is whose: by counting. */
#include "ledger/chain.h"

#include "repo/ref.h"
#include "repo/repo.h"
#include "scratch.h"
#include "tap.h"

#define COMMIT "git -c user.name=n -c user.email=e commit -q --allow-empty -m "

static struct err err;
static struct repo *repo;

/* The view of a branch, as one that is `sequence` events behind its first. */
static struct ledger_view view_of(uint64_t sequence)
{
	struct ledger_view view = {.sequence = sequence};

	if (ref_peek(repo, "refs/heads/main", &view.head, &err) < 0)
		abort();
	return view;
}

static void test_counted(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct ledger_view view = view_of(2), wrong = view_of(5);
	struct event_origin origin;
	struct event event;
	struct bytes raw;
	struct oid commit;

	ok(!chain_bytes(repo, &view, 2, &a, &raw, &commit, &err) &&
		   oid_equal(&commit, &view.head),
	   "the last one is the head");
	ok(!chain_bytes(repo, &view, 1, &a, &raw, NULL, &err) &&
		   memmem(raw.data, raw.len, "\n\ntwo\n", 6),
	   "the second one, by counting");
	ok(chain_bytes(repo, &view, 3, &a, &raw, NULL, &err) < 0 && err.code == ERR_NOT_FOUND,
	   "there is no fourth");
	ok(chain_bytes(repo, &wrong, 1, &a, &raw, NULL, &err) < 0 && err.code == ERR_UNTRUSTED,
	   "a branch of another length is not the chain of this head");
	ok(chain_event(repo, &view, 1, &a, &event, &origin, NULL, &err) < 0 &&
		   err.code == ERR_FORMAT,
	   "what is no event is none");
	shell(COMMIT "'four\n\nMcade-Event: recover\n'");
	view = view_of(2);
	ok(chain_bytes(repo, &view, 1, &a, &raw, NULL, &err) < 0 && err.code == ERR_FORMAT,
	   "what looks like a recover, and is no event, drops nothing");
}

int main(void)
{
	scratch_begin();
	shell("git init -q -b main r && cd r && " COMMIT "one && " COMMIT "two && " COMMIT
	      "three");
	if (chdir("r") < 0 || repo_open(REPO_COMMAND, &repo, &err) < 0)
		abort();
	test_counted();
	repo_free(repo);
	scratch_end();
	return done();
}
