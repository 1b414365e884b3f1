/* evidence.c - bodies on their branches, found by their names. */
#include "repo/evidence.h"

#include "repo/ref.h"
#include "repo/repo.h"
#include "scratch.h"
#include "tap.h"

#define ONE "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
#define TWO "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"
#define REF "refs/heads/mcade/evidence/2026"
#define IN_2026 1769594400
#define IN_2027 1800000000

static struct err err;
static struct ledger_lock *lock;
static struct repo *repo;

/* The armour of nobody: what a signature is worth, others judge. */
static int sign(void *context, struct bytes payload, struct strbuf *ret_armor,
		UNUSED struct err *failed)
{
	if (!bytes_begins(payload, bytes_text("tree ")))
		return err_set(failed, ERR_FORMAT, "no commit");
	strbuf_addf(ret_armor, "-----BEGIN\n%s\n-----END", (const char *)context);
	return 0;
}

static const struct evidence_signer ada = {"Ada (mcade)", "ada@example.com", sign,
					   (void *)(uintptr_t) "ada"},
				    otto = {"Otto (mcade)", "otto@example.com", sign,
					    (void *)(uintptr_t) "otto"};

static const struct evidence_body one[] = {{ONE, {"one", 3}}}, two[] = {{TWO, {"two", 3}}},
				  both[] = {{ONE, {"one", 3}}, {TWO, {"two", 3}}},
				  bad[] = {{"../x", {"x", 1}}};

static struct oid tip(const char *ref)
{
	struct oid id = OID_ZERO;

	if (ref_peek(repo, ref, &id, &err) < 0)
		abort();
	return id;
}

static void test_append(void)
{
	struct oid before;

	ok(evidence_append(repo, lock, &ada, IN_2026, one, 1, &err) == 0, "a first body");
	ok(shell("test $(git show mcade/evidence/2026:76/" ONE ") = one"), "is under its name");
	before = tip(REF);
	ok(evidence_append(repo, lock, &ada, IN_2026 + 5, one, 1, &err) == 0 &&
		   oid_equal(&before, (struct oid[]){tip(REF)}),
	   "what is there makes no commit");
	ok(evidence_append(repo, lock, &otto, IN_2026, both, 2, &err) == 0 &&
		   evidence_append(repo, lock, &ada, IN_2027, both, 2, &err) == 0,
	   "more, by another, and another year");
	ok(shell("test $(git ls-tree -r mcade/evidence/2026 | wc -l) = 2 && "
		 "test $(git rev-list --count mcade/evidence/2026) = 2 && "
		 "test $(git rev-list --count mcade/evidence/2027) = 1 && git fsck --strict"),
	   "git agrees");
	ok(shell("test \"$(git log -1 --format='%an|%ae|%cn|%s' mcade/evidence/2026)\" = "
		 "'Otto (mcade)|otto@example.com|Otto (mcade)|evidence'"),
	   "it says who wrote it");
	ok(evidence_append(repo, lock, &ada, 5, one, 1, &err) < 0 && err.code == ERR_FORMAT &&
		   evidence_append(repo, lock, &ada, IN_2026, bad, 1, &err) < 0,
	   "no other shapes");
}

static void test_grammar(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf again = STRBUF_INIT;
	struct evidence_commit commit;
	struct oid head = tip(REF);
	struct bytes raw;
	char *edited;

	ok(object_read(repo, &head, OBJECT_COMMIT, 10000, &arena, &raw, &err) == 0 &&
		   evidence_commit_parse(raw, &arena, &commit, &err) == 0 &&
		   commit.parent_count == 1 && !strcmp(commit.name, "Otto (mcade)") &&
		   !strcmp(commit.armor, "-----BEGIN\notto\n-----END"),
	   "read as it was written");
	evidence_commit_build(&commit, true, &again);
	ok(bytes_equal(raw, bytes_of(again.buf, again.len)), "and written as it was read");
	edited = arena_strndup(&arena, raw.data, raw.len);
	edited[raw.len - 2] = 'E';
	ok(evidence_commit_parse(bytes_text(edited), &arena, &commit, &err) < 0 &&
		   err.code == ERR_FORMAT,
	   "another message is none of ours");
	ok(evidence_commit_parse(bytes_text(arena_printf(&arena, "%s\n", again.buf)), &arena,
				 &commit, &err) < 0,
	   "nor is a line more");
	head = tip("refs/heads/main");
	ok(object_read(repo, &head, OBJECT_COMMIT, 10000, &arena, &raw, &err) == 0 &&
		   evidence_commit_parse(raw, &arena, &commit, &err) < 0,
	   "nor is a commit of code");
	ok(evidence_path_ok("76/" ONE) && !evidence_path_ok("77/" ONE) &&
		   !evidence_path_ok("76/" ONE "0") && !evidence_path_ok(ONE) &&
		   !evidence_path_ok("README"),
	   "names of bodies");
}

