/*
 * ledger/objects: what an event says of commits and files, compared with those that are here. Beside
 * each attack what passes; what is not here is unseen, and never taken as fine.
 */
#include "../t/unit/fails.h"

#include "fold/objects.h"

#include "../t/unit/tap.h"
#include "../t/unit/honest.h"
#include "../t/unit/scratch.h"
#include "fold/content.h"
#include "fold/fold_internal.h"
#include "fold/settings.h"
#include "repo/repo.h"
#include "runbook/claims.h"
#include "runbook/digests.h"

#define RUNBOOK                                                                                \
	"version: 1\nledger: '" SHA "'\nname: small\norder: needs\n"                           \
	"governed: [refs/heads/main]\nrepos: {far: {}}\n"                                      \
	"environments: [{id: lab}, {id: prod, live: true}, {id: kept, manifest: "              \
	"runbook.yaml}]\nrecords: {log: 'l/${{ date }}'}\n"                                    \
	"policies: [{id: once, write_once: ['w/**']}]\n"                                       \
	"deprecation: {path: old/, purge: {require: [replacement_verified, unreferenced]}}\n"  \
	"defaults: {run: [sh, '${{ step.uses }}']}\nsteps:\n"                                  \
	"- {id: A, uses: p/a.sh, inputs: ['p/in/*'], pins: [], verify: [{id: up, run: x}]}\n"  \
	"- {id: FAR, repo: far, uses: p/a.sh, pins: [], verify: [{id: up, run: x}]}\n"         \
	"- {id: HAND, kind: manual, pins: []}\n"                                               \
	"- {id: TRIED, uses: p/a.sh, pins: [], verify: [{id: up, run: x}, {id: tried, drill: " \
	"try}, {id: here, drill: here}]}\n"                                                    \
	"drills:\n- {id: try, environment: kept, run: x, verify: [{id: ok, run: x}]}\n"        \
	"- {id: here, environment: lab, run: x, verify: [{id: ok, run: x}]}\n"
#define NOWHERE "1111111111111111111111111111111111111111"
#define NO_COMMIT "0000000000000000000000000000000000000000"

static struct arena arena = ARENA_INIT;
static struct repo *repo;
static const struct runbook *runbook;
static struct err err;

/* -- a repository -------------------------------------------------------------------------------- */

/* "$CODE" and the like in a text: what a command printed. */
static const char *const names[][2] = {
	{"$CODE", "git rev-parse v1"},
	{"$NEXT", "git rev-parse v2"},
	{"$LINK", "git rev-parse v3"},
	{"$EARLY", "git rev-parse v0"},
	{"$MORE", "git rev-parse v4"},
	{"$OLD", "git rev-parse v5"},
	{"$ITEM", "git rev-parse v6"},
	{"$WIDE", "git rev-parse v10"},
	{"$ROOT", "git rev-parse v10:"},
	{"$FOLDER", "git rev-parse v10:p/in"},
	{"$NAMED", "git rev-parse v7"},
	{"$FIRST", "git rev-parse v13"},
	{"$RUNS", "git rev-parse v14"},
	{"$LOGGED", "git rev-parse v15"},
	{"$BESIDE", "git rev-parse v8"},
	{"$OTHER", "git rev-parse v9"},
	{"$GONE", "git show v6:old/gone.sh | sha256sum"},
	{"$BARE", "git show v6:old/bare.sh | sha256sum"},
	{"$BLOB", "git rev-parse v1:p/a.sh"},
	{"$A2", "git show v2:p/a.sh | sha256sum"},
	{"$A", "git show v1:p/a.sh | sha256sum"},
	{"$IN2", "git show v2:p/in/1 | sha256sum"},
	{"$IN", "git show v1:p/in/1 | sha256sum"},
	{"$TARGET", "git show v3:runbook.yaml | sha256sum"},
	{"$PART", "git rev-parse v11"},
	{"$EMPTY", "git rev-parse v12"},
	{"$NARROW", "git show v11:runbook.yaml | sha256sum"},
	{"$RUNBOOK", "git show v1:runbook.yaml | sha256sum"},
};
static char values[ARRAY_SIZE(names)][65];

static void ask(size_t i)
{
	FILE *from;

	if (!shell(arena_printf(&arena, "%s >../value", names[i][1])) ||
	    !(from = fopen("../value", "r")))
		world_bail(names[i][1]);
	if (fscanf(from, "%64s", values[i]) != 1)
		world_bail(names[i][1]);
	fclose(from);
}

static const char *filled(const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *at = strstr(text, names[i][0]);

		if (at)
			return arena_printf(&arena, "%.*s%s%s", (int)(at - text), text,
					    values[i], at + strlen(names[i][0]));
	}
	return text;
}

/* A is complete and locked in one environment, active in the other; of FAR nobody can say. */
static void put_claims(void)
{
	static const struct claim claims[] = {
		{"A", "prod", CLAIM_TO_BE_CREATED, "plan.md", 1, "A", NULL},
		{"A", "prod", CLAIM_ACTIVE, "plan.md", 1, "A", NULL},
		{"A", "lab", CLAIM_COMPLETE, "plan.md", 2, "A", NULL},
		{"A", "lab", CLAIM_LOCKED, "plan.md", 3, "A", NULL},
		{"FAR", "lab", CLAIM_BLOCKED, "plan.md", 4, "FAR", NULL},
		{"FAR", "lab", CLAIM_COMPLETE, "plan.md", 5, "FAR", NULL},
	};
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	FILE *file = fopen("runbook.claims.yaml", "w");

	claims_write(claims, ARRAY_SIZE(claims), &text);
	if (!file || fputs(text.buf, file) < 0)
		world_bail("no claims");
	fclose(file);
}

static void make_repository(void)
{
	FILE *file;

	scratch_begin();
	if (!shell("git init -q r && cd r && mkdir -p p/in && echo early >p/a.sh && git add -A "
		   "&& "
		   "git commit -q -m early && git tag v0") ||
	    chdir("r") < 0 || !(file = fopen("runbook.yaml", "w")))
		world_bail("no repository");
	fputs(RUNBOOK, file);
	fclose(file);
	put_claims();
	setenv("GIT_COMMITTER_DATE", "1769680800 +0000", 1);
	if (!shell("echo a >p/a.sh && echo one >p/in/1 && git add -A && git commit -q -m a && "
		   "git tag v1 && echo b >p/a.sh && echo two >p/in/1 && echo x "
		   ">runbook.claims.yaml && git commit -q -a -m b "
		   "&& "
		   "git tag v2 && mv runbook.yaml other && ln -s other runbook.yaml && "
		   "git add -A && git commit -q -m link && git tag v3 && "
		   "git checkout -q v1 && mkdir p/in/sub && echo x >p/in/sub/x && "
		   "ln -s 1 p/in/link && git add -A && git commit -q -m more && git tag v4 && "
		   "tree=$(git ls-tree v1:p | sed 's/^100644/100664/' | git mktree) && "
		   "tree=$(git ls-tree v1 | sed \"s/tree [0-9a-f]*\\tp$/tree $tree\\tp/\" | "
		   "git mktree) && git tag v5 $(git commit-tree -p v1 -m old $tree)") ||
	    !shell("git checkout -q v1 && mkdir old && echo '# Replacement: A' >old/gone.sh && "
		   "echo 'see gone.sh' >old/bare.sh && git add -A && git commit -q -m item && "
		   "git tag v6 && ln -s old/gone.sh to && git add -A && git commit -q -m to && "
		   "git tag v7 && git rm -q --cached to && rm to && "
		   "git update-index --add --cacheinfo 160000,$(git rev-parse v1),sub && "
		   "git commit -q -m sub && git tag v8 && git checkout -q v6 && "
		   "rm old/gone.sh && ln -s bare.sh old/gone.sh && git commit -q -a -m other "
		   "&& "
		   "git tag v9 && git checkout -q v1 && echo z >p/in/z && git add -A && "
		   "git commit -q -m inputs && git tag v10") ||
	    !shell("git checkout -q -f v1 && echo \"content: ['p/**', 'q/*']\" >>runbook.yaml "
		   "&& "
		   "mkdir q && echo q >q/q && git add -A && git commit -q -m part && git tag "
		   "v11 && "
		   "git rm -q -r q && git commit -q -m gone && git tag v12 && "
		   "git checkout -q v6 && echo 'see gone.sh' >A && git add -A && "
		   "git commit -q -m first && git tag v13 && "
		   "git checkout -q v1 && chmod +x runbook.yaml && git commit -q -a -m runs && "
		   "git tag v14 && git checkout -q v6 && mkdir l && "
		   "mkdir w && echo 'ran gone.sh' | tee w/x >l/2026-01-28 && git add -A && git "
		   "commit -q -m log && "
		   "git tag v15"))
		world_bail("no commits");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		ask(i);
	if (repo_open_path(".", &repo, &err) < 0 ||
	    runbook_parse(bytes_text(RUNBOOK), "runbook.yaml", &arena, &runbook, &err) < 0)
		world_bail(err.text);
}

