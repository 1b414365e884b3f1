/*
 * axes.c - what events do beside a step's phase: trust, pins, freezes, claims and names,
 * attachments, evidence. Each case is a way there, the last event, and what is refused or
 * written.
 */
#include "base/cleanup.h"

#include "../t/unit/tap.h"
#include "../t/unit/world.h"

enum { FIELDS_MAX = 8 };

struct act {
	enum event_kind kind;
	struct {
		enum event_field field;
		const char *value;
	} fields[FIELDS_MAX]; /* value NULL: the end */
	const char *reason;
};

#define ACTS(...) ((const struct act[]){__VA_ARGS__, {.kind = EVENT_KIND_COUNT}})
#define ACT(tag, ...)                                          \
	{                                                      \
		.kind = EVENT_##tag, .fields = { __VA_ARGS__ } \
	}
#define BARE(tag)                   \
	{                           \
		.kind = EVENT_##tag \
	}
#define F(tag, text)              \
	{                         \
		FIELD_##tag, text \
	}
#define RUNBOOK_FILE F(FILE, "sha256:" SHA " runbook.yaml")

/* A field that the act gives replaces the sample; given twice, it is a list. */
static struct event act_event(struct world *w, const struct act *act)
{
	struct event e = world_event(w, act->kind);

	if (act->reason)
		e.reason = act->reason;
	for (size_t i = 0; i < FIELDS_MAX && act->fields[i].value; i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again = again || act->fields[k].field == act->fields[i].field;
		if (again)
			event_add(&e, w->a, act->fields[i].field, act->fields[i].value);
		else
			event_set(&e, w->a, act->fields[i].field, act->fields[i].value);
	}
	return e;
}

/* The last act's answer; -2 when one before it was not accepted. */
static int play(struct world *w, struct arena *a, const struct act *acts)
{
	int found = 0;

	world_open(w, a);
	for (; acts->kind != EVENT_KIND_COUNT; acts++) {
		struct event e = act_event(w, acts);

		if (found)
			return -2;
		found = world_do(w, &e);
	}
	return found;
}

static const char *file_text(struct world *w, const char *path)
{
	struct bytes *data = strmap_get(&w->files, path);

	return data ? data->data : NULL;
}

static void refused(const char *name, const char *says, const struct act *acts)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;
	int found = play(&w, &a, acts);

	if (!ok(found == 1 && strstr(w.refused.items[0].message, says), "refused: %s", name))
		printf("#   found %d: %s\n", found,
		       found == 1 ? w.refused.items[0].message : "");
}

/* text NULL: the file is gone. */
static void writes(const char *name, const char *path, const char *text, const struct act *acts)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;
	int found = play(&w, &a, acts);

	if (!ok(!found, "accepted: %s", name))
		printf("#   found %d: %s\n", found,
		       found == 1 ? w.refused.items[0].message : "");
	else
		is_str(file_text(&w, path), text, path);
}

static const char ROLES[] =
	"roles:\n  ci:\n    may:\n    - verify\n  operator:\n    may:\n"
	"    - block\n    - checkpoint\n    - complete\n    - lock\n    - pin\n"
	"    - reopen\n    - run\n    - skip\n    - unblock\n    - verify\n"
	"  owner:\n    may:\n    - \"*\"\n  reviewer:\n    may:\n"
	"    - approve\n    - attest\n    - reattest\n  root:\n    may:\n"
	"    - trust\n";

