/*
 * t/table/edges.txt, line by line: beside an act that counts, the same act with one thing different,
 * which does not. What the table of acts and situations cannot say: values, times, people, lists.
 */
#include "../t/unit/golden.h"
#include "../t/unit/honest.h"
#include "../t/unit/unread.h"
#include "runbook/digests.h"
#include "runbook/holds.h"

#define AS_A(id, check)                                                                        \
	"- {id: " id ", uses: playbooks/a.sh, inputs: ['playbooks/in*'], pins: [web.image],\n" \
	"   verify: [{id: up, run: " check "}]}\n"
#define A_WITH(check) AS_A("A", check)
#define A_STEP A_WITH("x")
#define FREE "uses: playbooks/free.sh, pins: [], verify: [{id: up, run: x}]"
#define B_STEP "- {id: B, needs: [A], " FREE "}\n- {id: FREE, " FREE "}\n"
/* All others. */
#define OTHERS                                                                                 \
	"- {id: FED, inputs: ['playbooks/*.in'], " FREE "}\n- {id: NAMED, " FREE               \
	"}\n- {id: SLEEPS, dormant: true, " FREE "}\n"                                         \
	"- {id: SPARE, optional: true, " FREE                                                  \
	"}\n- {id: PROD, environments: [prod, live], " FREE                                    \
	"}\n- {id: EASY, needs: [SLEEPS, SPARE, PROD], " FREE "}\n"                            \
	"- {id: AWAY, repo: other, environments: [lab, prod, strict], " FREE                   \
	"}\n- {id: BARE, run: x, pins: [], verify:\n"                                          \
	"   [{id: up, run: x}]}\n- {id: NOPINS, run: x, verify: [{id: up, run: x}]}\n"         \
	"- {id: GONE, run: x, pins: [gone.image], verify: [{id: up, run: x}]}\n"               \
	"- {id: ICY, run: x, uses: ice/a.sh, pins: [], verify: [{id: up, run: x}]}\n"          \
	"- {id: OPEN, run: x, uses: ice/open.sh, pins: [], verify: [{id: up, run: x}]}\n"      \
	"- {id: GUARDED, run: x, pins: [], guard: [{id: g, run: x}], stop: [{id: s, run: "     \
	"x}],\n"                                                                               \
	"   verify: [{id: up, run: x}]}\n"                                                     \
	"- {id: LOOSE, run: x, pins: [], guard: [{id: g, run: x, on_fail: warn}, {use: w}],\n" \
	"   verify: [{id: up, run: x, when: {env.X: y}}], before: [{id: b, run: x}]}\n"        \
	"- {id: TOLD, run: x, pins: [], expect: {any: [{exit: 3}, {exit: 0, stdout: x}]},\n"   \
	"   recap: {format: ansible, hosts: {ge: 1}, failed: 0}, verify: [{id: up, run: "      \
	"x}]}\n"                                                                               \
	"- {id: TWICE, run: x, pins: [], idempotence: {expect: {stdout: same}}, verify:\n"     \
	"   [{id: up, run: x}]}\n"                                                             \
	"- {id: STILL, run: x, pins: [], changes_state: false, verify: [{id: up, run: x}]}\n"  \
	"- {id: HAND, kind: manual, title: sign it, pins: []}\n"                               \
	"- {id: READ, kind: manual, needs: [HAND], changes_state: false, pins: []}\n"          \
	"- {id: FIRST, run: x, pins: [], idempotence: {at: first_completion, expect: "         \
	"{stdout: same}},\n   verify: [{id: up, run: x}]}\n"                                   \
	"- {id: ASKS, run: x, pins: [], verify: [{id: up, run: x}, {id: m, manual: is it,\n"   \
	"   role: reviewer}, {id: w, manual: is it well, on_fail: warn}]}\n"                   \
	"- {id: ONLY, section: part, environments: [lab], uses: playbooks/only.sh,\n"          \
	"   pins: [], verify: [{id: up, run: x}]}\n"                                           \
	"- {id: PART, section: part, optional: true, " FREE                                    \
	"}\n- {id: IDLE, section: idle, optional: true, " FREE                                 \
	"}\n- {id: PURGED, environments: [lab], " FREE                                         \
	"}\n- {id: OLD, run: x, uses: playbooks/old/a.sh, pins: [], verify:\n"                 \
	"   [{id: up, run: x}]}\n"
