/*
 * gate_past.c - what the doors read of events: the rules that one brought into force, which are in its own
 * tree or nobody can tell, and what it rests on.
 */
#include "gate/gate_internal.h"
#include "base/cleanup.h"
#include "scratch.h"
#include "tap.h"

#define MAIN "refs/heads/main"
#define HERE "0123456789012345678901234567890123456789"
#define FOREIGN HERE "012345678901234567890123" /* of another hash */
#define RUNBOOK "printf 'version: 1\nname: x\nsteps:\n- {id: A}\n' >runbook.yaml && "

static struct arena arena = ARENA_INIT;
static struct ledger ledger = {.arena = &arena};
static struct err err;

/* What is filed of an adopt that says what is governed where its runbook does not. */
static void write_filed(void)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct entry entry = {
		.slot = "runbook", .sequence = 1, .event = "0123456789abcdef0123456789abcdef"};
	struct subject filed = {0};
	FILE *file = fopen("filed", "w");

	entry_put(&entry, &arena, "governed", "refs/heads/there");
	subject_put(&filed, &arena, entry);
	subject_write(&filed, &text);
	if (!file || fputs(text.buf, file) == EOF || fclose(file))
		abort();
}

/* The branch that those rules govern; "no rules", or that nobody can tell. */
static const char *governed_by(const char *change)
{
	const struct runbook *rb;
	struct oid commit;

	if (!shell(arena_printf(&arena,
				"rm -rf runbook.yaml state && mkdir state && %s && "
				"git add -A && git commit -q --allow-empty -m x",
				change)) ||
	    repo_head_commit(ledger.repo, &commit, &err) < 0)
		abort();
	err = (struct err){0};
	if (gate_read_runbook(&ledger, &commit, &rb, &err) < 0)
		return err.code == ERR_FORMAT ? "no rules" : "cannot tell";
	return rb->governed.items[0];
}

static void test_rules(void)
{
	is_str(governed_by(RUNBOOK "cp filed " STATE_ADOPTED), "refs/heads/there", "both");
	is_str(governed_by("cp filed " STATE_ADOPTED), "no rules", "without a runbook");
	is_str(governed_by(RUNBOOK "true"), "no rules", "without what was adopted");
	is_str(governed_by("echo 'x: [' >runbook.yaml && cp filed " STATE_ADOPTED), "no rules",
	       "a runbook that is none");
	is_str(governed_by(RUNBOOK "echo 'x: [' >" STATE_ADOPTED), "no rules",
	       "what was adopted is no state");
}

/* How many commits that event rests on, and how many it took away: "1 0". */
static const char *rests(enum event_word word, enum event_field field, const char *tip)
{
	struct verified_event e = {.sequence = 3, .event = {.word = word}};
	struct gate_rests all = {0};

	event_add(&e.event, &arena, field, arena_printf(&arena, "%s " MAIN, tip));
	gate_rests_note(&all, &arena, &e);
	gate_rests_note(&all, &arena, &e);
	return arena_printf(&arena, "%zu %zu", all.count, all.left_count);
}

static void test_rests(void)
{
	is_str(rests(EVENT_ADOPT, FIELD_TIP, HERE), "2 0", "each adopt has its own");
	is_str(rests(EVENT_ADOPT, FIELD_TIP, FOREIGN), "0 0", "of another hash none is here");
	is_str(rests(EVENT_RETIP, FIELD_REWRITTEN, HERE), "0 2", "what a retip took away");
	is_str(rests(EVENT_RETIP, FIELD_REWRITTEN, FOREIGN), "0 0",
	       "... and what was never here excuses no other commit");
}

int main(void)
{
	scratch_begin();
	if (!shell("git init -q -b main .") || repo_open(REPO_COMMAND, &ledger.repo, &err) < 0)
		abort();
	write_filed();
	test_rules();
	test_rests();
	repo_free(ledger.repo);
	scratch_end();
	arena_free(&arena);
	return done();
}