/* -- looking ------------------------------------------------------------------------------------- */

struct with {
	enum event_field field;
	const char *value; /* "": none */
};

static void put(struct event *e, const struct with *with, size_t count)
{
	for (size_t i = 0; i < count && with[i].value; i++)
		if (!*with[i].value)
			e->fields[with[i].field].count = 0;
		else if (i && with[i].field == with[i - 1].field)
			event_add(e, &arena, with[i].field, filled(with[i].value));
		else
			event_set(e, &arena, with[i].field, filled(with[i].value));
}

/* Where the event stands between others' pins. */
static struct act_pins seen_pins;

static void pins_seen(void *context UNUSED, const struct event *event UNUSED,
		      const char *environment UNUSED, struct arena *a UNUSED,
		      struct act_pins *ret)
{
	*ret = seen_pins;
}

/* With which pins something was done, where anybody knows. */
static const char *const *pins_were;

static int was(void *context UNUSED, const char *environment UNUSED, uint64_t sequence UNUSED,
	       bool promoted UNUSED, struct arena *a UNUSED, struct act_was *ret,
	       struct err *e UNUSED)
{
	*ret = (struct act_was){.known = *pins_were != NULL,
				.pins = pins_were,
				.pin_count = *pins_were != NULL};
	return 0;
}

/* Before anybody has written the event. */
static bool unwritten;

/* The newest tip of its branch that an earlier event names. */
static const char *newest_tip;

static const char *newest(void *context UNUSED, const struct event *event UNUSED,
			  const char *ref UNUSED)
{
	return newest_tip;
}

/* The rules that are broken, and whether something could not be seen: "evidence unseen", "". */
static const char *look_once(struct world *w, const struct event *e)
{
	struct findings found = {.arena = &arena};
	struct event_origin origin = {w->time, "ada", "Ada"};
	struct act_facts act = {.event = e,
				.origin = &origin,
				.record = fold_record(w->fold),
				.runbook = runbook,
				.asked = unwritten,
				.newest = newest_tip ? newest : NULL,
				.pins_seen = seen_pins.count ? pins_seen : NULL,
				.was = pins_were ? was : NULL};
	const char *text = "";
	const char *unseen;

	if (objects_look(repo, &act, &found, &unseen, &err) < 0)
		return arena_printf(&arena, "error: %s", err.text);
	for (size_t i = 0; i < found.count; i++)
		if (!strstr(text, rule_word(found.items[i].rule)))
			text = arena_printf(&arena, "%s%s%s", text, *text ? " " : "",
					    rule_word(found.items[i].rule));
	return unseen ? arena_printf(&arena, "%s%sunseen", text, *text ? " " : "") : text;
}

static size_t untold;

/* The same again, where the nth file, or the nth of the record, cannot be read: nobody can tell, or they are
 * the same. */
static const char *look(struct world *w, const struct event *e)
{
	const char *right = look_once(w, e), *then;

	for (int record = 0; record < 2; record++)
		for (size_t n = 1, left = 0; !left; n++) {
			fold_reopen(w->fold);
			*(record ? &w->fails_in : &fails_in) = n;
			then = look_once(w, e);
			left = w->fails_in + fails_in;
			w->fails_in = fails_in = 0;
			if (!strncmp(then, "error: ", 7))
				untold++;
			else if (strcmp(then, right) != 0)
				ok(false, "read %zu fails: %s in place of %s", n, then, right);
		}
	return right;
}

#define F(tag, text)              \
	{                         \
		FIELD_##tag, text \
	}
#define GOOD_A F(USES, "sha256:$A p/a.sh"), F(INPUT, "sha256:$IN p/in/1")

struct look {
	const char *name, *expected;
	struct with with[6];
};

static void test_start(const char *environment, const struct look *looks, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		static const struct with alike[] = {GOOD_A, F(CODE, "$CODE"),
						    F(TIP, "$CODE refs/heads/main")};
		struct world w;
		struct event e;

		world_open(&w, &arena);
		e = sample_event(&arena, EVENT_START, 9, NULL);
		event_set(&e, &arena, FIELD_STEP, "A");
		event_set(&e, &arena, FIELD_ENVIRONMENT, environment);
		put(&e, alike, ARRAY_SIZE(alike));
		put(&e, looks[i].with, ARRAY_SIZE(looks[i].with));
		is_str(look(&w, &e), looks[i].expected,
		       arena_printf(&arena, "start in %s: %s", environment, looks[i].name));
		fold_close(w.fold);
	}
}