#define ROLLBACKS "rollbacks: [{id: hand}]\n"
/* Whose holds stay. */
#define KEPT                                              \
	"- {id: NAMED, environments: [live], " FREE "}\n" \
	"- {id: SLEEPS, dormant: true, " FREE "}\n"
/* Those that a release needs, and those that it does not. */
#define FEW                                                                             \
	KEPT "- {id: PROD, environments: [prod], " FREE "}\n- {id: AWAY, repo: other, " \
	     "environments: [prod], " FREE "}\n"
#define AFTER_A "- {id: B, optional: true, needs: [A], " FREE "}\n"
#define RUNBOOK                                                                            \
	"version: 1\nledger: '" SHA "'\nname: edges\norder: needs\n"                       \
	"repos: {other: {url: x}}\n"                                                       \
	"governed: [refs/heads/main, 'refs/heads/release/*']\nenvironments:\n"             \
	"- {id: lab, manifest: releases/lab.yaml}\n"                                       \
	"- {id: prod, live: true, manifest: releases/prod.yaml,\n"                         \
	"   promote: {after: [lab], same_pins: true}}\n"                                   \
	"- {id: live, live: true}\n"                                                       \
	"- {id: strict, guard: [{id: eg, run: x}], stop: [{id: es, run: x}]}\n"            \
	"- {id: signed, approval: {role: reviewer, count: 2, expires: 1h,\n"               \
	"   prevent_self_approve: true}}\n"                                                \
	"checks: [{id: w, run: x, when: {env.X: y}}]\n"                                    \
	"freezes:\n"                                                                       \
	"- {id: ice, reason: cold, steps: [NAMED], paths: ['ice/*'], except: "             \
	"[ice/open.sh]}\n" WORLD_RECORDS "deprecation: {path: playbooks/old/, purge: "     \
	"{require: [replacement_verified]}}\nsections:\n- {id: part, title: a part}\n"     \
	"- {id: idle, title: asleep}\ndefaults: {run: [sh, '${{ step.uses }}'], timeout: " \
	"20s, restore: {match: 'P: (.+)'}}\n" ROLLBACKS "steps:\n" A_STEP B_STEP OTHERS

