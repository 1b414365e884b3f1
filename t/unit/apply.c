/*
 * state_apply(): what each kind of event files, and the little that it refuses. Total: whatever is
 * well-formed is filed, legal or not. Pure: neither who signed it nor when is in the tree.
 */
#include "base/texts.h"

#include "../t/unit/tap.h"
#include "../t/unit/honest.h"

/* A token, with fields that are given beside it; a field given twice is a list, "" takes it away. */
struct act {
	const char *token;
	struct {
		enum event_field field;
		const char *value;
	} with[5];
};
#define F(tag, text)              \
	{                         \
		FIELD_##tag, text \
	}
#define ACT(token, ...) ((const struct act){token, {__VA_ARGS__}})
#define PLAIN(token_) ((const struct act){.token = token_})

static int read_brought(void *context, const char *path, struct arena *a UNUSED,
			struct bytes *ret, bool *ret_found, struct err *err)
{
	struct world *w = context;

	return world_disk(w, err) < 0 ? -1 : world_get(&w->brought, path, ret, ret_found);
}

static struct event event_of(struct world *w, const struct act *act, const char **ret_by)
{
	struct event e = world_token(w, act->token, ret_by);

	for (size_t i = 0; i < ARRAY_SIZE(act->with) && act->with[i].value; i++)
		if (i && act->with[i].field == act->with[i - 1].field)
			event_add(&e, w->a, act->with[i].field, act->with[i].value);
		else if (!*act->with[i].value)
			e.fields[act->with[i].field].count = 0;
		else
			event_set(&e, w->a, act->with[i].field, act->with[i].value);
	return e;
}

static enum said say(struct world *w, const struct act *act)
{
	const char *by;
	struct event e = event_of(w, act, &by);

	return world_say(w, &e, by);
}

/* Filed with a disk that fails at its first read, its second and so on: never half of it. */
static void unread(struct world *w, const char *name, const struct act *act)
{
	bool fewer = false;

	for (size_t n = 1; !fewer; n++) {
		const char *by;
		struct event e = event_of(w, act, &by);
		struct event_origin origin = {w->time, by ? by : w->by, by ? by : w->by};
		struct findings malformed = {.arena = w->a};
		struct file_changes changes = {0};
		struct err err = {0};
		int rc;

		event_sort(&e);
		w->fails_in = n;
		rc = state_apply(world_tree(w), &e, &origin,
				 (struct attachments){read_brought, w}, w->a, &changes,
				 &malformed, &err);
		fewer = w->fails_in > 0;
		w->fails_in = 0;
		w->brought = (struct strmap){.arena = w->a};
		if (fewer ? rc < 0 : !rc || err.code != ERR_IO || changes.count)
			ok(false, "%s: read %zu fails", name, n);
	}
}

/* -- what is filed ------------------------------------------------------------------------------- */

/* "slot{name=value} slot{...}", without what every act leaves, ids, digests and reasons. */
static const char *filed(struct world *w, const char *path)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct subject *s;
	struct err err;

	if (state_subject(world_tree(w), path, &s, &err) < 0)
		world_bail(err.text);
	for (size_t i = 0; i < s->count; i++) {
		const struct entry *e = &s->entries[i];

		if (!strcmp(e->slot, "last"))
			continue;
		strbuf_addf(&out, "%s%s{", out.len ? " " : "", e->slot);
		for (size_t v = 0; v < e->value_count; v++)
			for (size_t k = 0; k < e->values[v].count; k++)
				if (strcmp(e->values[v].name, "reason") != 0 &&
				    strcmp(e->values[v].name, "sha256") != 0 &&
				    strlen(e->values[v].items[k]) != 32 &&
				    strcmp(e->values[v].items[k], GIT_ID) != 0 &&
				    strncmp(e->values[v].items[k], "sha256:", 7) != 0)
					strbuf_addf(&out, "%s%s=%s",
						    out.buf[out.len - 1] == '{' ? "" : " ",
						    e->values[v].name, e->values[v].items[k]);
		strbuf_addch(&out, '}');
	}
	return arena_strdup(w->a, out.buf);
}

static void files(const char *name, const char *path, const char *expected, const char *facts,
		  struct act act)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;

	world_open(&w, &a);
	world_play(&w, facts);
	unread(&w, name, &act);
	if (act.token && say(&w, &act) == MALFORMED)
		ok(false, "%s: filed", name);
	is_str(filed(&w, path), expected, name);
	fold_close(w.fold);
}

#define STEP "state/lab/A.yaml"
#define LAB "state/lab/_environment.yaml"
#define PROD "state/prod/_environment.yaml"

static void test_runs(void)
{
	files("a finish of another run changes nothing", STEP, "run{}", "start",
	      PLAIN("finish:other"));
	files("nor does a second one", STEP,
	      "finish{result=failed exit=exit status 0 restore=/var/backups/a.tar} run{}",
	      "start finish:bad", PLAIN("finish"));
	files("a start forgets how the last run ended", STEP, "run{}", "start finish:bad",
	      PLAIN("start"));
	files("what was checked at the end is a verification", STEP,
	      "finish{result=ok exit=exit status 0 restore=/var/backups/a.tar} run{} "
	      "verdicts/verify{verdict=fail results=up fail}",
	      "start", PLAIN("finish:fail"));
	files("a dirty run leaves its mark on what it verified", STEP,
	      "finish{result=ok exit=exit status 0 restore=/var/backups/a.tar} run{dirty=yes} "
	      "verdicts/verify{verdict=pass results=up pass dirty=yes}",
	      "start:dirty", PLAIN("finish"));
	files("an approval is used up by the act", STEP, "run{}", "approve=rita",
	      PLAIN("start"));
	files("a start ends a skip and a defer", STEP, "run{}", "skip defer", PLAIN("start"));
	files("and so does a reopen", STEP, "verdicts/reopen{verdict=fail}", "skip defer",
	      PLAIN("reopen"));
	files("not a block", STEP, "holds/block:A{until=the vendor answers} run{}", "block",
	      PLAIN("start"));
}