static void test_starts(void)
{
	static const struct look looks[] = {
		{"as the commit has it", "", {F(CODE, "$CODE")}},
		{"another file", "evidence", {F(USES, "sha256:$A2 p/a.sh")}},
		{"another input", "evidence", {F(INPUT, "sha256:$IN2 p/in/1")}},
		{"an input that is not named", "evidence", {F(INPUT, "")}},
		{"what only looks like an input: deeper, a link", "", {F(CODE, "$MORE")}},
		{"a file of a mode that git had once", "", {F(CODE, "$OLD")}},
		{"another file of such a mode",
		 "evidence",
		 {F(USES, "sha256:$A2 p/a.sh"), F(CODE, "$OLD")}},
		{"a folder", "evidence", {F(USES, "sha256:$A p")}},
		{"a file that the commit has not", "evidence", {F(USES, "sha256:$A p/none")}},
		{"a link",
		 "evidence",
		 {F(USES, "sha256:$TARGET runbook.yaml"), F(CODE, "$LINK"),
		  F(INPUT, "sha256:$IN2 p/in/1")}},
		{"a commit that is not here", "unseen", {F(CODE, NOWHERE)}},
		{"a commit of another hash", "unseen", {F(CODE, SHA)}},
		{"what is not a commit", "evidence unseen", {F(CODE, "$BLOB")}},
		{"of another repository", "", {F(CODE, NOWHERE), F(REPOSITORY, "far")}},
		{"files of no commit", "", {F(DIRTY, "yes"), F(USES, "sha256:$A2 p/a.sh")}},
		{"other content", "evidence", {F(CONTENT, "sha256:" SHA)}},
		{"content of no commit", "unseen", {F(CONTENT, "sha256:" SHA), F(CODE, "")}},
		{"on no tip", "", {F(TIP, "")}},
	};
	static const struct look live[] = {
		{"as the branch has it", "", {F(CODE, "$CODE")}},
		{"as one of two branches has it",
		 "",
		 {F(TIP, "$NEXT refs/heads/main"), F(TIP, "$CODE refs/heads/other")}},
		{"on no tip", "drift", {F(TIP, "")}},
		{"a commit of another hash", "unseen", {F(CODE, SHA)}},
		{"a tip of another hash", "drift", {F(TIP, SHA " refs/heads/main")}},
		{"other bytes than the branch has", "drift", {F(TIP, "$NEXT refs/heads/main")}},
		{"a tip that is not here", "unseen", {F(TIP, NOWHERE " refs/heads/main")}},
		{"other bytes than the branch has, or a tip that is not here",
		 "unseen",
		 {F(TIP, "$NEXT refs/heads/main"), F(TIP, NOWHERE " refs/heads/a")}},
		{"a tip that is not here, or other bytes than the branch has",
		 "unseen",
		 {F(TIP, NOWHERE " refs/heads/a"), F(TIP, "$NEXT refs/heads/main")}},
		{"a tip that is not a commit",
		 "drift unseen",
		 {F(TIP, "$BLOB refs/heads/main")}},
	};

	test_start("lab", looks, ARRAY_SIZE(looks));
	test_start("prod", live, ARRAY_SIZE(live));
}

/* Where no runbook is in force there is nothing to compare with, but the files are those that are named. */
static void test_no_runbook(void)
{
	static const struct look looks[] = {
		{"as the commit has it", "", {F(CONTENT, "")}},
		{"content of which nobody knows what it is", "", {F(CONTENT, "sha256:" SHA)}},
		{"another file", "evidence", {F(USES, "sha256:$A2 p/a.sh")}}};
	const struct runbook *own = runbook;

	runbook = NULL;
	test_start("lab", looks, ARRAY_SIZE(looks));
	runbook = own;
}

static void test_content(void)
{
	struct oid code;
	const char *content;
	struct world w;
	struct event e;

	world_open(&w, &arena);
	e = sample_event(&arena, EVENT_APPROVE, 9, NULL);
	if (!oid_parse(filled("$CODE"), &code) ||
	    content_of(repo, &code, runbook, &arena, &content, &err) < 0)
		world_bail(err.text);
	event_set(&e, &arena, FIELD_CODE, filled("$CODE"));
	event_set(&e, &arena, FIELD_CONTENT, content);
	is_str(look(&w, &e), "", "the content of its commit");
	event_set(&e, &arena, FIELD_CODE, filled("$NEXT"));
	is_str(look(&w, &e), "evidence", "and of another");
	fold_close(w.fold);
}

/* Whatever commit is named, what its manifest says beside the pins is compared: nothing, a link, too. */
static void test_settings(void)
{
	static const struct {
		const char *title, *code, *expected;
	} looks[] = {{"the settings of its commit", "$CODE", ""},
		     {"of one where nothing of them changed", "$NEXT", ""},
		     {"of one where a link stands in its place", "$LINK", "evidence"},
		     {"of one that has no such file", "$EARLY", "evidence"}};
	const struct environment *kept = runbook_environment(runbook, "kept");
	const char *settings, *content, *none, *link, *early;
	struct oid code;
	struct world w;

	world_open(&w, &arena);
	if (!oid_parse(filled("$CODE"), &code) ||
	    settings_of(repo, &code, kept, NULL, 0, &arena, &settings, &err) < 0 ||
	    settings_of(repo, &code, runbook_environment(runbook, "lab"), NULL, 0, &arena,
			&none, &err) < 0)
		world_bail(err.text);
	ok(!none, "without a manifest there are no settings");
	if (!oid_parse(filled("$LINK"), &code) ||
	    settings_of(repo, &code, kept, NULL, 0, &arena, &link, &err) < 0 ||
	    !oid_parse(filled("$EARLY"), &code) ||
	    settings_of(repo, &code, kept, NULL, 0, &arena, &early, &err) < 0)
		world_bail(err.text);
	ok(strcmp(link, early) != 0, "a link in the place of a manifest is not nothing");
	for (size_t i = 0; i < ARRAY_SIZE(looks); i++) {
		struct event e = sample_event(&arena, EVENT_GATE, 9, NULL);

		if (!oid_parse(filled(looks[i].code), &code) ||
		    content_of(repo, &code, runbook, &arena, &content, &err) < 0)
			world_bail(err.text);
		event_set(&e, &arena, FIELD_ENVIRONMENT, "kept");
		event_set(&e, &arena, FIELD_CODE, filled(looks[i].code));
		event_set(&e, &arena, FIELD_CONTENT, content);
		event_set(&e, &arena, FIELD_CANDIDATE,
			  candidate_digest(content, NULL, 0, &arena));
		event_set(&e, &arena, FIELD_SETTINGS, settings);
		is_str(look(&w, &e), looks[i].expected, looks[i].title);
	}
	fold_close(w.fold);
}

/* What only the judge can refuse is left to him; what a signer had seen is compared too. */
static void test_settings_of(void)
{
	static const struct {
		const char *title;
		enum event_word word;
		struct with with;
		const char *pins[2]; /* of the candidate; as its signer had seen them */
		const char *expected;
	} looks[] = {
		{"other settings",
		 EVENT_GATE,
		 F(SETTINGS, "sha256:" SHA),
		 {NULL, NULL},
		 "evidence"},
		{"none that are said", EVENT_GATE, F(SETTINGS, ""), {NULL, NULL}, ""},
		{"of no content", EVENT_GATE, F(CONTENT, ""), {NULL, NULL}, ""},
		{"of no candidate", EVENT_GATE, F(CANDIDATE, ""), {NULL, NULL}, ""},
		{"where there is no manifest",
		 EVENT_GATE,
		 F(ENVIRONMENT, "lab"),
		 {NULL, NULL},
		 ""},
		{"of an environment that is gone",
		 EVENT_GATE,
		 F(ENVIRONMENT, "gone"),
		 {NULL, NULL},
		 ""},
		{"of no environment", EVENT_GATE, F(ENVIRONMENT, ""), {NULL, NULL}, ""},
		{"of a candidate of other pins",
		 EVENT_GATE,
		 F(SETTINGS, "sha256:" SHA),
		 {"a=1", "a=1"},
		 ""},
		{"a run of pins that it had seen",
		 EVENT_START,
		 F(SETTINGS, "sha256:" SHA),
		 {"a=1", "a=1"},
		 "evidence"},
		{"a run of others",
		 EVENT_START,
		 F(SETTINGS, "sha256:" SHA),
		 {"a=1", "a=2"},
		 ""},
		{"a run, where nobody tells",
		 EVENT_START,
		 F(SETTINGS, "sha256:" SHA),
		 {"a=1", NULL},
		 ""},
	};
	const char *content;
	struct oid code;
	struct world w;

	world_open(&w, &arena);
	if (!oid_parse(filled("$CODE"), &code) ||
	    content_of(repo, &code, runbook, &arena, &content, &err) < 0)
		world_bail(err.text);
	for (size_t i = 0; i < ARRAY_SIZE(looks); i++) {
		struct event e = sample_event(&arena, looks[i].word, 9, NULL);
		const char *const *pins = looks[i].pins;

		event_set(&e, &arena, FIELD_STEP, "FAR");
		event_set(&e, &arena, FIELD_ENVIRONMENT, "kept");
		event_set(&e, &arena, FIELD_CODE, filled("$CODE"));
		event_set(&e, &arena, FIELD_CONTENT, content);
		event_set(&e, &arena, FIELD_CANDIDATE,
			  candidate_digest(content, pins, pins[0] != NULL, &arena));
		put(&e, &looks[i].with, 1);
		seen_pins = (struct act_pins){.items = (const char **)(uintptr_t)&pins[1],
					      .count = pins[1] != NULL};
		is_str(look(&w, &e), looks[i].expected,
		       arena_printf(&arena, "settings: %s", looks[i].title));
	}
	seen_pins = (struct act_pins){0};
	fold_close(w.fold);
}