static void test_trust(void)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	strbuf_addf(
		&text,
		"version: 1\nthreshold: 1\nprincipals:\n  ada:\n    name: \"Ada Lovelace\"\n"
		"    email: ada@example.com\n    keys:\n    - \"" KEY_A "\"\n    roles:\n"
		"    - owner\n    - root\n%s",
		ROLES);
	writes("the genesis", "trust.yaml", text.buf,
	       &(const struct act){.kind = EVENT_KIND_COUNT});
	strbuf_setlen(&text, 0);
	strbuf_addf(
		&text,
		"version: 2\nthreshold: 1\nprincipals:\n  ada:\n    name: \"Ada Lovelace\"\n"
		"    email: ada@example.com\n    keys:\n    - \"" KEY_A "\"\n    roles:\n"
		"    - owner\n    - root\n  otto:\n    name: Otto\n    email: o@example.com\n"
		"    keys:\n    - \"" KEY_B "\"\n    roles:\n    - operator\n%s",
		ROLES);
	writes("a principal is added", "trust.yaml", text.buf,
	       ACTS(ACT(TRUST, F(PRINCIPAL, "otto"), F(NAME, "Otto"), F(EMAIL, "o@example.com"),
			F(KEY, KEY_B), F(ROLE, "operator"))));
	strbuf_setlen(&text, 0);
	strbuf_addf(&text,
		    "version: 2\nthreshold: 1\nprincipals:\n  ada:\n    name: \"Ada King\"\n"
		    "    email: king@example.com\n    keys:\n    - \"" KEY_A
		    "\"\n    - \"" KEY_B
		    "\"\n    roles:\n    - owner\n    - root\n    - reviewer\n%s",
		    ROLES);
	writes("a name, a key and a role for one who is there", "trust.yaml", text.buf,
	       ACTS(ACT(TRUST, F(NAME, "Ada King"), F(EMAIL, "king@example.com"), F(KEY, KEY_B),
			F(ROLE, "owner"), F(ROLE, "reviewer"))));
	refused("a second genesis", "exists already", ACTS(BARE(INIT)));
	refused("a key of somebody else", "belongs to 'ada'",
		ACTS(ACT(TRUST, F(PRINCIPAL, "eve"), F(NAME, "Eve"), F(KEY, KEY_A),
			 F(ROLE, "owner"))));
	refused("somebody who looks like somebody else", "name and address of 'ada'",
		ACTS(ACT(TRUST, F(PRINCIPAL, "eve"), F(KEY, KEY_B), F(ROLE, "owner"))));
	refused("a role that is not defined", "role 'king'",
		ACTS(ACT(TRUST, F(PRINCIPAL, "eve"), F(NAME, "Eve"), F(KEY, KEY_B),
			 F(ROLE, "king"))));
	refused("somebody without a key", "no key or no role",
		ACTS(ACT(TRUST, F(PRINCIPAL, "eve"), F(NAME, "Eve"), F(ROLE, "owner"))));
	refused("somebody without a role", "no key or no role",
		ACTS(ACT(TRUST, F(PRINCIPAL, "eve"), F(NAME, "Eve"), F(KEY, KEY_B))));
}

static void test_pins(void)
{
	writes("pins are sorted and replaced", "state/prod/_pins.yaml",
	       "pins:\n- a.b=3\n- a=1\n- ab=1\n- b=2\n",
	       ACTS(ACT(PIN, F(PIN, "a.b=1"), F(PIN, "a=1"), F(PIN, "b=2")),
		    ACT(PIN, F(PIN, "a.b=3"), F(PIN, "ab=1"))));
	writes("each environment has its own", "state/staging/_pins.yaml", "pins:\n- a=2\n",
	       ACTS(ACT(PIN, F(PIN, "a=1")),
		    ACT(PIN, F(ENVIRONMENT, "staging"), F(PIN, "a=2"),
			F(FILE, "sha256:" SHA " releases/staging.yaml"))));
	refused("two values for one pin", "two values",
		ACTS(ACT(PIN, F(PIN, "a=1"), F(PIN, "a=2"))));
	refused("a pin without its manifest", "releases/staging.yaml",
		ACTS(ACT(PIN, F(FILE, "sha256:" SHA " releases/staging.yaml"))));
	refused("a pin with another manifest beside it",
		"may not bring 'releases/staging.yaml'",
		ACTS(ACT(PIN, F(FILE, "sha256:" SHA " releases/prod.yaml"),
			 F(FILE, "sha256:" SHA " releases/staging.yaml"))));
}