/* Whatever comes and goes: what spoke of a step last is filed with it. */
static void test_last(void)
{
	static const char *const acts[] = {"block",  "unblock", "start",
					   "finish", "lock",	"unlock"};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;

	world_open(&w, &a);
	for (size_t i = 0; i < ARRAY_SIZE(acts); i++) {
		const struct step_state *s;
		const struct entry *last;
		struct err err;

		world_play(&w, acts[i]);
		if (state_step(world_tree(&w), "lab", "A", &s, &err) < 0)
			world_bail(err.text);
		last = subject_entry(s->subject, "last");
		ok(last && last->sequence == w.count - 1 && s->sequence == w.count - 1,
		   "'%s' was the last", acts[i]);
	}
	fold_close(w.fold);
}

/* Only by the act that it lets through, once, or by who did that by hand. */
static void test_approvals(void)
{
	static const struct {
		const char *of, *acts, *path;
		bool used;
	} cases[] = {
		{"approve=rita", "block unblock lock unlock waive", STEP, false},
		{"approve=rita", "skip defer reopen", STEP, false},
		{"approve=rita", "start", STEP, true},
		{"approve=rita", "attest:whole", STEP, true},
		{"start approve=rita", "finish verify complete checkpoint", STEP, false},
		{"approve:promote/prod=rita", "pin/prod unpin/prod", PROD, false},
		{"approve:promote/prod=rita", "halt/prod resume/prod", PROD, false},
		{"approve:promote/prod=rita", "incident-open/prod incident-close/prod", PROD,
		 false},
		{"approve:promote/prod=rita", "promote/prod", PROD, true},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		struct world w;

		world_open(&w, &a);
		world_play(&w, cases[i].of);
		ok(strstr(filed(&w, cases[i].path), "verdicts/approval:"), "%s is filed",
		   cases[i].of);
		world_play(&w, cases[i].acts);
		ok(!strstr(filed(&w, cases[i].path), "verdicts/approval:") == cases[i].used,
		   "%s: %sused up by %s", cases[i].of, cases[i].used ? "" : "not ",
		   cases[i].acts);
		fold_close(w.fold);
	}
}

#define OF_PATH(path) F(STEP, ""), F(ENVIRONMENT, ""), F(SUBJECT, "path:" path)

/* What it lets through says its content: other acts on paths leave it where it is. */
static void test_path_approvals(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;

	world_open(&w, &a);
	say(&w, &ACT("approve=rita", OF_PATH("docs/a.md")));
	say(&w, &ACT("waive", OF_PATH("docs/b.md")));
	ok(strstr(filed(&w, STATE_PATHS), "verdicts/approval:"),
	   "an approval of a path is used up by no act");
	fold_close(w.fold);
}

static void test_pins(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;

	world_open(&w, &a);
	say(&w, &ACT("pin", F(PIN, "a.b=1"), F(PIN, "a=1"), F(PIN, "b=2")));
	say(&w, &ACT("pin", F(PIN, "ab=1"), F(PIN, "a.b=3")));
	is_str(filed(&w, LAB), "pins{pins=a.b=3 pins=a=1 pins=ab=1 pins=b=2} replaced/a.b{}",
	       "pins are sorted and replaced");
	world_play(&w, "pin/prod");
	is_str(filed(&w, "state/prod/_environment.yaml"), "pins{pins=" IMAGE "}",
	       "each environment has its own");
	say(&w, &ACT("unpin", F(PIN, "a=1"), F(PIN, "zz=1")));
	is_str(filed(&w, LAB),
	       "pins{pins=a.b=3 pins=ab=1 pins=b=2} replaced/a{} replaced/a.b{}",
	       "an unpin takes away what is there");
	fold_close(w.fold);
}

/* Since when a step is seen to work: by which event, or "-". */
static const char *shown(struct world *w)
{
	const struct subject *s;
	const struct entry *entry;
	struct err err;

	if (state_subject(world_tree(w), STEP, &s, &err) < 0)
		world_bail(err.text);
	entry = subject_entry(s, "shown");
	return entry ? arena_printf(w->a, "%u", (unsigned)entry->sequence) : "-";
}

/* Each act after the ones before it. */
static void test_shown(void)
{
#define OTHER "sha256:" SHA
	const struct {
		const char *what;
		struct act act;
		bool anew, none;
	} cases[] = {
		{"a run alone shows nothing", PLAIN("start:release"), false, true},
		{"its checks do", PLAIN("finish"), true, false},
		{"a verification says so again", PLAIN("verify:release"), false, false},
		{"a check fails", PLAIN("verify:fail"), false, true},
		{"it works again", PLAIN("verify:release"), true, false},
		{"once more", PLAIN("verify:release"), false, false},
		{"by other checks", ACT("verify:release", F(CHECKS, OTHER)), true, false},
		{"and those again", ACT("verify:release", F(CHECKS, OTHER)), false, false},
		{"with another candidate, of a pin",
		 ACT("verify:release", F(CANDIDATE, OTHER), F(CHECKS, OTHER)), false, false},
		{"with another content",
		 ACT("verify:release", F(CONTENT, "sha256:" SHA2), F(CHECKS, OTHER)), true,
		 false},
		{"without checks", ACT("verify:release", F(CHECKS, "")), false, true},
		{"after that, with them", PLAIN("verify:release"), true, false},
		{"without a candidate", PLAIN("verify"), false, true},
		{"after that, with one", PLAIN("verify:release"), true, false},
		{"inconclusive", ACT("verify:release", F(VERDICT, "inconclusive")), false,
		 true},
		{"after that, a pass", PLAIN("verify:release"), true, false},
		{"a new run", PLAIN("start:release"), false, true},
	};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;

	world_open(&w, &a);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *before = shown(&w);

		say(&w, &cases[i].act);
		is_str(shown(&w),
		       cases[i].none   ? "-"
		       : cases[i].anew ? arena_printf(&a, "%u", (unsigned)w.count - 1)
				       : before,
		       cases[i].what);
	}
	fold_close(w.fold);
}

