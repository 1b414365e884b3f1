/* Single events by their sequence, where no record tells which commit is whose: by counting. */
#include "../t/unit/fails.h"

#include "ledger/chain.h"

#include "base/cleanup.h"
#include "model/ledger_commit.h"
#include "repo/ledger.h"
#include "repo/ref.h"
#include "repo/repo.h"
#include "sign/digest.h"

#include "../t/unit/honest.h"
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

/* -- events made by hand -------------------------------------------------------------------------- */

static char tree[41], one[41];

static void ask(const char *command, char ret[41])
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	FILE *from;

	if (!shell(arena_printf(&a, "%s >../asked", command)) ||
	    !(from = fopen("../asked", "r")))
		abort();
	if (fscanf(from, "%40s", ret) != 1)
		abort();
	fclose(from);
}

/* A commit of that message, in the ledger's form. */
static void build(const char *message, const char *of_tree, const char *parent,
		  struct strbuf *ret)
{
	struct ledger_commit commit = {
		.name = "Ada" COMMIT_NAME_MARK,
		.email = "ada@example.com",
		.time = 1769594400,
		.armor = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ\n"
			 "-----END SSH SIGNATURE-----"};

	snprintf(commit.tree, sizeof(commit.tree), "%s", of_tree);
	snprintf(commit.parent, sizeof(commit.parent), "%s", parent);
	commit.message = bytes_text(message);
	ledger_commit_build(&commit, true, ret);
}

/* The event behind `parent`, of that tree, is the head; ret_sha256 of its bytes. */
static void put(struct event *e, const char *of_tree, const char *parent, char ret[41],
		char ret_sha256[DIGEST_HEX])
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT, raw = STRBUF_INIT;
	FILE *file;

	if (event_encode(e, &text, &err) < 0)
		abort();
	build(text.buf, of_tree, parent, &raw);
	digest_sha256_hex(raw.buf, raw.len, ret_sha256);
	if (!(file = fopen("../raw", "w")) || fwrite(raw.buf, 1, raw.len, file) != raw.len)
		abort();
	fclose(file);
	ask("git hash-object -t commit -w --literally ../raw", ret);
	shell(arena_printf(&a, "echo %s >.git/refs/heads/main", ret));
}

static struct event made(struct arena *a, enum event_word word, const char *previous)
{
	struct event e = sample_event(a, word, 3, "because");

	event_set(&e, a, FIELD_PREVIOUS, arena_printf(a, "sha256:%s", previous));
	return e;
}

/* What a recover rejects is not of the chain; it follows an event of the chain, or nothing. */
static void test_recover(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	char good[41], good_sha256[DIGEST_HEX], bad[41], bad_sha256[DIGEST_HEX], last[41],
		sha256[DIGEST_HEX];
	struct event e = made(&a, EVENT_SKIP, SHA);
	struct ledger_view view;
	struct bytes raw;
	struct oid commit, base;

	put(&e, tree, one, good, good_sha256);
	e = made(&a, EVENT_SKIP, good_sha256);
	put(&e, tree, good, bad, bad_sha256);
	e = made(&a, EVENT_RECOVER, good_sha256);
	put(&e, tree, bad, last, sha256);
	view = view_of(2);
	ok(!chain_bytes(repo, &view, 1, &a, &raw, &commit, &err) &&
		   !strcmp(OID_HEX(&commit), good) &&
		   !chain_bytes(repo, &view, 2, &a, &raw, &commit, &err) &&
		   oid_equal(&commit, &view.head),
	   "what is rejected is not counted");
	for (int known = 0; known < 2; known++) {
		CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;

		if (!oid_parse(good, &base) ||
		    ledger_range_open(repo, &view.head, &base, &range, &err) < 0)
			abort();
		if (known)
			ok(!chain_drop_rejected(range, good_sha256, &err) &&
				   ledger_range_count(range) == 1,
			   "it follows what was there before");
		else
			ok(chain_drop_rejected(range, bad_sha256, &err) < 0 &&
				   err.code == ERR_UNTRUSTED,
			   "and no other event that was");
	}
	e = made(&a, EVENT_RECOVER, SHA2);
	put(&e, tree, bad, last, sha256);
	view = view_of(2);
	ok(chain_bytes(repo, &view, 1, &a, &raw, NULL, &err) < 0 && err.code == ERR_UNTRUSTED,
	   "a recover that follows no event drops nothing");
	shell(arena_printf(&a, "f=.git/objects/$(echo %s | sed 's,..,&/,') && mv $f ../kept",
			   bad));
	ok(chain_bytes(repo, &view, 1, &a, &raw, NULL, &err) < 0, "one that is gone");
	shell(arena_printf(&a, "mv ../kept .git/objects/$(echo %s | sed 's,..,&/,')", bad));
}