/* Into the record, whatever a judge would say. */
static void apply(struct world *w, struct event *e, const char *by)
{
	struct findings malformed = {.arena = &arena};

	event_sort(e);
	if (state_apply(fold_record(w->fold), e, &(struct event_origin){w->time, by, by},
			(struct attachments){world_read_brought, &w->brought}, &arena,
			&w->changes, &malformed, &err) < 0)
		world_bail(err.text);
	world_write(w);
	*ARENA_PUSH(w->a, w->chain, w->count) = (struct world_said){.event = *e};
}

/* A completion speaks of the bytes that ran: its tips have them still. */
static void test_complete(void)
{
	static const struct look looks[] = {
		{"what it reads is gone since",
		 "completion",
		 {F(TIP, "$EARLY refs/heads/main")}},
		{"as the tip has it", "", {F(TIP, "$CODE refs/heads/main")}},
		{"the file is another since", "completion", {F(TIP, "$NEXT refs/heads/main")}},
		{"on one tip of two",
		 "completion",
		 {F(TIP, "$CODE refs/heads/main"), F(TIP, "$NEXT refs/heads/x")}},
		{"a tip that is not here", "unseen", {F(TIP, NOWHERE " refs/heads/main")}},
		{"of what ran elsewhere", "unseen", {F(TIP, "$CODE refs/heads/main")}},
		{"a tip of another hash", "unseen", {F(TIP, SHA " refs/heads/main")}},
		{"of another repository",
		 "",
		 {F(STEP, "FAR"), F(TIP, "$NEXT refs/heads/main")}},
	};
	static const struct with ran[] = {F(USES, "sha256:$A p/a.sh"),
					  F(INPUT, "sha256:$IN p/in/1")};
	static const struct with ran_input[] = {F(USES, "sha256:$A2 p/a.sh"),
						F(INPUT, "sha256:$IN p/in/1")};
	static const struct with ran_file[] = {F(USES, "sha256:$A p/a.sh"),
					       F(INPUT, "sha256:$IN2 p/in/1")};
	static const struct with ran_alone[] = {F(USES, ""), F(INPUT, "sha256:$IN p/in/1")};

	for (size_t i = 0; i <= ARRAY_SIZE(looks) + 2; i++) {
		bool input = i >= ARRAY_SIZE(looks), alone = i == ARRAY_SIZE(looks) + 1,
		     file = i == ARRAY_SIZE(looks) + 2;
		const struct look *l = &looks[input ? 2 : i];
		const char *by;
		struct world w;
		struct event e;

		world_open(&w, &arena);
		w.step = !strcmp(l->name, "of another repository") ? "FAR" : "A";
		e = world_token(&w, "start=ada", &by);
		put(&e, file ? ran_file : alone ? ran_alone : input ? ran_input : ran, 2);
		event_set(
			&e, &arena, FIELD_CODE,
			filled(!strcmp(l->name, "of what ran elsewhere") ? NOWHERE : "$CODE"));
		apply(&w, &e, by);
		e = world_token(&w, "complete", &by);
		put(&e, l->with, ARRAY_SIZE(l->with));
		is_str(look(&w, &e), l->expected,
		       arena_printf(&arena, "complete: %s",
				    file    ? "the file is, and no input"
				    : alone ? "an input is, and no file ran"
				    : input ? "an input is another since"
					    : l->name));
		unwritten = true;
		is_str(look(&w, &e), l->expected, "the same before it is written");
		unwritten = false;
		fold_close(w.fold);
	}
}

/* Where it was done changes the advice alone, also where the runbook has that place no more. */
static void test_complete_where(void)
{
	static const char *const where[] = {"lab", "prod", "gone"};

	for (size_t i = 0; i < ARRAY_SIZE(where); i++) {
		const char *by;
		struct world w;
		struct event e;

		world_open(&w, &arena);
		e = world_token(&w, arena_printf(&arena, "start@A/%s=ada", where[i]), &by);
		put(&e, (const struct with[]){GOOD_A, F(CODE, "$CODE"), F(DIRTY, "yes")}, 4);
		apply(&w, &e, by);
		e = world_token(&w, arena_printf(&arena, "complete@A/%s", where[i]), &by);
		put(&e, (const struct with[]){F(TIP, "$NEXT refs/heads/main")}, 1);
		is_str(look(&w, &e), "completion",
		       arena_printf(&arena, "complete in %s: another since", where[i]));
		fold_close(w.fold);
	}
}

/* A drill that was never done shows nothing; what names none is left to the judge. */
static void test_drills(void)
{
	static const struct look looks[] = {
		{"never done", "", {F(CHECK, "tried pass")}},
		{"of where it is asked", "", {F(CHECK, "here pass")}},
		{"an error claims nothing", "", {F(CHECK, "tried error")}},
		{"nor does what does not apply", "", {F(CHECK, "tried not-applicable")}},
		{"no drill", "", {F(CHECK, "up pass")}},
		{"no check", "", {F(CHECK, "none pass")}},
		{"no step", "", {F(CHECK, "tried pass"), F(STEP, "NONE")}},
		{"no environment", "", {F(CHECK, "tried pass"), F(ENVIRONMENT, "gone")}},
		{"a drill", "", {F(CHECK, "ok pass"), F(STEP, ""), F(SUBJECT, "drill:try")}},
		{"no such drill",
		 "",
		 {F(CHECK, "ok pass"), F(STEP, ""), F(SUBJECT, "drill:x")}},
	};
	static const enum event_word words[] = {EVENT_VERIFY, EVENT_FINISH};

	for (size_t i = 0; i < ARRAY_SIZE(looks) * 2; i++) {
		const struct look *l = &looks[i / 2];
		struct world w;
		struct event e;

		world_open(&w, &arena);
		e = sample_event(&arena, words[i % 2], 9, NULL);
		event_set(&e, &arena, FIELD_STEP, "TRIED");
		event_set(&e, &arena, FIELD_ENVIRONMENT, "lab");
		e.fields[FIELD_CODE].count = e.fields[FIELD_CONTENT].count = 0;
		put(&e, l->with, ARRAY_SIZE(l->with));
		is_str(look(&w, &e), l->expected,
		       arena_printf(&arena, "%s of a drill: %s", event_info(words[i % 2])->word,
				    l->name));
		fold_close(w.fold);
	}
}