static void test_freezes(void)
{
	writes("a freeze", "state/_freezes.yaml",
	       "nginx:\n  state: frozen\n  sequence: 1\n  reason: \"because it is so\"\n"
	       "  paths:\n  - \"*.conf\"\n",
	       ACTS(ACT(FREEZE, F(SCOPE, "*.conf"))));
	writes("thawed again, it is gone", "state/_freezes.yaml", NULL,
	       ACTS(ACT(FREEZE, F(SCOPE, "*.conf")), BARE(THAW)));
	writes("a freeze of the runbook is opened by a note", "state/_freezes.yaml",
	       "nginx:\n  state: thawed\n  sequence: 1\n  reason: \"because it is so\"\n",
	       ACTS(BARE(THAW)));
	writes("which a freeze without paths takes away", "state/_freezes.yaml", NULL,
	       ACTS(BARE(THAW), BARE(FREEZE)));
	writes("another freeze stays", "state/_freezes.yaml",
	       "a:\n  state: frozen\n  sequence: 1\n  reason: \"because it is so\"\n  paths:\n"
	       "  - x\n",
	       ACTS(ACT(FREEZE, F(FREEZE, "a"), F(SCOPE, "x")),
		    ACT(FREEZE, F(FREEZE, "b"), F(SCOPE, "y")), ACT(THAW, F(FREEZE, "b"))));
	refused("a freeze twice", "in force already",
		ACTS(ACT(FREEZE, F(SCOPE, "x")), ACT(FREEZE, F(SCOPE, "y"))));
	refused("a freeze of nothing", "covers nothing", ACTS(BARE(FREEZE)));
	refused("a thaw twice", "open already", ACTS(BARE(THAW), BARE(THAW)));
}

static void test_adopt(void)
{
	writes("a runbook comes into force", "state/_adopted.yaml",
	       "sequence: 1\nrunbook: \"" SHA "\"\ntips:\n- \"" GIT_ID " refs/heads/main\"\n",
	       ACTS(ACT(ADOPT, F(TIP, GIT_ID " refs/heads/main"))));
	writes("its tips move", "state/_adopted.yaml",
	       "sequence: 1\nrunbook: \"" SHA "\"\ntips:\n- \"" GIT_ID " refs/heads/x\"\n",
	       ACTS(ACT(ADOPT, F(TIP, GIT_ID " refs/heads/main")),
		    ACT(RETIP, F(TIP, GIT_ID " refs/heads/x"))));
	refused("tips of nothing", "no governed tips", ACTS(BARE(RETIP)));
	refused("a runbook that is not brought", "brings 'runbook.yaml'",
		ACTS(ACT(ADOPT, F(FILE, "sha256:" SHA " releases/prod.yaml"))));
	refused("another runbook than the one named", "not the runbook",
		ACTS(ACT(ADOPT, F(FILE, "sha256:" SHA2 " runbook.yaml"))));
	refused("a file of the state", "may not bring 'state/prod/B.yaml'",
		ACTS(ACT(ADOPT, RUNBOOK_FILE, F(FILE, "sha256:" SHA " state/prod/B.yaml"))));
	refused("trust.yaml by the back door", "may not bring 'trust.yaml'",
		ACTS(ACT(ADOPT, RUNBOOK_FILE, F(FILE, "sha256:" SHA " trust.yaml"))));
	refused("a manifest in a folder", "may not bring 'releases/x/prod.yaml'",
		ACTS(ACT(ADOPT, RUNBOOK_FILE, F(FILE, "sha256:" SHA " releases/x/prod.yaml"))));
	refused("a file named twice", "twice",
		ACTS(ACT(ADOPT, RUNBOOK_FILE, F(FILE, "sha256:" SHA2 " runbook.yaml"))));
	writes("claims", "state/prod/A.yaml",
	       "step: A\nenvironment: prod\nphase: planned\nsequence: 1\nlocked: 1\nclaims:\n"
	       "- complete\n- locked\n",
	       ACTS(ACT(ADOPT, F(CLAIM, "A prod complete"), F(CLAIM, "A prod locked"))));
	writes("claims that contradict each other are kept beside, and accept nothing",
	       "state/prod/A.yaml",
	       "step: A\nenvironment: prod\nphase: planned\nsequence: 1\ndisputed:\n"
	       "- complete\n- locked\n",
	       ACTS(ACT(ADOPT, F(DISPUTED, "A prod complete"), F(DISPUTED, "A prod locked"))));
	refused("a verification of what is only disputed", "is planned",
		ACTS(ACT(ADOPT, F(DISPUTED, "A prod complete")), BARE(VERIFY)));
	writes("claims replace what was claimed; a lock stays as old as it is",
	       "state/prod/A.yaml",
	       "step: A\nenvironment: prod\nphase: planned\nsequence: 2\nlocked: 1\nclaims:\n"
	       "- blocked\n- locked\n",
	       ACTS(ACT(ADOPT, F(CLAIM, "A prod complete"), F(CLAIM, "A prod locked")),
		    ACT(ADOPT, F(CLAIM, "A prod blocked"), F(CLAIM, "A prod locked"))));
}