/* How another runbook differs from that in force. */
static const struct {
	const char *how, *from, *to;
} edits[] = {
	{"sleepy", "{id: A,", "{id: A, dormant: true,"},
	{"loose", ", manifest: releases/lab.yaml", ""},
	{"paths", "['ice/*']", "['ice/a*']"},
	{"except", "[ice/open.sh]", "[ice/b.sh]"},
	{"steps", "[NAMED]", "[NAMED, FREE]"},
	{"renamed", "{id: A,", "{id: Z, was: A,"},
	{"merged", A_STEP "- {id: B, needs: [A], " FREE "}\n- {id: FREE, ",
	 "- {id: B, needs: [FREE], " FREE "}\n- {id: FREE, was: A, env: {X: y}, "},
	{"shifted", A_STEP B_STEP,
	 AS_A("FREE, was: A", "x") "- {id: B, needs: [FREE], " FREE
				   "}\n- {id: LAST, was: FREE, " FREE "}\n"},
	{"swapped", A_STEP B_STEP,
	 AS_A("FREE, was: A", "x") "- {id: B, needs: [FREE], " FREE
				   "}\n- {id: A, was: FREE, " FREE "}\n"},
	{"mixed", A_STEP B_STEP,
	 AS_A("A, was: FREE", "x") "- {id: B, needs: [A], " FREE "}\n- {id: FREE, was: A, " FREE
				   "}\n"},
	{"rechecked", A_STEP, A_WITH("y")},
	{"retitled", "title: sign it", "title: shred it"},
	{"away", "{id: FREE, ", "{id: FREE, environments: [prod], "},
	{"exits", "{exit: 3}", "{exit: 4}"},
	{"fails", "failed: 0", "failed: 9"},
	{"changes", "changes_state: false, verify", "verify"},
	{"listed", "[replacement_verified]", "[checkpoint]"},
	{"unnamed", "[replacement_verified]", "[unreferenced]"},
	{"section", "[replacement_verified]", "[{milestone: part}]"},
	{"asleep", "[replacement_verified]", "[{milestone: idle}]"},
	{"whole", "[replacement_verified]", "[{milestone: done}]"},
	{"single", "[replacement_verified]", "[{milestone: ONLY}]"},
	{"keeps", ", purge: {require: [replacement_verified]}", ""},
	{"undeprecated",
	 "deprecation: {path: playbooks/old/, purge: {require: [replacement_verified]}}\n", ""},
	{"tested", "uses: playbooks/only.sh,\n   pins: [], verify: [{id: up, run: x}",
	 "uses: playbooks/only.sh,\n   pins: [], verify: [{id: up, run: y}"},
	{"few", B_STEP OTHERS, AFTER_A FEW},
	{"late", B_STEP OTHERS, FEW AFTER_A "- {id: LATE, " FREE "}\n"},
	{"heir", B_STEP OTHERS, FEW AFTER_A "- {id: FREE, was: LATE, " FREE "}\n"},
	{"few-soak", "same_pins: true", "same_pins: true, soak: 1h"},
	{"few-away", "repo: other, environments: [prod]",
	 "repo: other, environments: [lab, prod]"},
	{"few-own", ", same_pins: true", ""},
	{"few-agreed", "same_pins: true",
	 "approval: {role: reviewer, count: 2, expires: 1h, prevent_self_approve: true}"},
	{"few-asked", "- {id: lab, manifest: releases/lab.yaml}",
	 "- {id: lab, manifest: releases/lab.yaml, verify: [{id: up, run: x}]}"},
	{"few-any", "after: [lab]", "after: [lab, strict], require: any"},
	{"few-all", "after: [lab]", "after: [lab, strict]"},
	{"hand", A_STEP B_STEP OTHERS,
	 KEPT "- {id: HAND, kind: manual, title: sign it, pins: []}\n"},
	{"both", B_STEP OTHERS, KEPT "- {id: HAND, kind: manual, title: sign it, pins: []}\n"},
	{"checked", A_STEP,
	 "- {id: A, uses: playbooks/a.sh, pins: [web.image], verify: [{id: up, run: y}]}\n"},
};

static const char *runbook_text(struct world *w, const char *how)
{
	const char *text = RUNBOOK, *at;

	for (size_t i = 0; i < ARRAY_SIZE(edits); i++) {
		size_t len = strlen(edits[i].how);

		/* "few-soak" is "few", too */
		if (strncmp(edits[i].how, how, len) != 0 || (how[len] && how[len] != '-'))
			continue;
		at = strstr(text, edits[i].from);
		text = arena_printf(w->a, "%.*s%s%s", (int)(at - text), text, edits[i].to,
				    at + strlen(edits[i].from));
		if (!strcmp(how, "renamed")) {
			at = strstr(text, "needs: [A]");
			text = arena_printf(w->a, "%.*sneeds: [Z]%s", (int)(at - text), text,
					    at + strlen("needs: [A]"));
		}
	}
	return text;
}

/* "WEB DB WEB2": what the manifest holds of web.image, db.image and web.image2; "-": nothing; of web
 * "off": a part that is switched off. */
static const char *manifest_text(struct world *w, const char *values)
{
	char *rest = arena_strdup(w->a, values);
	const char *web = strsep(&rest, " "), *db = strsep(&rest, " ");
	bool has_db = db && strcmp(db, "-") != 0, off = !strcmp(web, "off");

	return arena_printf(w->a, "web:\n%s  image: %s\n%s%s%s%s%s%s",
			    off ? "  enabled: false\n" : "", off ? &IMAGE[10] : web,
			    rest ? "  image2: " : "", rest ? rest : "", rest ? "\n" : "",
			    has_db ? "db:\n  image: " : "", has_db ? db : "",
			    has_db ? "\n" : "");
}