/* An environment that is seen not to hold, and one that does; each is another file than a step's. */
static void test_failed(void)
{
#define OF_LAB F(STEP, ""), F(RUN, "")
	files("an environment that holds", LAB, "verdicts/verify{verdict=pass results=up pass}",
	      "", ACT("verify", OF_LAB));
	files("one that does not", LAB,
	      "failed{} verdicts/verify{verdict=fail results=up fail}", "",
	      ACT("verify:fail", OF_LAB));
	files("a step that does not is no environment", LAB, "", "start finish",
	      PLAIN("verify:fail"));
}

/* While a rollback goes on nobody knows what is there; then it has undone something, if it began. */
static void rolls(const char *name, const char *expected, struct act end)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct entry *entry;
	const struct subject *s;
	struct world w;
	struct err err;

	world_open(&w, &a);
	say(&w, &ACT("rollback", F(RESTORED_TO, "")));
	is_str(filed(&w, LAB), "undoing/R{}", "a rollback begins");
	state_subject(world_tree(&w), LAB, &s, &err);
	entry = subject_entry(s, "undoing/R");
	end.with[0].field = FIELD_RUN;
	end.with[0].value = entry ? entry->event : "";
	say(&w, &end);
	is_str(filed(&w, LAB), expected, name);
	fold_close(w.fold);
}

static void test_undoing(void)
{
#define ROLLS F(RUN, ""), F(STEP, ""), F(SUBJECT, "rollback:R")
	rolls("it had not begun", "",
	      ACT("finish:bad", ROLLS, F(EXIT, "not started"), F(RESULT, "cancelled")));
	rolls("it failed, and has undone something", "undone{}", ACT("finish:bad", ROLLS));
}

/* Back to what an environment was: its pins as a whole, which candidate may run and which may not. */
static void test_restored(void)
{
#define BACK F(RESTORED_TO, "3")
#define LEFT_IS "sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;

	world_open(&w, &a);
	say(&w, &ACT("pin", F(PIN, "a=1"), F(PIN, "b=1"), F(PIN, "c=1")));
	say(&w, &ACT("rollback", BACK, F(PIN, "b=1"), F(PIN, "c=0"), F(CANDIDATE, OTHER),
		     F(LEFT, LEFT_IS)));
	is_str(filed(&w, LAB),
	       "barred/" LEFT_IS
	       "{} candidate{restored-to=3} pins{pins=b=1 pins=c=0} replaced/a{} "
	       "replaced/c{} rolled/3{restored-to=3}",
	       "a rollback");
	say(&w, &ACT("rollback", BACK, F(PIN, "b=1"), F(CANDIDATE, ""), F(LEFT, "")));
	is_str(filed(&w, LAB),
	       "barred/" LEFT_IS
	       "{} pins{pins=b=1} replaced/a{} replaced/c{} rolled/3{restored-to=3} "
	       "rolled/4{restored-to=3}",
	       "one to where there was no candidate, from where none is barred");
	say(&w, &ACT("rollback", BACK, F(PIN, "b=1"), F(CANDIDATE, LEFT_IS), F(LEFT, OTHER)));
	is_str(filed(&w, LAB),
	       "barred/" OTHER
	       "{} candidate{restored-to=3} pins{pins=b=1} replaced/a{} replaced/c{} "
	       "rolled/3{restored-to=3} rolled/4{restored-to=3} rolled/5{restored-to=3}",
	       "what comes back is barred no longer");
	fold_close(w.fold);
}

static const char *kept(struct world *w, const char *path, const char *slot, const char *name)
{
	const struct subject *s;
	struct err err;

	if (state_subject(world_tree(w), path, &s, &err) < 0)
		world_bail(err.text);
	return entry_get(subject_entry(s, slot), name);
}

/* Of a drill: did it pass, and which bytes did it write where; of two that wrote the first has it. */
static void test_drills(void)
{
#define OF_DRILL F(STEP, ""), F(SUBJECT, "drill:D")
#define ENDS(id, path) \
	F(SUBJECT, "drill:D"), F(RUN, "0000000000000000000000000000000" id), F(PATH, path)
#define WROTE(sha) F(EVIDENCE, "sha256:" sha " 12 drill.md")
	static const struct {
		const char *what, *end;
		bool passed;
	} ends[] = {
		{"a drill that passed", "finish", true},
		{"one without a check", "finish:none", true},
		{"one whose check failed", "finish:fail", false},
		{"one whose check cannot tell", "finish:unsure", false},
		{"one that failed", "finish:bad", false},
	};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		world_open(&w, &a);
		say(&w, &PLAIN("drill"));
		say(&w,
		    &ACT(ends[i].end, OF_DRILL, F(RUN, "00000000000000000000000000000002")));
		ok(!strcmp(filed(&w, STATE_PATHS), "") &&
			   !strstr(filed(&w, "state/lab/drill/D.yaml"), "passed{}") ==
				   !ends[i].passed,
		   "%s", ends[i].what);
		fold_close(w.fold);
	}
	world_open(&w, &a);
	say(&w, &PLAIN("drill"));
	say(&w, &ACT("finish", F(STEP, ""), ENDS("2", "docs/d.md"), WROTE(SHA2)));
	is_str(filed(&w, STATE_PATHS), "drills/docs/d.md{}", "one that wrote");
	is_str(kept(&w, STATE_PATHS, "drills/docs/d.md", "sha256"), SHA2, "which bytes");
	say(&w, &PLAIN("drill"));
	say(&w, &ACT("finish", F(STEP, ""), ENDS("4", "docs/d.md"), WROTE(SHA)));
	is_str(kept(&w, STATE_PATHS, "drills/docs/d.md", "sha256"), SHA2, "the first has it");
	fold_close(w.fold);
}