/* Files that it brought lie in its own tree, as files. */
static void test_brought(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	char commit[41], sha256[DIGEST_HEX];
	struct event e = made(&a, EVENT_SKIP, SHA), read;
	struct ledger_view view;
	struct event_origin origin;
	struct attachments attachments;
	struct bytes data;
	bool found;

	put(&e, tree, one, commit, sha256);
	view = view_of(1);
	if (!ok(!chain_event(repo, &view, 1, &a, &read, &origin, &attachments, &err) &&
			read.word == EVENT_SKIP && !strcmp(origin.name, "Ada"),
		"an event, by counting"))
		return;
	ok(!attachments.read(attachments.context, "d/file", &a, &data, &found, &err) && found &&
		   bytes_equal(data, bytes_text("text\n")),
	   "what it brought");
	ok(!attachments.read(attachments.context, "d/none", &a, &data, &found, &err) && !found,
	   "what it did not");
	ok(!attachments.read(attachments.context, "d", &a, &data, &found, &err) && !found,
	   "a folder is no file");
	ok(!attachments.read(attachments.context, "d/link", &a, &data, &found, &err) && !found,
	   "nor is a link");
	put(&e, SHA, one, commit, sha256);
	view = view_of(1);
	ok(chain_event(repo, &view, 1, &a, &read, &origin, &attachments, &err) < 0 &&
		   err.code == ERR_FORMAT,
	   "an event of a tree of another hash is none");
}

/* The bytes of a commit alone: in the ledger's form, and no event of this repository. */
static void test_read(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct event e = made(&a, EVENT_SKIP, SHA), read;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct event_origin origin;
	struct {
		const char *name, *message, *tree;
		bool good;
	} cases[] = {{"an event", NULL, tree, true},
		     {"one of a tree of another hash", NULL, SHA, false},
		     {"what is said is no event", "hello\n", tree, false}};

	if (event_encode(&e, &text, &err) < 0)
		abort();
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(strbuf_free) struct strbuf raw = STRBUF_INIT;

		build(cases[i].message ? cases[i].message : text.buf, cases[i].tree, one, &raw);
		ok((chain_read(repo, bytes_of(raw.buf, raw.len), &a, &read, &origin, NULL,
			       &err) == 0) == cases[i].good &&
			   (cases[i].good || err.code == ERR_FORMAT),
		   "read: %s", cases[i].name);
	}
}

/* What was verified is those bytes: where the record knows others, the chain is not what it was. */
static void test_known(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct ledger_view view;
	struct bytes raw;
	struct world w;

	shell("git update-ref refs/heads/main $(git rev-list HEAD~0 | sed -n '$p')");
	shell(COMMIT "two && " COMMIT "three");
	world_open(&w, &a);
	view = view_of(2);
	ok(!chain_bytes(repo, &view, 1, &a, &raw, NULL, &err), "known by nobody, it is read");
	view.fold = w.fold;
	ok(chain_bytes(repo, &view, 1, &a, &raw, NULL, &err) < 0 && err.code == ERR_UNTRUSTED,
	   "known as other bytes, it is not");
	fold_close(w.fold);
}

/* Each file that is opened on the way cannot be, in turn: nobody can tell. */
static void test_unread(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	char good[41], bad[41], last[41], sha256[3][DIGEST_HEX];
	struct event e = made(&a, EVENT_SKIP, SHA);
	struct attachments attachments;
	struct event_origin origin;
	struct ledger_view view;
	struct event read;
	size_t untold = 0;

	put(&e, tree, one, good, sha256[0]);
	e = made(&a, EVENT_SKIP, sha256[0]);
	put(&e, tree, good, bad, sha256[1]);
	e = made(&a, EVENT_RECOVER, sha256[0]);
	put(&e, tree, bad, last, sha256[2]);
	view = view_of(2);
	for (size_t n = 1, left = 0; !left; n++) {
		struct bytes data;
		bool found;
		int rc;

		fails_in = n;
		rc = chain_event(repo, &view, 1, &a, &read, &origin, &attachments, &err);
		if (!rc)
			rc = attachments.read(attachments.context, "d/file", &a, &data, &found,
					      &err);
		left = fails_in;
		fails_in = 0;
		if (rc < 0 ? err.code != ERR_IO : !left || !found)
			ok(false, "file %zu cannot be opened: %s", n,
			   rc < 0 ? err.text : "read");
		untold += rc < 0;
	}
	ok(untold > 5, "nobody tells of an event what he cannot read, %zu times", untold);
}

/* Prepares a tree with files, and the commit that all stand behind. */
static void make_tree(void)
{
	shell("mkdir d && echo text >d/file && ln -s file d/link && git add d");
	ask("git write-tree", tree);
	ask("git rev-list --max-parents=0 HEAD", one);
}

int main(void)
{
	scratch_begin();
	shell("git init -q -b main r && cd r && " COMMIT "one && " COMMIT "two && " COMMIT
	      "three");
	if (chdir("r") < 0 || repo_open(REPO_COMMAND, &repo, &err) < 0)
		abort();
	test_counted();
	make_tree();
	test_recover();
	test_brought();
	test_read();
	test_unread();
	test_known();
	repo_free(repo);
	scratch_end();
	return done();
}