/* A run of `what`, and its end: of that commit's content and candidate, with those settings. */
static void apply_run(struct world *w, const struct event *of, const char *environment,
		      const char *step, const char *subject, const char *settings,
		      const char *result)
{
	const struct runbook *rb = runbook;
	const struct step *asked = step ? runbook_step(rb, step)
					: &runbook_procedure(
						   rb,
						   (struct event_subject){SUBJECT_DRILL, "try"})
						   ->step;
	const struct environment *there = runbook_environment(rb, environment);
	struct event e = sample_event(&arena, step ? EVENT_START : EVENT_DRILL, w->count, NULL);
	const char *run = event_get(&e, FIELD_ID);

	for (int ends = 0; ends < 2; ends++) {
		if (ends)
			e = sample_event(&arena, EVENT_FINISH, w->count, NULL);
		e.fields[FIELD_STEP].count = e.fields[FIELD_SUBJECT].count = 0;
		event_set(&e, &arena, step ? FIELD_STEP : FIELD_SUBJECT, step ? step : subject);
		event_set(&e, &arena, FIELD_ENVIRONMENT, environment);
		if (ends) {
			event_set(&e, &arena, FIELD_RUN, run);
			event_set(&e, &arena, FIELD_RESULT, result);
		} else {
			event_set(&e, &arena, FIELD_CODE, event_get(of, FIELD_CODE));
			event_set(&e, &arena, FIELD_CONTENT, event_get(of, FIELD_CONTENT));
			event_set(&e, &arena, FIELD_CANDIDATE, event_get(of, FIELD_CANDIDATE));
			event_set(&e, &arena, FIELD_DEFINITION,
				  definition_digest(rb, asked, there, &arena));
			event_set(&e, &arena, FIELD_CHECKS,
				  checks_digest(rb, asked, there, &arena));
			if (settings)
				event_set(&e, &arena, FIELD_SETTINGS, settings);
		}
		apply(w, &e, "ada");
	}
}

/* What a drill has shown elsewhere it has shown with the settings that the commit has there; nobody calls it
 * more, and nobody less. */
static void test_drilled(void)
{
	static const struct {
		const char *name, *code, *drill, *result, *expected;
		const char *pins
			[3]; /* of the candidate; as they were when it was drilled; of the drill's settings */
	} cases[] = {
		{"it passed", "$CODE", "ok", "tried pass", "", {NULL}},
		{"it passed, and is said not to",
		 "$CODE",
		 "ok",
		 "tried inconclusive",
		 "evidence",
		 {NULL}},
		{"it failed", "$CODE", "failed", "tried fail", "", {NULL}},
		{"it failed, and is said to show nothing",
		 "$CODE",
		 "failed",
		 "tried inconclusive",
		 "evidence",
		 {NULL}},
		{"it passed with other settings",
		 "$LINK",
		 "ok",
		 "tried pass",
		 "evidence",
		 {NULL}},
		{"and shows nothing any more", "$LINK", "ok", "tried inconclusive", "", {NULL}},
		{"a commit that is not here", NOWHERE, "ok", "tried pass", "unseen", {NULL}},
		{"of pins that both have left",
		 "$CODE",
		 "ok",
		 "tried pass",
		 "",
		 {"a=1", NULL, "a=1"}},
		{"of others than it was drilled with",
		 "$CODE",
		 "ok",
		 "tried pass",
		 "",
		 {"a=1", "name=x", "a=1"}},
		{"of those that it was drilled with",
		 "$CODE",
		 "ok",
		 "tried pass",
		 "",
		 {"a=1", "a=1", "a=1"}},
		{"... which is not nothing",
		 "$CODE",
		 "ok",
		 "tried inconclusive",
		 "evidence",
		 {"a=1", "a=1", "a=1"}},
		{"... and with other settings",
		 "$LINK",
		 "ok",
		 "tried pass",
		 "evidence",
		 {"a=1", "a=1", "a=1"}},
	};
	const struct environment *kept = runbook_environment(runbook, "kept");

	for (size_t i = 0; i < ARRAY_SIZE(cases) * 2; i++) {
		bool finish = i % 2;
		const char *const *pins = cases[i / 2].pins;
		struct event e = sample_event(&arena, finish ? EVENT_FINISH : EVENT_VERIFY, 90,
					      NULL);
		const char *content = "sha256:" SHA, *settings;
		struct oid code, first;
		struct world w;

		world_open(&w, &arena);
		if (!oid_parse(filled(cases[i / 2].code), &code) ||
		    !oid_parse(filled("$CODE"), &first) ||
		    (*cases[i / 2].code == '$' &&
		     content_of(repo, &code, runbook, &arena, &content, &err) < 0) ||
		    settings_of(repo, &first, kept, &pins[2], pins[2] != NULL, &arena,
				&settings, &err) < 0)
			world_bail(err.text);
		event_set(&e, &arena, FIELD_STEP, "TRIED");
		event_set(&e, &arena, FIELD_ENVIRONMENT, "lab");
		event_set(&e, &arena, FIELD_CODE, filled(cases[i / 2].code));
		event_set(&e, &arena, FIELD_CONTENT, content);
		event_set(&e, &arena, FIELD_CANDIDATE,
			  candidate_digest(content, pins, pins[0] != NULL, &arena));
		event_set(&e, &arena, FIELD_CHECK, cases[i / 2].result);
		apply_run(&w, &e, "kept", NULL, "drill:try", settings, cases[i / 2].drill);
		if (finish) {
			apply_run(&w, &e, "lab", "TRIED", NULL, NULL, "ok");
			e.fields[FIELD_CODE].count = e.fields[FIELD_CONTENT].count =
				e.fields[FIELD_CANDIDATE].count = 0;
		}
		pins_were = &pins[1];
		is_str(look(&w, &e), cases[i / 2].expected,
		       arena_printf(&arena, "%s of a drill: %s", finish ? "finish" : "verify",
				    cases[i / 2].name));
		pins_were = NULL;
		fold_close(w.fold);
	}
}