/* A checkpoint that is a step is done by its seal, and no longer skipped. */
static void test_sealed(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;

	world_open(&w, &a);
	world_play(&w, "skip defer");
	say(&w, &ACT("checkpoint", F(DEFINITION, OTHER)));
	is_str(kept(&w, STEP, "verdicts/done", "verdict"), "pass", "a seal is a pass");
	is_str(kept(&w, STEP, "verdicts/done", "definition"), OTHER, "of what it was");
	is_str(kept(&w, STEP, "verdicts/done", "restore"), RESTORE_NOTHING,
	       "of what needs no way back");
	ok(!strstr(filed(&w, STEP), "waivers/absence") &&
		   !strstr(filed(&w, STEP), "holds/defer"),
	   "who seals no longer skips");
	fold_close(w.fold);
}

/* What somebody said of an act stands with it. */
static void test_said(void)
{
	static const struct {
		const char *facts, *act, *path, *slot;
	} cases[] = {
		{"start", "finish", STEP, "finish"},
		{"", "attest:whole", STEP, "verdicts/done"},
		{"", "skip", STEP, "waivers/absence"},
		{"", "block", STEP, "holds/block:A"},
		{"", "halt", LAB, "holds/halt:env"},
		{"skip", "reopen", STEP, "verdicts/reopen"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		struct world w;
		struct event e;
		const char *by;

		world_open(&w, &a);
		world_play(&w, cases[i].facts);
		e = event_of(&w, &PLAIN(cases[i].act), &by);
		e.reason = "So be it.";
		world_say(&w, &e, by);
		is_str(kept(&w, cases[i].path, cases[i].slot, "reason"), "So be it.",
		       cases[i].act);
		fold_close(w.fold);
	}
}

static void test_holds(void)
{
	files("a hold, and until when", STEP, "holds/block:A{until=the vendor answers}", "",
	      PLAIN("block"));
	files("a lift takes it away", STEP, "", "block", PLAIN("unblock"));
	files("that of its name only", STEP, "holds/defer:A{}", "block defer",
	      PLAIN("unblock"));
	files("several at once", STEP, "", "block defer",
	      ACT("unblock", F(OF, "block:A"), F(OF, "defer:A")));
	files("a halt is of the environment", LAB, "holds/halt:env{}", "", PLAIN("halt"));
	files("a freeze is of paths", STATE_PATHS, "holds/freeze:proxy{paths=playbooks/**}", "",
	      PLAIN("freeze"));
	files("a freeze of the runbook is opened as it is written", STATE_PATHS,
	      "lifted/freeze:ice{}", "", PLAIN("thaw@ICE"));
	files("which a freeze of that name takes away", STATE_PATHS, "", "thaw@ICE",
	      ACT("freeze", F(HOLD, "ice"), F(PATH, "")));
	files("a waiver of a step", STEP,
	      "waivers/order{rule=order expires=2036-01-28T10:00:00Z}", "", PLAIN("waive"));
	files("a waiver of a path", STATE_PATHS,
	      "waivers/order:docs/a.md{rule=order expires=2036-01-28T10:00:00Z}", "",
	      ACT("waive", F(STEP, ""), F(ENVIRONMENT, ""), F(SUBJECT, "path:docs/a.md")));
	files("a purge", STATE_PATHS,
	      "purged/docs/a.md{replacement=B expires=2036-01-28T10:00:00Z}", "",
	      PLAIN("purge"));
	files("an incident is closed", LAB, "", "incident-open", PLAIN("incident-close"));
}

static void test_adopt(void)
{
	files("a claim", STEP, "claim{claims=complete}", "", PLAIN("adopt:claim"));
	files("a claim that locks", STEP, "claim{claims=locked} holds/lock:A{}", "",
	      PLAIN("adopt:claim-locked"));
	files("two claims", STEP, "claim{claims=complete claims=locked} holds/lock:A{}", "",
	      ACT("adopt", F(CLAIM, "A lab complete"), F(CLAIM, "A lab locked")));
	files("a claim of what is locked", STEP, "claim{claims=locked} holds/lock:A{}", "lock",
	      PLAIN("adopt:claim-locked"));
	files("two contradictions beside it all", "state/lab/Z.yaml",
	      "claim{contradicted=complete contradicted=verified} holds/defer:Z{}", "defer",
	      ACT("adopt:renamed", F(CONTRADICTED, "Z lab complete"),
		  F(CONTRADICTED, "Z lab verified"), F(CLAIM, "B lab complete")));
	files("a claim replaces what was claimed", STEP, "claim{claims=locked} holds/lock:A{}",
	      "adopt:claim", PLAIN("adopt:claim-locked"));
	files("a contradiction accepts nothing", STEP, "claim{contradicted=complete}",
	      "adopt:claim", PLAIN("adopt:contradicted"));
	files("a reopen forgets the claim", STEP, "verdicts/reopen{verdict=fail}",
	      "adopt:claim", PLAIN("reopen"));
	files("history moves along, with the name of its lock", "state/lab/Z.yaml",
	      "holds/lock:Z{}", "lock", PLAIN("adopt:renamed"));
	files("and is gone where it was", STEP, "", "lock", PLAIN("adopt:renamed"));
	files("not onto another history", "state/lab/Z.yaml",
	      "holds/block:Z{until=the vendor "
	      "answers}",
	      "lock block@Z", PLAIN("adopt:renamed"));
	files("which stays where it is", STEP, "holds/lock:A{}", "lock block@Z",
	      PLAIN("adopt:renamed"));
	files("names shift along: one history goes where another was", "state/lab/Z.yaml",
	      "holds/lock:Z{}", "lock block@Z",
	      ACT("adopt:renamed", F(RENAME, "A lab Z"), F(RENAME, "Z lab Y")));
	files("and that where nobody was", "state/lab/Y.yaml",
	      "holds/block:Y{until=the vendor answers}", "lock block@Z",
	      ACT("adopt:renamed", F(RENAME, "A lab Z"), F(RENAME, "Z lab Y")));
	files("two change places", STEP, "holds/block:A{until=the vendor answers}",
	      "lock block@Z", ACT("adopt:renamed", F(RENAME, "A lab Z"), F(RENAME, "Z lab A")));
	files("two that would meet stay, and so does what would follow", STEP, "holds/lock:A{}",
	      "lock block@Z", ACT("adopt:renamed", F(RENAME, "A lab Y"), F(RENAME, "Z lab Y")));
	files("one that would be in two places stays", STEP, "holds/lock:A{}", "lock",
	      ACT("adopt:renamed", F(RENAME, "A lab X"), F(RENAME, "A lab Y")));
	files("how dates were resolved", STATE_ADOPTED,
	      "rules{set=1} runbook{since=" GIT_ID " 2026-01-01} tips{tips=" GIT_ID
	      " refs/heads/main began=1 " GIT_ID " refs/heads/main}",
	      "", ACT("adopt", F(SINCE, GIT_ID " 2026-01-01")));
	files("tips move", STATE_ADOPTED,
	      "rules{set=1} runbook{} tips{tips=" GIT_ID " refs/heads/x began=2 " GIT_ID
	      " refs/heads/x}",
	      "", ACT("retip", F(TIP, GIT_ID " refs/heads/x")));
}

/* -- what is malformed --------------------------------------------------------------------------- */

static void refuses(const char *name, const char *facts, struct act act)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;
	uint64_t before;

	world_open(&w, &a);
	world_play(&w, facts);
	before = world_sum(&w, false);
	ok(say(&w, &act) == MALFORMED && !w.changes.count && world_sum(&w, false) == before &&
		   strlen(w.malformed.items[0].message) > 10,
	   "malformed: %s", name);
	fold_close(w.fold);
}