/* The digest that an event's own content and the pins make. */
static const char *candidate_of(struct world *w, const struct event *e)
{
	struct world_now now = world_now(w);

	return candidate_digest(event_get(e, FIELD_CONTENT), now.pins, now.pin_count, w->a);
}

static void bring_anew(struct world *w, struct event *e, const char *path, const char *text)
{
	e->fields[FIELD_FILE].count = 0;
	world_bring(w, e, path, text);
}

/* A checkpoint that seals a file of these words. */
static void bring_list(struct world *w, struct event *e, const char *words)
{
	CLEANUP(strbuf_free) struct strbuf seal = STRBUF_INIT;
	const char *folder = state_checkpoint_path(event_get(e, FIELD_DIRECTORY), w->a);
	const char *step = w->step, *file;

	e->fields[FIELD_FILE].count = 0;
	file = world_bring(w, e, arena_printf(w->a, "%slist.md", folder), words);
	file = arena_printf(w->a, "%s list.md", file);
	w->step = event_get(e, FIELD_STEP);
	strbuf_addstr(&seal, world_seal(w, e));
	w->step = step;
	canon_put_list(&seal, 0, "files", &file, 1);
	world_bring(w, e, arena_printf(w->a, "%sCHECKPOINT.yaml", folder),
		    arena_strdup(w->a, seal.buf));
}

static enum event_field field_of(const char *word)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if (!strcmp(event_field_word((enum event_field)f), word))
			return (enum event_field)f;
	world_bail(word);
	return FIELD_COUNT;
}

/* "Name: value" stands for what was there, of a list for all of it the first time; "-": none. */
/* The environment itself is verified, not a step in it. */
static void ask_environment(struct world *w, struct event *e)
{
	struct world_now now = world_now(w);
	const struct step *asked = environment_asked(now.environment, false, w->a);

	e->fields[FIELD_STEP].count = e->fields[FIELD_RUN].count = 0;
	event_set(e, w->a, FIELD_DEFINITION,
		  definition_digest(now.runbook, asked, now.environment, w->a));
	event_set(e, w->a, FIELD_CHECKS,
		  checks_digest(now.runbook, asked, now.environment, w->a));
}

static void set_field(struct world *w, struct event *e, char *text, bool *had)
{
	char *value = strstr(text, ": ");
	enum event_field field;

	if (!value)
		world_bail(text);
	*value = '\0';
	value += 2;
	if (!strcmp(text, "Manifest")) {
		bring_anew(
			w, e,
			arena_printf(w->a, "releases/%s.yaml", event_get(e, FIELD_ENVIRONMENT)),
			manifest_text(w, value));
		return;
	}
	if (!strcmp(text, "Itself")) {
		ask_environment(w, e);
		return;
	}
	if (!strcmp(text, "Listed")) {
		bring_list(w, e, value);
		return;
	}
	field = field_of(text);
	if (!had[field])
		e->fields[field].count = 0;
	had[field] = true;
	if (strcmp(value, "-") != 0)
		event_add(e, w->a, field,
			  strcmp(value, "@") != 0 ? arena_strdup(w->a, value)
			  : field == FIELD_DEFINITION
				  ? hold_digest(world_now(w).runbook, event_get(e, FIELD_OF),
						w->a)
				  : candidate_of(w, e));
	if (field == FIELD_CANDIDATE && e->word != EVENT_COMPLETE && e->word != EVENT_WAIVE &&
	    !had[FIELD_SETTINGS])
		put_settings(w, e);
	if (field == FIELD_DIRECTORY && e->word != EVENT_PURGE)
		bring_anew(w, e,
			   arena_printf(w->a, "%sCHECKPOINT.yaml",
					state_checkpoint_path(value, w->a)),
			   world_seal(w, e));
}

/* "TOKEN;Name: value;at: SECONDS" */
static enum said say(struct world *w, char *text)
{
	char *token = strsep(&text, ";"), *part;
	bool had[FIELD_COUNT] = {false};
	int64_t time = w->time;
	enum said said;
	const char *by;
	struct event e;