static void test_adopt(void)
{
	static const struct look looks[] = {
		{"the runbook of the tip", "", {F(TIP, "$CODE refs/heads/main")}},
		{"of one tip of two",
		 "",
		 {F(TIP, "$LINK refs/heads/a"), F(TIP, "$CODE refs/heads/main")}},
		{"of no tip", "evidence", {F(RUNBOOK, "sha256:" SHA)}},
		{"of a tip that is not here", "unseen", {F(TIP, NOWHERE " refs/heads/main")}},
		{"of a tip that is not here, or another",
		 "unseen",
		 {F(TIP, NOWHERE " refs/heads/a"), F(TIP, "$CODE refs/heads/main")}},
		{"the target of a link",
		 "evidence",
		 {F(TIP, "$LINK refs/heads/main"), F(RUNBOOK, "sha256:$TARGET")}},
		{"with a part of it",
		 "",
		 {F(TIP, "$PART refs/heads/main"), F(RUNBOOK, "sha256:$NARROW")}},
		{"with a part that is not there",
		 "evidence",
		 {F(TIP, "$EMPTY refs/heads/main"), F(RUNBOOK, "sha256:$NARROW")}},
		{"with a part that is on one tip of two",
		 "",
		 {F(TIP, "$EMPTY refs/heads/a"), F(TIP, "$PART refs/heads/main"),
		  F(RUNBOOK, "sha256:$NARROW")}},
		{"since a date", "", {F(SINCE, "$EARLY 2026-01-29")}},
		{"since that date, from another commit",
		 "evidence",
		 {F(SINCE, "$CODE 2026-01-29")}},
		{"since a tag", "", {F(SINCE, "$CODE v1")}},
		{"since a date before all", "", {F(SINCE, NO_COMMIT " 1990-01-01")}},
		{"of a tip without one", "evidence", {F(TIP, "$EARLY refs/heads/main")}},
		{"of a tip of another hash", "unseen", {F(TIP, SHA " refs/heads/main")}},
		{"of an executable file", "", {F(TIP, "$RUNS refs/heads/main")}},
		{"two claims, the first of them not there",
		 "evidence",
		 {F(CLAIM, "B lab complete"), F(CLAIM, "A lab locked")}},
		{"claimed there", "", {F(CLAIM, "A lab complete")}},
		{"locked there", "", {F(CLAIM, "A lab locked")}},
		{"a weaker claim", "evidence", {F(CLAIM, "A prod to-be-created")}},
		{"another claim", "evidence", {F(CLAIM, "A lab dormant")}},
		{"another environment", "evidence", {F(CLAIM, "A prod complete")}},
		{"another step", "evidence", {F(CLAIM, "B lab complete")}},
		{"two claims, one of them there",
		 "evidence",
		 {F(CLAIM, "A lab locked"), F(CLAIM, "B lab complete")}},
		{"claims that nobody can read",
		 "evidence",
		 {F(TIP, "$NEXT refs/heads/main"), F(CLAIM, "A lab complete")}},
		{"on one tip of two",
		 "",
		 {F(TIP, "$NEXT refs/heads/a"), F(TIP, "$CODE refs/heads/main"),
		  F(CLAIM, "A lab complete")}},
		{"contradicted there", "evidence", {F(CLAIM, "FAR lab complete")}},
		{"and said so", "", {F(CONTRADICTED, "FAR lab complete")}},
		{"as contradicted, which it is not",
		 "evidence",
		 {F(CONTRADICTED, "A lab complete")}},
		{"as contradicted, which nobody claims",
		 "evidence",
		 {F(CONTRADICTED, "FAR lab dormant")}},
	};

	for (size_t i = 0; i < ARRAY_SIZE(looks); i++) {
		static const struct with alike[] = {F(TIP, "$CODE refs/heads/main"),
						    F(RUNBOOK, "sha256:$RUNBOOK")};
		struct world w;
		struct event e;

		world_open(&w, &arena);
		e = sample_event(&arena, EVENT_ADOPT, 9, NULL);
		put(&e, alike, ARRAY_SIZE(alike));
		put(&e, looks[i].with, ARRAY_SIZE(looks[i].with));
		is_str(look(&w, &e), looks[i].expected,
		       arena_printf(&arena, "adopt: %s", looks[i].name));
		fold_close(w.fold);
	}
}

/* What is promoted is on a branch, and is what ran. */
static void test_promote(void)
{
	static const struct {
		struct look look;
		struct with ran[4];
	} cases[] = {
		{{"as it ran", "", {F(CODE, "$CODE")}}, {GOOD_A}},
		{{"on one tip of two",
		  "",
		  {F(TIP, "$EARLY refs/heads/a"), F(TIP, "$NEXT refs/heads/main")}},
		 {GOOD_A}},
		{{"on no branch", "evidence", {F(TIP, "$EARLY refs/heads/main")}}, {GOOD_A}},
		{{"a tip that is not here", "unseen", {F(TIP, NOWHERE " refs/heads/main")}},
		 {GOOD_A}},
		{{"a tip of another hash", "unseen", {F(TIP, SHA " refs/heads/main")}},
		 {GOOD_A}},
		{{"a commit of another hash", "unseen", {F(CODE, SHA)}}, {GOOD_A}},
		{{"and another ran", "unseen", {F(CODE, "$CODE")}}, {GOOD_A, F(CODE, SHA)}},
		{{"another file ran", "promotion", {F(CODE, "$CODE")}},
		 {F(USES, "sha256:$A2 p/a.sh"), F(INPUT, "sha256:$IN p/in/1")}},
		{{"another input ran", "promotion", {F(CODE, "$CODE")}},
		 {F(USES, "sha256:$A p/a.sh"), F(INPUT, "sha256:$IN2 p/in/1")}},
		{{"another commit ran", "evidence", {F(CODE, "$CODE")}},
		 {GOOD_A, F(CODE, "$NEXT")}},
		{{"another content ran, as the judge has said", "", {F(CODE, "$CODE")}},
		 {GOOD_A, F(CODE, "$NEXT"), F(CONTENT, "sha256:" SHA)}},
		{{"whose content nobody compares", "", {F(CONTENT, "")}},
		 {GOOD_A, F(CODE, "$NEXT")}},
		{{"what ran elsewhere", "unseen", {F(CODE, "$CODE")}},
		 {GOOD_A, F(CODE, NOWHERE)}},
		{{"what ran of no commit", "unseen", {F(CODE, "$CODE")}},
		 {GOOD_A, F(CODE, "")}},
	};
	const char *content, *by;
	struct oid code;

	if (!oid_parse(filled("$CODE"), &code) ||
	    content_of(repo, &code, runbook, &arena, &content, &err) < 0)
		world_bail(err.text);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct world w;
		struct event e;

		world_open(&w, &arena);
		world_play(&w, "pin");
		e = world_token(&w, "start=ada", &by);
		event_set(&e, &arena, FIELD_CODE, filled("$CODE"));
		event_set(&e, &arena, FIELD_CONTENT, content);
		put(&e, cases[i].ran, ARRAY_SIZE(cases[i].ran));
		apply(&w, &e, by);
		e = world_token(&w, "finish", &by);
		apply(&w, &e, by);
		e = world_token(&w, "complete", &by);
		apply(&w, &e, by);
		e = sample_event(&arena, EVENT_PROMOTE, 9, NULL);
		event_set(&e, &arena, FIELD_SOURCE, "lab");
		event_set(&e, &arena, FIELD_ENVIRONMENT, "prod");
		event_set(&e, &arena, FIELD_CODE, filled("$CODE"));
		event_set(&e, &arena, FIELD_CONTENT, content);
		event_set(&e, &arena, FIELD_TIP, filled("$NEXT refs/heads/main"));
		put(&e, cases[i].look.with, ARRAY_SIZE(cases[i].look.with));
		is_str(look(&w, &e), cases[i].look.expected,
		       arena_printf(&arena, "promote: %s", cases[i].look.name));
		unwritten = true;
		is_str(look(&w, &e), cases[i].look.expected, "the same before it is written");
		unwritten = false;
		fold_close(w.fold);
	}
}