#define FILE_OF(path) F(FILE, "sha256:" SHA " " path)

static void test_attachments(void)
{
	refuses("an adopt without its runbook", "", ACT("adopt", FILE_OF("releases/lab.yaml")));
	refuses("another runbook than the one named", "",
		ACT("adopt", FILE_OF("runbook.yaml")));
	refuses("an adopt that brings a state", "",
		ACT("adopt", F(RUNBOOK, "sha256:" SHA), FILE_OF("runbook.yaml"),
		    FILE_OF("state/lab/B.yaml")));
	refuses("an adopt that brings trust.yaml", "",
		ACT("adopt", F(RUNBOOK, "sha256:" SHA), FILE_OF("runbook.yaml"),
		    FILE_OF("trust.yaml")));
	refuses("a manifest in a folder", "",
		ACT("adopt", F(RUNBOOK, "sha256:" SHA), FILE_OF("runbook.yaml"),
		    FILE_OF("releases/x/lab.yaml")));
	refuses("a pin without its manifest", "", ACT("pin", FILE_OF("releases/prod.yaml")));
	refuses("a pin with another manifest beside", "",
		ACT("pin", FILE_OF("releases/lab.yaml"), FILE_OF("releases/prod.yaml")));
	refuses("one pin with two values", "",
		ACT("pin", F(PIN, "a=1"), F(PIN, "a=2"), FILE_OF("releases/lab.yaml")));
	refuses("a start that brings a file", "", ACT("start", FILE_OF("docs/a.md")));
	refuses("a retip that brings a runbook", "", ACT("retip", FILE_OF("runbook.yaml")));
	refuses("a checkpoint without CHECKPOINT.yaml", "",
		ACT("checkpoint", FILE_OF("checkpoints/2026/01/2026-01-28-A/README.md")));
	refuses("a checkpoint with files of another", "",
		ACT("checkpoint", FILE_OF("checkpoints/2026/01/2026-01-28-A/CHECKPOINT.yaml"),
		    FILE_OF("checkpoints/2026/01/2026-01-28-B/README.md")));
	refuses("a file that is also a folder", "",
		ACT("checkpoint", FILE_OF("checkpoints/2026/01/2026-01-28-A/CHECKPOINT.yaml"),
		    FILE_OF("checkpoints/2026/01/2026-01-28-A/a"),
		    FILE_OF("checkpoints/2026/01/2026-01-28-A/a/b")));
	refuses("a file that is brought twice", "",
		ACT("checkpoint", FILE_OF("checkpoints/2026/01/2026-01-28-A/CHECKPOINT.yaml"),
		    FILE_OF("checkpoints/2026/01/2026-01-28-A/README.md"),
		    F(FILE, "sha256:" SHA2 " checkpoints/2026/01/2026-01-28-A/README.md")));
	refuses("a checkpoint with a file elsewhere", "",
		ACT("checkpoint", FILE_OF("a.md"),
		    FILE_OF("checkpoints/2026/01/2026-01-28-A/CHECKPOINT.yaml")));
	refuses("the first file twice", "",
		ACT("checkpoint", FILE_OF("checkpoints/2026/01/2026-01-28-A/CHECKPOINT.yaml"),
		    F(FILE,
		      "sha256:" SHA2 " checkpoints/2026/01/2026-01-28-A/CHECKPOINT.yaml")));
	refuses("the first file in one that comes later", "",
		ACT("checkpoint", FILE_OF("checkpoints/2026/01/2026-01-28-A/a/b/c"),
		    F(FILE, "sha256:" SHA2 " checkpoints/2026/01/2026-01-28-A/CHECKPOINT.yaml"),
		    F(FILE, "sha256:" SHA2 " checkpoints/2026/01/2026-01-28-A/a")));
	refuses("an attest that names another act than its subject", "start",
		ACT("attest:last", F(ACT, RANDOM_ID " sha256:" SHA)));
	refuses("a second genesis", "", PLAIN("init"));
	refuses("a format that is not a later one", "", PLAIN("format"));
}

/* All of the digest counts; and an empty ledger takes nothing but its genesis. */
static void test_digest(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct adopted_state *adopted;
	const char *by, *runbook;
	struct world w;
	struct event e;
	struct err err;
	char *other;

	world_open(&w, &a);
	e = world_token(&w, "adopt", &by);
	runbook = event_get(&e, FIELD_RUNBOOK);
	other = arena_strdup(&a, runbook);
	other[strlen(other) - 1] = other[strlen(other) - 1] == '0' ? '1' : '0';
	event_set(&e, &a, FIELD_RUNBOOK, other);
	is_int(world_say(&w, &e, by), MALFORMED, "a runbook of nearly that digest");
	is_int(world_play(&w, "adopt"), COUNTS, "and of that digest");
	is_str(state_adopted(world_tree(&w), &adopted, &err) < 0 ? err.text : adopted->runbook,
	       runbook + strlen("sha256:"), "which is all of what is filed");
	fold_close(w.fold);
	world_begin(&w, &a);
	e = world_event(&w, EVENT_LOCK, "");
	is_int(world_say(&w, &e, "ada"), MALFORMED, "a ledger does not begin with a lock");
	fold_close(w.fold);
}