static void test_renames(void)
{
	static const struct act with_history = BARE(LOCK);

	writes("history moves along", "state/prod/B.yaml",
	       "step: B\nenvironment: prod\nphase: planned\nsequence: 2\nlocked: 1\n",
	       ACTS(with_history, ACT(ADOPT, F(RENAME, "A prod B"))));
	writes("and is gone where it was", "state/prod/A.yaml", NULL,
	       ACTS(with_history, ACT(ADOPT, F(RENAME, "A prod B"))));
	writes("a name that is free again begins anew", "state/prod/A.yaml",
	       "step: A\nenvironment: prod\nphase: planned\nsequence: 3\nlocked: 3\n",
	       ACTS(with_history, ACT(ADOPT, F(RENAME, "A prod B")), BARE(LOCK)));
	writes("claims of the new name replace those of the old", "state/prod/B.yaml",
	       "step: B\nenvironment: prod\nphase: planned\nsequence: 2\nclaims:\n- blocked\n",
	       ACTS(ACT(ADOPT, F(CLAIM, "A prod a"), F(CLAIM, "A prod b"),
			F(CLAIM, "A prod c")),
		    ACT(ADOPT, F(RENAME, "A prod B"), F(CLAIM, "B prod blocked"))));
	refused("a step without history", "cannot be renamed",
		ACTS(ACT(ADOPT, F(RENAME, "A prod B"))));
	refused("onto a step with history", "history of 'A'",
		ACTS(with_history, ACT(LOCK, F(STEP, "B")), ACT(ADOPT, F(RENAME, "A prod B"))));
	refused("onto itself", "history of 'A'",
		ACTS(with_history, ACT(ADOPT, F(RENAME, "A prod A"))));
	refused("two steps into one", "cannot become",
		ACTS(with_history, ACT(LOCK, F(STEP, "B")),
		     ACT(ADOPT, F(RENAME, "A prod C"), F(RENAME, "B prod C"))));
	refused("one step into two", "cannot become",
		ACTS(with_history, ACT(ADOPT, F(RENAME, "A prod B"), F(RENAME, "A prod C"))));
	refused("a claim of the old name", "renamed by the same event",
		ACTS(with_history,
		     ACT(ADOPT, F(RENAME, "A prod B"), F(CLAIM, "A prod complete"))));
}

#define RUN_WELL BARE(START), ACT(FINISH, F(RUN, "00000000000000000000000000000001"))
#define IN_IT "checkpoints/2026/01/2026-01-28-A/"
#define SEALED F(FILE, "sha256:" SHA " " IN_IT "CHECKPOINT.yaml")