/* What a person did where it comes from was with the settings that are there still. */
static void test_decided(void)
{
	static const struct {
		struct look look;
		struct with did;
	} cases[] = {
		{{"with the settings that are there", "", {F(CODE, "$CODE")}},
		 F(CODE, "$CODE")},
		{{"with others", "promotion", {F(CODE, "$CODE")}}, F(SETTINGS, "sha256:" SHA)},
		{{"with none", "promotion", {F(CODE, "$CODE")}}, F(SETTINGS, "")},
		{{"of no content", "", {F(CODE, "$CODE")}}, F(CONTENT, "")},
		{{"of no candidate", "", {F(CODE, "$CODE")}}, F(CANDIDATE, "")},
		{{"of another candidate", "", {F(CODE, "$CODE")}}, F(CANDIDATE, "sha256:" SHA)},
		{{"from where no runbook knows", "", {F(SOURCE, "gone")}}, F(CODE, "$CODE")},
	};
	const char *content, *settings;
	struct oid code;

	if (!oid_parse(filled("$CODE"), &code) ||
	    content_of(repo, &code, runbook, &arena, &content, &err) < 0 ||
	    settings_of(repo, &code, runbook_environment(runbook, "kept"), NULL, 0, &arena,
			&settings, &err) < 0)
		world_bail(err.text);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct world w;
		struct event e;

		world_open(&w, &arena);
		e = sample_event(&arena, EVENT_ATTEST, w.count, "I did it");
		event_set(&e, &arena, FIELD_STEP, "HAND");
		e.fields[FIELD_SUBJECT].count = e.fields[FIELD_CHECK].count = 0;
		event_set(&e, &arena, FIELD_ENVIRONMENT, "kept");
		event_set(&e, &arena, FIELD_CODE, filled("$CODE"));
		event_set(&e, &arena, FIELD_CONTENT, content);
		event_set(&e, &arena, FIELD_CANDIDATE,
			  candidate_digest(content, NULL, 0, &arena));
		event_set(&e, &arena, FIELD_SETTINGS, settings);
		event_set(&e, &arena, FIELD_VERDICT, "pass");
		put(&e, &cases[i].did, 1);
		apply(&w, &e, "ada");
		e = sample_event(&arena, EVENT_COMPLETE, w.count, NULL);
		event_set(&e, &arena, FIELD_STEP, "HAND");
		event_set(&e, &arena, FIELD_ENVIRONMENT, "kept");
		event_set(&e, &arena, FIELD_RUN,
			  event_get(&w.chain[w.count - 1].event, FIELD_ID));
		apply(&w, &e, "ada");
		e = sample_event(&arena, EVENT_PROMOTE, 9, NULL);
		event_set(&e, &arena, FIELD_SOURCE, "kept");
		event_set(&e, &arena, FIELD_ENVIRONMENT, "prod");
		event_set(&e, &arena, FIELD_CODE, filled("$CODE"));
		event_set(&e, &arena, FIELD_CONTENT, content);
		event_set(&e, &arena, FIELD_TIP, filled("$CODE refs/heads/main"));
		put(&e, cases[i].look.with, 1);
		is_str(look(&w, &e), cases[i].look.expected,
		       arena_printf(&arena, "done by hand: %s", cases[i].look.name));
		fold_close(w.fold);
	}
}

/* What goes is that file, replaced by what its banner names, and nobody names it. */
static void test_purge(void)
{
	static const struct {
		struct look look;
		const char *ran[2]; /* of its replacement, in prod: its file, its input */
	} cases[] = {
		{{"as it lies there", "", {F(TIP, "$ITEM refs/heads/main")}}, {NULL}},
		{{"beside another repository", "", {F(TIP, "$BESIDE refs/heads/main")}},
		 {NULL}},
		{{"a log and a seal name it for ever", "", {F(TIP, "$LOGGED refs/heads/main")}},
		 {NULL}},
		{{"other bytes", "evidence", {F(CONTENT, "sha256:" SHA)}}, {NULL}},
		{{"another replacement", "deprecation", {F(REPLACEMENT, "FAR")}}, {NULL}},
		{{"without a banner",
		  "deprecation",
		  {F(CONTENT, "sha256:$BARE"), F(SUBJECT, "path:old/bare.sh")}},
		 {NULL}},
		{{"what no tip has", "evidence", {F(TIP, "$CODE refs/heads/main")}}, {NULL}},
		{{"on no tip", "evidence", {F(TIP, "")}}, {NULL}},
		{{"a link in its place", "evidence", {F(TIP, "$OTHER refs/heads/main")}},
		 {NULL}},
		{{"a link still leads to it",
		  "deprecation",
		  {F(TIP, "$NAMED refs/heads/main")}},
		 {NULL}},
		{{"the first of all files still names it",
		  "deprecation",
		  {F(TIP, "$FIRST refs/heads/main")}},
		 {NULL}},
		{{"on one tip of two",
		  "",
		  {F(TIP, "$CODE refs/heads/a"), F(TIP, "$ITEM refs/heads/main")}},
		 {NULL}},
		{{"of a tip that is not here", "unseen", {F(TIP, NOWHERE " refs/heads/main")}},
		 {NULL}},
		{{"of one tip of two that is not here",
		  "unseen",
		  {F(TIP, "$CODE refs/heads/a"), F(TIP, NOWHERE " refs/heads/main")}},
		 {NULL}},
		{{"of a tip of another hash", "unseen", {F(TIP, SHA " refs/heads/main")}},
		 {NULL}},
		{{"of a tip that is no commit",
		  "evidence unseen",
		  {F(TIP, "$BLOB refs/heads/main")}},
		 {NULL}},
		{{"its replacement ran", "", {F(TIP, "$ITEM refs/heads/main")}},
		 {"sha256:$A p/a.sh"}},
		{{"its replacement is another since",
		  "deprecation",
		  {F(TIP, "$ITEM refs/heads/main")}},
		 {"sha256:$A2 p/a.sh"}},
		{{"what it reads is another since",
		  "deprecation",
		  {F(TIP, "$ITEM refs/heads/main")}},
		 {"sha256:$A p/a.sh", "sha256:$IN2 p/in/1"}},
	};
	const struct runbook *own = runbook;

	for (size_t i = 0; i <= ARRAY_SIZE(cases); i++) {
		static const struct with alike[] = {
			F(TIP, "$ITEM refs/heads/main"), F(SUBJECT, "path:old/gone.sh"),
			F(CONTENT, "sha256:$GONE"), F(REPLACEMENT, "A")};
		bool none = i == ARRAY_SIZE(cases);
		const struct look *l = &cases[none ? 3 : i].look;
		const char *expected = none ? "" : l->expected, *by;
		struct world w;
		struct event e;

		world_open(&w, &arena);
		if (!none && cases[i].ran[0]) {
			e = world_token(&w, "start@A/prod=ada", &by);
			event_set(&e, &arena, FIELD_USES, filled(cases[i].ran[0]));
			event_set(&e, &arena, FIELD_INPUT,
				  filled(cases[i].ran[1] ? cases[i].ran[1]
							 : "sha256:$IN p/in/1"));
			apply(&w, &e, by);
		}
		e = sample_event(&arena, EVENT_PURGE, 9, "nobody needs it");
		put(&e, alike, ARRAY_SIZE(alike));
		put(&e, l->with, ARRAY_SIZE(l->with));
		runbook = none ? NULL : own;
		is_str(look(&w, &e), expected,
		       arena_printf(&arena, "purge: %s", none ? "no runbook" : l->name));
		unwritten =
			true; /* nobody has signed that he saw what is not here; no tip, nothing to look at */
		if (!e.fields[FIELD_TIP].count)
			expected = "";
		else if (!strcmp(expected, "unseen"))
			expected = "evidence unseen";
		is_str(look(&w, &e), expected, "so before it is written");
		unwritten = false;
		runbook = own;
		fold_close(w.fold);
	}
}