static void test_places(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	is_str(state_checkpoint_path("docs/2026-01-28-A/", &a),
	       "checkpoints/2026/01/2026-01-28-A/", "a checkpoint lies by its day");
	is_str(state_checkpoint_path("docs/2026-01-28//", &a),
	       "checkpoints/2026/01/2026-01-28/", "the shortest that has one");
	ok(!state_checkpoint_path("docs/2026-01-32-A", &a) &&
		   !state_checkpoint_path("docs/2026-13-01", &a) &&
		   !state_checkpoint_path("docs/2026-01", &a) &&
		   !state_checkpoint_path("2026-01-28/A", &a),
	   "which there must be, in its own name");
}

/* -- trust --------------------------------------------------------------------------------------- */

/* trust.yaml with the first `from` replaced, by `who`; the event says `key` of it too. */
static void trusts_key(const char *name, const char *from, const char *to,
		       enum event_field field, const char *key, const char *who,
		       enum said expected)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct bytes *text;
	struct world w;
	struct event e;
	const char *at, *by;

	world_open(&w, &a);
	e = world_token(&w, "trust", &by);
	text = strmap_get(&w.brought, "trust.yaml");
	at = from ? strstr(text->data, from) : NULL;
	if (at) {
		e.fields[FIELD_FILE].count = 0;
		world_bring(&w, &e, "trust.yaml",
			    arena_printf(&a, "%.*s%s%s", (int)(at - (const char *)text->data),
					 (const char *)text->data, to, at + strlen(from)));
	}
	if (key)
		event_add(&e, &a, field, key);
	event_sort(&e);
	ok((at || !from) && world_say(&w, &e, who) == expected, "trust.yaml: %s is %s", name,
	   expected == MALFORMED ? "malformed" : "taken");
	fold_close(w.fold);
}

static void trusts(const char *name, const char *from, const char *to, const char *who,
		   enum said expected)
{
	trusts_key(name, from, to, FIELD_KEY, NULL, who, expected);
}

#define KEY_OF(n) "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" n
#define ZEROS "000000000000000000000000000000000000000000"

static void test_trust(void)
{
	trusts("the next version, by a root", NULL, NULL, "ada", COUNTS);
	trusts("by an owner", NULL, NULL, "olga", MALFORMED);
	trusts("by somebody unknown", NULL, NULL, "eve", MALFORMED);
	trusts("by a recovery key that there is none of", NULL, NULL, TRUST_RECOVERY,
	       MALFORMED);
	trusts("the same version", "version: 2", "version: 1", "ada", MALFORMED);
	trusts("a version left out", "version: 2", "version: 3", "ada", MALFORMED);
	trusts("a threshold", "threshold: 1", "threshold: 2", "ada", MALFORMED);
	trusts("a key of two people", KEY_OF(ZEROS "2"), KEY_OF(ZEROS "3"), "ada", MALFORMED);
	trusts_key("a key that is nowhere any more", KEY_OF(ZEROS "2"), KEY_OF(ZEROS "9"),
		   FIELD_KEY, KEY_OF(ZEROS "9"), "ada", MALFORMED);
	trusts("a key that the event does not name", KEY_OF(ZEROS "2"), KEY_OF(ZEROS "9"),
	       "ada", MALFORMED);
	trusts_key("a key that nobody gets", NULL, NULL, FIELD_KEY, KEY_OF(ZEROS "9"), "ada",
		   MALFORMED);
	trusts_key("a name that nobody has", NULL, NULL, FIELD_NAME, "Nobody", "ada",
		   MALFORMED);
	trusts("a name that the event does not say", "name: olga", "name: olgas", "ada",
	       MALFORMED);
	trusts("a role that the event does not say", "- watcher", "- reviewer", "ada",
	       MALFORMED);
	trusts("a role of the first of them that the event does not say", "    - root\n",
	       "    - reviewer\n    - root\n", "ada", MALFORMED);
	trusts_key("a role", "- watcher", "- reviewer\n    - watcher", FIELD_ROLE, "reviewer",
		   "ada", COUNTS);
	trusts_key("a role that nobody has any more, and is said", "- watcher", "- reviewer",
		   FIELD_ROLE, "reviewer", "ada", MALFORMED);
	trusts_key("a key that is revoked", "    keys:\n    - \"" KEY_OF(ZEROS "1"),
		   "    keys:\n    - \"" KEY_OF(ZEROS "9") "\"\n    revoked:\n    - \"" KEY_OF(
			   ZEROS "1"),
		   FIELD_KEY, KEY_OF(ZEROS "9"), "ada", MALFORMED);
	trusts_key("a key that is revoked and in force", "    roles:\n    - watcher",
		   "    revoked:\n    - \"" KEY_OF(ZEROS "1") "\"\n    roles:\n    - watcher",
		   FIELD_REVOKED, KEY_OF(ZEROS "1"), "ada", MALFORMED);
	trusts_key("a revoked key of two people", "    roles:\n    - watcher",
		   "    revoked:\n    - \"" KEY_OF(ZEROS "2") "\"\n    roles:\n    - watcher",
		   FIELD_REVOKED, KEY_OF(ZEROS "2"), "ada", MALFORMED);
	trusts_key("a revoked key that never was in force", "    roles:\n    - watcher",
		   "    revoked:\n    - \"" KEY_OF(ZEROS "9") "\"\n    roles:\n    - watcher",
		   FIELD_REVOKED, KEY_OF(ZEROS "9"), "ada", COUNTS);
	trusts("a role that is gone", "  watcher:\n    may:\n    - look\n", "", "ada",
	       MALFORMED);
	trusts("a role that may do more, unsaid", "    - look\n", "    - look\n    - run\n",
	       "ada", MALFORMED);
	trusts_key("a role that may do more, half said", "    - look\n",
		   "    - look\n    - run\n", FIELD_MAY, "watcher run", "ada", MALFORMED);
	trusts_key("a role that may do something else", "    - look\n", "    - run\n",
		   FIELD_MAY, "watcher run", "ada", COUNTS);
	trusts_key("a role that may do nothing", "    may:\n    - look\n", "", FIELD_MAY,
		   "watcher look", "ada", MALFORMED);
	trusts_key("a role that the event gives more", NULL, NULL, FIELD_MAY, "watcher run",
		   "ada", MALFORMED);
	trusts("two people who look the same", "name: olga", "name: otto", "ada", MALFORMED);
	trusts("a role that is not defined", "- watcher", "- king", "ada", MALFORMED);
	trusts("somebody without a role", "    roles:\n    - watcher\n", "", "ada", MALFORMED);
	trusts("nobody who is root", "    - root\n", "", "ada", MALFORMED);
	trusts("another spelling", "version: 2", "version:  2", "ada", MALFORMED);
	trusts("a recovery key that the event does not name",
	       "principals:", "recovery: \"" KEY_OF(ZEROS "8") "\"\nprincipals:", "ada",
	       MALFORMED);
	trusts_key("a recovery key that there is none of", NULL, NULL, FIELD_RECOVERY,
		   KEY_OF(ZEROS "8"), "ada", MALFORMED);
	trusts("the same address under another name",
	       "email: e@x\n    keys:\n    - \"" KEY_OF(ZEROS "2"),
	       "email: x\n    keys:\n    - \"" KEY_OF(ZEROS "2"), "ada", MALFORMED);
	trusts_key("a recovery key and another said", "principals:",
		   "recovery: \"" KEY_OF(ZEROS "8") "\"\nprincipals:", FIELD_RECOVERY,
		   KEY_OF(ZEROS "7"), "ada", MALFORMED);
	trusts_key("a recovery key", "principals:",
		   "recovery: \"" KEY_OF(ZEROS "8") "\"\nprincipals:", FIELD_RECOVERY,
		   KEY_OF(ZEROS "8"), "ada", COUNTS);
}