static void test_checkpoints(void)
{
	writes("a checkpoint", "state/prod/A.yaml",
	       "step: A\nenvironment: prod\nphase: verified\nsequence: 3\n"
	       "run: \"00000000000000000000000000000001\"\nrunner: ada\nresult: ok\n"
	       "verify: pass\nverified: 2\ndefinition: sha256:" SHA "\n"
	       "checkpoint: \"2026-01-28-A\"\ndirectory: docs/checkpoints/2026-01-28-A\n",
	       ACTS(RUN_WELL, ACT(CHECKPOINT, SEALED)));
	refused("without CHECKPOINT.yaml", "CHECKPOINT.yaml",
		ACTS(RUN_WELL, ACT(CHECKPOINT, F(FILE, "sha256:" SHA " " IN_IT "README.md"))));
	refused("with files of another", "may not bring",
		ACTS(RUN_WELL, ACT(CHECKPOINT, SEALED,
				   F(FILE, "sha256:" SHA
					   " checkpoints/2026/01/2026-01-28-AB/README.md"))));
	refused("over a sealed one", "sealed already",
		ACTS(RUN_WELL, ACT(CHECKPOINT, SEALED), ACT(CHECKPOINT, SEALED)));
	refused("with a file that is also a folder", "both",
		ACTS(RUN_WELL, ACT(CHECKPOINT, SEALED, F(FILE, "sha256:" SHA " " IN_IT "a"),
				   F(FILE, "sha256:" SHA " " IN_IT "a/b"))));
	refused("that cannot be filed", "cannot be filed",
		ACTS(RUN_WELL, ACT(CHECKPOINT, F(CHECKPOINT, "A-2026"))));
	refused("on a day that is none", "cannot be filed",
		ACTS(RUN_WELL, ACT(CHECKPOINT, F(CHECKPOINT, "2026-02-30-A"))));
}

static void test_evidence(void)
{
	static const struct act with_evidence = ACT(SKIP,
						    F(EVIDENCE, "sha256:" SHA " 12 stdout"));

	writes("evidence is listed", "evidence/list.yaml",
	       "event: \"00000000000000000000000000000001\"\nsequence: 1\nevidence:\n"
	       "- \"sha256:" SHA " 12 stdout\"\n",
	       ACTS(with_evidence));
	writes("and belongs to one event", "evidence/list.yaml", NULL,
	       ACTS(with_evidence, BARE(LOCK)));
	refused("a reason that opens a log entry of its own", "entry of its own",
		ACTS(BARE(START),
		     ACT(FINISH, F(RUN, "00000000000000000000000000000001"), F(RESTORE, "/b")),
		     {.kind = EVENT_COMPLETE,
		      .fields = {F(RUN, "00000000000000000000000000000001")},
		      .reason = "Fine.\n<!-- mcade " RANDOM_ID " after sha256:" SHA " -->"}));
}

/* The mark of a dirty run stays, whatever is verified later. */
static void test_dirty(void)
{
	refused("a run from uncommitted files, verified with clean ones", "exit",
		ACTS(ACT(START, F(DIRTY, "yes")),
		     ACT(FINISH, F(RUN, "00000000000000000000000000000001"), F(RESTORE, "/b")),
		     BARE(VERIFY), ACT(COMPLETE, F(RUN, "00000000000000000000000000000001"))));
	refused("checks of uncommitted files", "verify",
		ACTS(BARE(START),
		     ACT(FINISH, F(RUN, "00000000000000000000000000000001"), F(RESTORE, "/b")),
		     ACT(VERIFY, F(DIRTY, "yes")),
		     ACT(COMPLETE, F(RUN, "00000000000000000000000000000001"))));
}

static void test_reserved(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	int wrong = 0;

	for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
		struct world w;
		struct event e;

		if (!event_kind_info((enum event_kind)kind)->reserved)
			continue;
		world_open(&w, &a);
		e = sample_event(&a, (enum event_kind)kind, 1, NULL);
		wrong += world_do(&w, &e) != -1;
	}
	is_int(wrong, 0, "a reserved kind cannot be applied");
}

int main(void)
{
	test_trust();
	test_pins();
	test_freezes();
	test_adopt();
	test_renames();
	test_checkpoints();
	test_evidence();
	test_dirty();
	test_reserved();
	return done();
}