	token += strspn(token, " ");
	token[strcspn(token, " ")] = '\0';
	if (!*token)
		return COUNTS;
	e = world_token(w, token, &by);
	if (e.word == EVENT_ADOPT) {
		const char *how = strchr(token, ':'), *digest;

		bring_anew(w, &e, "releases/prod.yaml", manifest_text(w, "TBD -"));
		world_bring(w, &e, "releases/lab.yaml",
			    how && !strcmp(how, ":moved") ? manifest_text(w, &IMAGE2[10])
							  : manifest_text(w, &IMAGE[10]));
		digest = world_bring(w, &e, "runbook.yaml",
				     runbook_text(w, how ? how + 1 : ""));
		event_set(&e, w->a, FIELD_RUNBOOK, digest);
	}
	while ((part = strsep(&text, ";"))) {
		part += strspn(part, " ");
		for (char *end = part + strlen(part); end > part && end[-1] == ' ';)
			*--end = '\0';
		if (!strncmp(part, "at: ", 4))
			w->time += strtol(part + 4, NULL, 10);
		else
			set_field(w, &e, part, had);
	}
	world_unread(w, &e, by, token);
	said = world_say(w, &e, by);
	w->time = time;
	return said;
}

/* Facts, each of which counts; one behind "!" does not. */
static void play(struct world *w, const char *facts, const char *title)
{
	char *rest = arena_strdup(w->a, facts);

	for (char *one; (one = strsep(&rest, "&"));)
		if (say(w, one + strspn(one, " !")) != (strchr(one, '!') ? DISPUTED : COUNTS)) {
			printf("# %s\n#   %s: %s: %s\n", title, facts, world_no(w),
			       w->found.count ? w->found.items[0].message : "malformed");
			world_bail("a fact does not count");
		}
}

static void open_edges(struct world *w, struct arena *a)
{
	world_begin(w, a);
	play(w, "init & adopt", "begin");
}

static struct golden golden = {STRBUF_INIT, STRBUF_INIT};

static void check_side(const char *title, const char *facts, const char *act,
		       const char *expected)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *no;
	struct world w;
	enum said said;

	open_edges(&w, &a);
	play(&w, facts, title);
	said = say(&w, arena_strdup(&a, act));
	no = world_no(&w);
	for (size_t i = 0; i < w.malformed.count; i++)
		golden_add(&golden, &w.malformed.items[i]);
	for (size_t i = 0; i < w.found.count; i++)
		golden_add(&golden, &w.found.items[i]);
	if (!ok(!strcmp(no, expected) && (said == COUNTS) == !strcmp(expected, "ok"), "%s: %s",
		title, expected))
		printf("#   %s |%s\n#   found: %s\n", facts, act, no);
	fold_close(w.fold);
}

/* The digest is of the content and of every pin, in their order. */
static void test_candidate(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	static const char *const pins[] = {"a=1", "b=2"};
	char hex[DIGEST_HEX];

	digest_sha256_hex("c\na=1\nb=2", 9, hex);
	is_str(candidate_digest("c", pins, 2, &a), arena_printf(&a, "sha256:%s", hex),
	       "a candidate is the digest of its content and pins");
}

int main(void)
{
	FILE *file = fopen("t/table/edges.txt", "r");
	char line[1024];

	if (!file)
		world_bail("t/table/edges.txt");
	while (fgets(line, sizeof(line), file)) {
		const char *column[6];
		char *rest = line;
		size_t count = 0;

		line[strcspn(line, "\n")] = '\0';
		if (!*line || *line == '#')
			continue;
		while (count < ARRAY_SIZE(column) && rest) {
			char *cell = strsep(&rest, "|"), *end = cell + strlen(cell);

			while (end > cell && end[-1] == ' ')
				*--end = '\0';
			column[count++] = cell + strspn(cell, " ");
		}
		if (count != ARRAY_SIZE(column))
			world_bail(line);
		check_side(column[0], column[1], column[2], "ok");
		check_side(column[0], strcmp(column[3], "same") ? column[3] : column[1],
			   column[4], column[5]);
	}
	fclose(file);
	test_candidate();
	golden_is(&golden, "t/table/edges-refusals.txt");
	ok(unread > 1000, "what cannot be read is no verdict and no change");
	return done();
}