static void leave_out(struct event *e, enum event_field field, const char *end)
{
	struct event_values *values = &e->fields[field];
	size_t count = 0;

	for (size_t i = 0; i < values->count; i++)
		if (!text_ends(values->items[i], end))
			values->items[count++] = values->items[i];
	values->count = count;
}

/* Roy loses a role: he is named, with the one that is left. Who may not is told who may. */
static void test_named(bool named, bool left)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	static const char from[] = "    - operator\n    - reviewer\n";
	const char *text, *at, *by, *fix;
	struct world w;
	struct event e;

	world_open(&w, &a);
	e = world_token(&w, "trust", &by);
	text = ((const struct bytes *)strmap_get(&w.brought, "trust.yaml"))->data;
	at = strstr(text, from);
	e.fields[FIELD_FILE].count = 0;
	world_bring(&w, &e, "trust.yaml",
		    arena_printf(&a, "%.*s    - reviewer\n%s", (int)(at - text), text,
				 at + strlen(from)));
	if (!named) {
		leave_out(&e, FIELD_PRINCIPAL, "roy");
		leave_out(&e, FIELD_KEY, "5");
	}
	if (left)
		event_add(&e, &a, FIELD_ROLE, "reviewer");
	event_sort(&e);
	is_int(world_say(&w, &e, "ada"), named && left ? COUNTS : MALFORMED,
	       "who loses a role is named, and what is left is said");
	e = world_token(&w, "trust", &by);
	ok(world_say(&w, &e, "olga") == MALFORMED && (fix = w.malformed.items[0].fix) &&
		   strstr(fix, "ada"),
	   "who may not change trust is told who may");
	fold_close(w.fold);
}

/* A genesis with the first `from` of its trust.yaml replaced; NULL: without the file. */
static enum said begins(const char *from, const char *to, const char *principal)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	enum said said;
	const char *text;
	struct world w;
	struct event e;

	world_begin(&w, &a);
	e = world_event(&w, EVENT_INIT, "");
	text = ((const struct bytes *)strmap_get(&w.brought, "trust.yaml"))->data;
	e.fields[FIELD_FILE].count = 0;
	if (from)
		world_bring(&w, &e, "trust.yaml",
			    arena_printf(&a, "%.*s%s%s", (int)(strstr(text, from) - text), text,
					 to, strstr(text, from) + strlen(from)));
	else
		w.brought = (struct strmap){.arena = &a};
	if (principal)
		event_set(&e, &a, FIELD_PRINCIPAL, principal);
	said = world_say(&w, &e, "ada");
	fold_close(w.fold);
	return said;
}

static void test_genesis(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;

	ok(begins("version: 1", "version: 1", NULL) == COUNTS, "a genesis");
	ok(begins("version: 1", "version: 2", NULL) == MALFORMED, "with a later version");
	ok(begins("version: 1", "version:  1", NULL) == MALFORMED, "with another spelling");
	ok(begins(NULL, NULL, NULL) == MALFORMED, "without its trust.yaml");
	ok(begins("version: 1", "version: 1", "otto") == MALFORMED, "by who is no root");
	ok(begins("version: 1", "version: 1", "eve") == MALFORMED, "by somebody unknown");
	world_begin(&w, &a);
	unread(&w, "a genesis", &PLAIN("init"));
	fold_close(w.fold);
}