/* Two clones that began the year each by themselves. */
static void test_merge(void)
{
	struct oid ours, theirs, again;

	shell("git update-ref -d " REF);
	ok(evidence_append(repo, lock, &otto, IN_2026, two, 1, &err) == 0, "theirs");
	theirs = tip(REF);
	shell("git update-ref refs/remotes/o/mcade/evidence/2026 " REF);
	shell("git update-ref -d " REF);
	ok(evidence_append(repo, lock, &ada, IN_2026, one, 1, &err) == 0, "ours");
	ours = tip(REF);
	ok(evidence_merge(repo, lock, &ada, IN_2026, REF, &theirs, &err) == 0 &&
		   shell("test $(git ls-tree -r mcade/evidence/2026 | wc -l) = 2 && "
			 "test $(git rev-list --parents -1 mcade/evidence/2026 | wc -w) = 3"),
	   "apart: a commit with both, and both behind it");
	again = tip(REF);
	ok(evidence_merge(repo, lock, &ada, IN_2026, REF, &ours, &err) == 0 &&
		   evidence_merge(repo, lock, &ada, IN_2026, REF, &theirs, &err) == 0 &&
		   oid_equal(&again, (struct oid[]){tip(REF)}),
	   "what is behind us changes nothing");
	ok(ref_update(repo, REF, &ours, &again, "t", &err) == 0 &&
		   evidence_merge(repo, lock, &ada, IN_2026, REF, &again, &err) == 0 &&
		   oid_equal(&again, (struct oid[]){tip(REF)}),
	   "what is ahead is gone forward to");
	theirs = tip("refs/heads/main");
	ok(evidence_merge(repo, lock, &ada, IN_2026, REF, &theirs, &err) < 0 &&
		   err.code == ERR_UNTRUSTED && oid_equal(&again, (struct oid[]){tip(REF)}),
	   "code is not taken for evidence");
}

static void test_store(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct evidence_store *store = NULL;
	struct bytes raw;

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
	      "refs/heads/mcade/evidence/2027 "
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
}

/* One loose object of the clone is cut to nothing; "find" is what evidence_find() says then. */
static enum err_code found_without(const char *object, const char *sha256)
{
	CLEANUP(evidence_store_freep) struct evidence_store *store = NULL;
	CLEANUP(repo_freep) struct repo *here = NULL;
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct bytes raw;
	char command[400];

	snprintf(command, sizeof(command),
		 "o=$(git rev-parse %s) && f=.git/objects/$(echo $o | sed 's,^..,&/,') && "
		 "cp $f kept && chmod u+w $f && : >$f && echo $f >cut",
		 object);
	if (!shell(command) || repo_open(REPO_COMMAND, &here, &err) < 0 ||
	    evidence_store_open(here, &store, &err) < 0)
		abort();
	err.code = ERR_NONE;
	(void)evidence_find(store, sha256, 100, &arena, &raw, &err);
	if (!shell("cat kept >$(cat cut)"))
		abort();
	return err.code;
}

/* In the clone: 2026 has both bodies and 2027 too, as branches of the remote; then 2027 alone. */
static void test_unread(void)
{
	const char *newest = "origin/mcade/evidence/2027";

	ok(found_without(newest, ONE) == ERR_NONE,
	   "another branch has the body of one that cannot be read");
	shell("git update-ref -d refs/remotes/origin/mcade/evidence/2026");
	ok(found_without(newest, ONE) == ERR_IO,
	   "a branch that cannot be read: nobody can tell");
	ok(found_without("origin/mcade/evidence/2027^{tree}", ONE) == ERR_IO, "its tree");
	ok(found_without("origin/mcade/evidence/2027:76", ONE) == ERR_IO, "a folder of it");
	ok(found_without("origin/mcade/evidence/2027:76", TWO) == ERR_NONE,
	   "of a folder that is not asked nothing is said");
	ok(found_without("origin/mcade/evidence/2027:76/" ONE, ONE) == ERR_IO, "the body");
}

int main(void)
{
	scratch_begin();
	shell("git init -q -b main r && cd r && echo x >x && git add x && "
	      "git -c user.name=x -c user.email=x@y commit -q -m x");
	if (chdir("r") < 0 || repo_open(REPO_COMMAND, &repo, &err) < 0 ||
	    ledger_lock(repo, 10, &lock, &err) < 0)
		abort();
	test_append();
	test_grammar();
	test_merge();
	test_store();
	test_unread();
	repo_free(repo);
	scratch_end();
	return done();
}