/* What the runbook does not demand is not looked for. */
static void test_purge_demands(void)
{
	static const char all[] = "require: [replacement_verified, unreferenced]";
	static const struct {
		const char *demand, *tip, *ran, *expected;
	} cases[] = {
		{"require: [unreferenced]", "$ITEM", "sha256:$A2 p/a.sh", ""},
		{"require: [unreferenced]", "$NAMED", "sha256:$A p/a.sh", "deprecation"},
		{"require: [replacement_verified]", "$ITEM", "sha256:$A2 p/a.sh",
		 "deprecation"},
		{"require: [replacement_verified]", "$NAMED", "sha256:$A p/a.sh", ""},
	};
	const struct runbook *own = runbook;
	const char *at = strstr(RUNBOOK, all);

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *text = arena_printf(&arena, "%.*s%s%s", (int)(at - RUNBOOK),
						RUNBOOK, cases[i].demand, at + strlen(all));
		struct event e = sample_event(&arena, EVENT_PURGE, 9, "nobody needs it");
		const char *by;
		struct event ran;
		struct world w;

		world_open(&w, &arena);
		ran = world_token(&w, "start@A/prod=ada", &by);
		event_set(&ran, &arena, FIELD_USES, filled(cases[i].ran));
		event_set(&ran, &arena, FIELD_INPUT, filled("sha256:$IN p/in/1"));
		apply(&w, &ran, by);
		event_set(&e, &arena, FIELD_TIP,
			  filled(arena_printf(&arena, "%s refs/heads/main", cases[i].tip)));
		event_set(&e, &arena, FIELD_SUBJECT, "path:old/gone.sh");
		event_set(&e, &arena, FIELD_CONTENT, filled("sha256:$GONE"));
		event_set(&e, &arena, FIELD_REPLACEMENT, "A");
		if (runbook_parse(bytes_text(text), "runbook.yaml", &arena, &runbook, &err) < 0)
			world_bail(err.text);
		is_str(look(&w, &e), cases[i].expected,
		       arena_printf(&arena, "purge: %s", cases[i].demand));
		runbook = own;
		fold_close(w.fold);
	}
}

/* A branch goes on from the tip that somebody else has named, and never back. */
static void test_newest(void)
{
	static const struct {
		const char *name, *newest, *tip, *expected;
	} cases[] = {
		{"the same", "$CODE", "$CODE refs/heads/main", ""},
		{"what came of it", "$CODE", "$MORE refs/heads/main", ""},
		{"an older one", "$MORE", "$CODE refs/heads/main", "evidence"},
		{"one beside it", "$NEXT", "$MORE refs/heads/main", "evidence"},
		{"of one that is not here", NOWHERE, "$CODE refs/heads/main", "unseen"},
		{"of a branch that is governed no more", "$MORE", "$CODE refs/heads/x", ""},
		{"and one that is not here", "$CODE", NOWHERE " refs/heads/x", "unseen"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases) * 2; i++) {
		struct event e = sample_event(&arena, EVENT_VERIFY, 9, NULL);
		struct world w;

		world_open(&w, &arena);
		event_set(&e, &arena, FIELD_STEP, "A");
		event_set(&e, &arena, FIELD_ENVIRONMENT, "prod");
		e.fields[FIELD_CODE].count = e.fields[FIELD_CONTENT].count = 0;
		event_set(&e, &arena, FIELD_TIP, filled(cases[i / 2].tip));
		newest_tip = filled(cases[i / 2].newest);
		unwritten = i % 2;
		is_str(look(&w, &e), cases[i / 2].expected,
		       arena_printf(&arena, "newest%s: %s",
				    unwritten ? ", before it is written" : "",
				    cases[i / 2].name));
		unwritten = false;
		newest_tip = NULL;
		fold_close(w.fold);
	}
}

/* What is here and cannot be read is neither absent nor fine. Nothing is looked at behind it. */
static void test_damaged(void)
{
	struct world w;
	struct event e;

	world_open(&w, &arena);
	e = sample_event(&arena, EVENT_START, 9, NULL);
	put(&e, (const struct with[]){GOOD_A, F(CODE, "$CODE")}, 3);
	if (!shell("f=.git/objects/$(git rev-parse v1:p/a.sh | sed 's,..,&/,') && chmod u+w $f "
		   "&& "
		   "echo x >$f"))
		world_bail("no damage");
	ok(!strncmp(look(&w, &e), "error: ", 7), "a damaged file: cannot tell");
	event_set(&e, &arena, FIELD_TIP, filled("$CODE refs/heads/main"));
	ok(!strncmp(look(&w, &e), "error: ", 7), "nor where it is live");
	if (!shell("f=.git/objects/$(git rev-parse v1 | sed 's,..,&/,') && chmod u+w $f && "
		   "echo x >$f"))
		world_bail("no damage");
	ok(!strncmp(look(&w, &e), "error: ", 7), "a damaged commit");
	e = sample_event(&arena, EVENT_ADOPT, 9, NULL);
	put(&e, (const struct with[]){F(TIP, "$CODE refs/heads/main")}, 1);
	ok(!strncmp(look(&w, &e), "error: ", 7), "a damaged tip of an adopt");
	e = sample_event(&arena, EVENT_PROMOTE, 9, NULL);
	put(&e,
	    (const struct with[]){F(TIP, "$CODE refs/heads/main"), F(CODE, "$NEXT"),
				  F(CONTENT, "")},
	    3);
	ok(!strncmp(look(&w, &e), "error: ", 7), "a damaged tip of a promotion");
	e = sample_event(&arena, EVENT_PURGE, 9, "nobody needs it");
	put(&e,
	    (const struct with[]){F(TIP, "$ITEM refs/heads/main"),
				  F(SUBJECT, "path:old/gone.sh"), F(CONTENT, "sha256:$GONE"),
				  F(REPLACEMENT, "A")},
	    4);
	ok(!strncmp(look(&w, &e), "error: ", 7), "a damaged file, which may name what goes");
	if (!shell(arena_printf(&arena, "rm -f .git/objects/$(echo %s | sed 's,..,&/,')",
				filled("$BLOB"))))
		world_bail("no damage");
	is_str(look(&w, &e), "unseen", "and one that is gone");
	fold_close(w.fold);
}

/* So with the folders: of one that cannot be read nobody can say what is in it. */
static void test_folders(void)
{
	static const struct {
		const char *name, *damage, *expected;
		bool uses;
	} cases[] = {
		{"as it is", "true", "evidence", false},
		{"inputs that cannot be read",
		 "f=.git/objects/$(echo $FOLDER | sed 's,..,&/,') && chmod u+w $f && echo x "
		 ">$f",
		 "error: ", false},
		{"inputs that are gone", "rm -f .git/objects/$(echo $FOLDER | sed 's,..,&/,')",
		 "unseen", false},
		{"all is gone", "rm -f .git/objects/$(echo $ROOT | sed 's,..,&/,')", "unseen",
		 false},
		{"and so is the file", "true", "unseen", true},
		{"a commit of nothing that can be read",
		 "echo x >.git/objects/$(echo $ROOT | sed 's,..,&/,')", "error: ", true},
	};
	struct world w;

	world_open(&w, &arena);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct event e = sample_event(&arena, EVENT_START, 9, NULL);
		const char *is;

		event_set(&e, &arena, FIELD_ENVIRONMENT, "lab");
		put(&e, (const struct with[]){F(CODE, "$WIDE"), F(USES, "sha256:$A p/a.sh")},
		    cases[i].uses ? 2 : 1);
		if (!shell(filled(cases[i].damage)))
			world_bail("no damage");
		is = look(&w, &e);
		ok(cases[i].expected[0] == 'e' && cases[i].expected[2] == 'r'
			   ? !strncmp(is, "error: ", 7)
			   : !strcmp(is, cases[i].expected),
		   "folders: %s: %s", cases[i].name, cases[i].expected);
	}
	fold_close(w.fold);
}

int main(void)
{
	make_repository();
	test_starts();
	test_no_runbook();
	test_content();
	test_settings();
	test_settings_of();
	test_complete();
	test_adopt();
	test_promote();
	test_purge();
	test_purge_demands();
	test_newest();
	test_complete_where();
	test_drills();
	test_drilled();
	test_decided();
	test_folders();
	test_damaged();
	ok(untold > 1000, "what cannot be read is neither absent nor fine, %zu times", untold);
	repo_free(repo);
	arena_free(&arena);
	scratch_end();
	return done();
}