/* Who is taken out may sign nothing; a key kept offline may change trust and recover. */
static void test_recovery(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct principal rita = {.id = "rita", .name = "rita", .email = "e@x"};
	struct principal ada, back;
	const struct principal *gone;
	const struct trust *now;
	struct trust t, again;
	struct world w;
	struct err err;

	world_open(&w, &a);
	ok(world_play(&w, "recover=otto") == MALFORMED &&
		   world_play(&w, "recover=recovery") == MALFORMED &&
		   world_play(&w, "recover") == COUNTS,
	   "a root recovers, and nobody else");
	state_trust(fold_record(w.fold), &now, &err);
	ada = *trust_principal(now, "ada");
	t = trust_with(now, &rita, &a);
	gone = trust_principal(&t, "rita");
	ok(t.version == now->version + 1 && t.principal_count == now->principal_count &&
		   gone->key_count + gone->role_count == 0 && gone->revoked_count == 1 &&
		   !trust_signer(&t, gone->revoked[0]) &&
		   trust_owner(&t, gone->revoked[0]) == gone,
	   "who is left no key stays listed, with no role and a key that signs nothing");
	back = *gone;
	back.roles = trust_principal(now, "rita")->roles;
	back.role_count = trust_principal(now, "rita")->role_count;
	again = trust_with(&t, &back, &a);
	ok(!trust_principal(&again, "rita")->role_count,
	   "nor does a role come back without a key");
	back = *trust_principal(now, "rita");
	again = trust_with(&t, &back, &a);
	gone = trust_principal(&again, "rita");
	ok(gone->key_count == 1 && gone->revoked_count == 0 && trust_has_role(gone, "reviewer"),
	   "and may come back");
	ada.name = "Ada";
	t = trust_with(now, &ada, &a);
	is_str(trust_principal(&t, "ada")->name, "Ada", "who is there is replaced");
	t = trust_genesis(&ada, KEY_B, &a);
	ok(t.version == 1 && t.principal_count == 1 && trust_has_role(t.principals, "root") &&
		   trust_may(&t, t.principals, "run", "lab") && !strcmp(t.recovery, KEY_B),
	   "a genesis has one root and owner, and the recovery key");
	again = t;
	again.recovery = "of a thief";
	again = trust_back(&again, &t, &a);
	is_str(again.recovery, KEY_B, "put back, the recovery key is the one of then, too");
	fold_close(w.fold);
}

/* -- total and pure ------------------------------------------------------------------------------ */

/* Every word, with all that it may carry, whatever was before. */
static void test_total(void)
{
	static const char *const befores[] = {"", "start", "pin start finish complete lock",
					      "block=carl verify complete"};
	int wrong = 0;

	for (int word = 0; word < EVENT_COUNT * (int)ARRAY_SIZE(befores); word++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		struct world w;
		struct event e;

		world_open(&w, &a);
		world_play(&w, befores[word / EVENT_COUNT]);
		e = world_event(&w, (enum event_word)(word % EVENT_COUNT), "");
		for (int f = FIELD_OCCURRED; f < FIELD_FILE; f++)
			if (!e.fields[f].count && event_may(e.word, (enum event_field)f) &&
			    f != FIELD_PIN && f != FIELD_RECOVERY && f != FIELD_REVOKED &&
			    f != FIELD_MAY)
				event_set(&e, &a, (enum event_field)f, sample_values[f]);
		if ((world_say(&w, &e, NULL) == MALFORMED) !=
		    (e.word == EVENT_INIT || e.word == EVENT_FORMAT)) {
			printf("# %s: %s\n", event_info(e.word)->word,
			       w.malformed.count ? w.malformed.items[0].message : "taken");
			wrong++;
		}
		fold_close(w.fold);
	}
	is_int(wrong, 0, "whatever is well-formed is filed");
}

static bool same_files(const struct file_changes *x, const struct file_changes *y)
{
	if (x->count != y->count)
		return false;
	for (size_t i = 0; i < x->count; i++)
		if (strcmp(x->items[i].path, y->items[i].path) != 0 ||
		    x->items[i].remove != y->items[i].remove ||
		    !bytes_equal(x->items[i].data, y->items[i].data))
			return false;
	return true;
}

/* What an auditor with another program computes, who knows message and files only. */
static void test_pure(void)
{
	int wrong = 0;

	for (int word = 0; word < EVENT_COUNT; word++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		const struct event_origin origins[] = {{WORLD_TIME, "ada", "Ada"},
						       {WORLD_TIME + 86400, "ada", "Otto"}};
		struct file_changes changes[2];
		struct findings malformed = {.arena = &a};
		struct world w;
		struct event e;
		struct err err;

		world_open(&w, &a);
		world_play(&w, "pin start finish");
		e = world_event(&w, (enum event_word)word, "");
		event_sort(&e);
		for (int i = 0; i < 2; i++)
			if (state_apply(world_tree(&w), &e, &origins[i],
					(struct attachments){world_read_brought, &w.brought},
					&a, &changes[i], &malformed, &err) < 0)
				world_bail(err.text);
		/* the entry of the day's log says who and when */
		wrong += same_files(&changes[0], &changes[1]) ==
			 (word == EVENT_COMPLETE || word == EVENT_GATE ||
			  word == EVENT_PROMOTE);
		fold_close(w.fold);
	}
	is_int(wrong, 0, "neither signer nor time is in the tree, but in a log entry");
}

static void test_evidence(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct bytes *list;
	struct world w;

	world_open(&w, &a);
	say(&w, &ACT("pin", F(EVIDENCE, "sha256:" SHA " 12 stdout")));
	list = strmap_get(&w.files, "evidence/list.yaml");
	is_str(list ? list->data : NULL,
	       "event: \"00000000000000000000000000000002\"\nsequence: 2\nevidence:\n"
	       "- \"sha256:" SHA " 12 stdout\"\n",
	       "evidence is listed");
	world_play(&w, "lock");
	ok(!strmap_get(&w.files, "evidence/list.yaml"), "and belongs to one event");
	fold_close(w.fold);
}

int main(void)
{
	test_runs();
	test_last();
	test_approvals();
	test_path_approvals();
	test_pins();
	test_shown();
	test_failed();
	test_undoing();
	test_restored();
	test_drills();
	test_sealed();
	test_said();
	test_holds();
	test_adopt();
	test_attachments();
	test_digest();
	test_places();
	test_trust();
	test_genesis();
	test_named(true, true);
	test_named(true, false);
	test_named(false, true);
	test_recovery();
	test_total();
	test_pure();
	test_evidence();
	return done();
}
