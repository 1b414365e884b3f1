/* Pure questions about a step: what changes it, where it is, what it needs and lacks. */

#include <time.h>

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "runbook/runbook.h"
#include "tap.h"

/* The definition and the checks of step A, one behind the other, told apart by ret_checks. */
static const char *definition(const char *steps, struct arena *a, const char **ret_checks)
{
	const struct runbook *rb;
	struct err err = {0};
	const char *text = arena_printf(
		a,
		"version: 1\nname: n\nvars: {used: %s, u: %s, asked: %s}\n"
		"environments: [{id: prod%s}]\n"
		"checks: [{id: c1, run: %s}]\nsteps:\n- {id: Z}\n%s",
		strstr(steps, "#2") ? "b" : "a", strstr(steps, "#3") ? "b" : "a",
		strstr(steps, "#4") ? "b" : "a",
		strstr(steps, "#5") ? ", stop: [{id: s, run: x}]" : "",
		strstr(steps, "#6") ? "y" : "x", steps);

	*ret_checks = "";
	if (runbook_parse(bytes_text(text), "f", a, &rb, &err)) {
		printf("# %u:%u: %s\n", err.at.line, err.at.column, err.text);
		return "";
	}
	*ret_checks = runbook_step_checks(rb, step_at(rb, 1), &rb->environments[0], a);
	return runbook_step_definition(rb, step_at(rb, 1), &rb->environments[0], a);
}

#define STEP(more)                                                          \
	"- {id: A, run: [e, '${{ vars.used }}'], verify: [{id: c, run: 'x " \
	"$MCADE_VAR_asked'}, "                                              \
	"{use: c1}]" more "}\n"

static void test_definition(void)
{
	static const struct {
		const char *what, *steps;
		bool runs, asks; /* changes it what runs, what is asked? */
	} cases[] = {
		{"layout",
		 "- id: A # comment\n  verify: [{run: 'x $MCADE_VAR_asked', id: c}, {use: "
		 "c1}]\n"
		 "  run: [e, '${{ vars.used }}']\n",
		 false, false},
		{"words", STEP(", title: T, notes: [n], covers: [r], next: Z, fallback_of: Z"),
		 false, false},
		{"limits and order", STEP(", timeout: 5m, needs: [], optional: true"), false,
		 false},
		{"another name, when nothing asks for it",
		 "- {id: AA, was: A, run: [e, '${{ vars.used }}'], verify: [{id: c, run: 'x "
		 "$MCADE_VAR_asked'}, {use: c1}]}\n",
		 false, false},
		{"another step", STEP("") "- {id: B}\n", false, false},
		{"a variable that only begins alike", STEP("") "#3", false, false},
		{"a variable of the run", STEP("") "#2", true, false},
		{"a variable of a check", STEP("") "#4", false, true},
		{"a stop of the environment", STEP("") "#5", false, true},
		{"the check that is used", STEP("") "#6", false, true},
		{"uses", STEP(", uses: u"), true, false},
		{"env", STEP(", env: {E: 1}"), true, false},
		{"cwd", STEP(", cwd: d"), true, false},
		{"inputs", STEP(", inputs: [i]"), true, false},
		{"restore", STEP(", restore: {match: r}"), true, false},
		{"recap", STEP(", recap: {format: ansible, failed: 0}"), true, false},
		{"expect", STEP(", expect: {exit: 1}"), true, false},
		{"idempotence", STEP(", idempotence: {expect: {recap: {changed: 0}}}"), true,
		 false},
		{"changes_state", STEP(", changes_state: false"), true, false},
		{"a guard", STEP(", guard: [{id: g, run: x}]"), false, true},
		{"a stop", STEP(", stop: [{id: g, run: x}]"), false, true},
		{"a before", STEP(", before: [{id: g, run: x}]"), false, true},
		{"pins", STEP(", pins: [p]"), false, true},
		{"another argument",
		 "- {id: A, run: ['e ${{ vars.used }}'], verify: [{id: c, run: 'x "
		 "$MCADE_VAR_asked'}, {use: c1}]}\n",
		 true, false},
		{"another expectation",
		 "- {id: A, run: [e, '${{ vars.used }}'], verify: [{id: c, run: 'x "
		 "$MCADE_VAR_asked', expect: {exit: 1}}, {use: c1}]}\n",
		 false, true},
		{"a check that covers something",
		 "- {id: A, run: [e, '${{ vars.used }}'], verify: [{id: c, run: 'x "
		 "$MCADE_VAR_asked', covers: [r]}, {use: c1}]}\n",
		 false, false},
		{"no check", "- {id: A, run: [e, '${{ vars.used }}'], verify: []}\n", false,
		 true},
	};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *asked, *runs = definition(STEP(""), &a, &asked), *checks;

	ok(*runs && *asked && strcmp(runs, asked) != 0, "a definition, and checks");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *now = definition(cases[i].steps, &a, &checks);

		ok((strcmp(now, runs) != 0) == cases[i].runs, "%s: what runs is %s",
		   cases[i].what, cases[i].runs ? "another" : "the same");
		ok((strcmp(checks, asked) != 0) == cases[i].asks, "%s: what is asked is %s",
		   cases[i].what, cases[i].asks ? "another" : "the same");
	}
	runs = definition("- {id: A, run: 'echo $MCADE_STEP'}\n", &a, &checks);
	ok(strcmp(definition("- {id: B, was: A, run: 'echo $MCADE_STEP'}\n", &a, &checks),
		  runs) != 0,
	   "a step that asks for its name is another under another");
}

/* So many steps, each in a section of its own, of which the last needs all; the CPU time that it took
 * to refuse a circle of the sections and to read them without it. */
static clock_t read_many(int count)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf all = STRBUF_INIT;
	clock_t began = clock();
	const struct runbook *rb = NULL;
	struct err err = {0};
	char last[64];

	strbuf_addstr(&text, "version: 1\nname: n\nenvironments: [{id: e}]\nsections:\n");
	for (int i = 0; i < count; i++)
		strbuf_addf(&text, "- {id: s%d, needs: [s%d]}\n", i, (i + 1) % count);
	strbuf_addstr(&text, "steps:\n");
	for (int i = count; i-- > 0;) {
		strbuf_addf(&text, "- {id: S%d, section: s%d, run: x}\n", i, i);
		strbuf_addf(&all, "%sS%d", all.len ? ", " : "", i);
	}
	strbuf_addf(&text, "- {id: LAST, needs: [%s]}\n", all.buf);
	ok(runbook_parse(bytes_of(text.buf, text.len), "f", &a, &rb, &err) < 0 &&
		   strstr(err.text, "circle"),
	   "%d sections in a circle", count);
	strbuf_addstr(&text, "order: needs\n");
	snprintf(last, sizeof(last), "s%d, needs: [s0]", count - 1);
	memcpy(strstr(strstr(text.buf, last), "[s0]"), "[]  ", 4);
	ok(!runbook_parse(bytes_of(text.buf, text.len), "f", &a, &rb, &err) &&
		   step_at(rb, (size_t)count)->needs.count == (size_t)count &&
		   !strcmp(runbook_step(rb, "S0")->needs.items[0], "S1"),
	   "%d steps in as many sections", count);
	return clock() - began;
}

/* Five times as many take about five times as long, and twenty-five times where it is quadratic. */
static void test_many(void)
{
	clock_t few = read_many(2000), many = read_many(10000);

	ok(many < 15 * few + CLOCKS_PER_SEC / 10, "the time of five times as many: %ld of %ld",
	   (long)many, (long)few);
}

static void test_defaults(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const struct runbook *rb = NULL;
	struct err err = {0};

	strbuf_addstr(&text, "version: 1\nname: n\nenvironments: [{id: e}]\n"
			     "defaults: {verify: [");
	for (int i = 0; i < 1500; i++)
		strbuf_addf(&text, "{id: c%d, env: E},", i);
	strbuf_addstr(&text, "]}\nsteps:\n");
	for (int i = 0; i < 1500; i++)
		strbuf_addf(&text, "- {id: S%d, verify: [{id: v, env: E}]}\n", i);
	ok(runbook_parse(bytes_of(text.buf, text.len), "f", &a, &rb, &err) < 0 &&
		   strstr(err.text, "more than"),
	   "defaults that make millions of checks are refused");
}

static const struct runbook *parsed(const char *text, struct arena *a)
{
	const struct runbook *rb = NULL;
	struct err err = {0};

	if (!ok(!runbook_parse(bytes_text(text), "f", a, &rb, &err), "it is a runbook")) {
		printf("# %u:%u: %s\n", err.at.line, err.at.column, err.text);
		exit(1);
	}
	return rb;
}

static const char *listed(struct words words, struct arena *a)
{
	const char *text = "";

	for (size_t i = 0; i < words.count; i++)
		text = arena_printf(a, "%s%s%s", text, i ? " " : "", words.items[i]);
	return text;
}

static void test_environments(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct runbook *rb = parsed("version: 1\nname: n\n"
					  "environments: [{id: lab}, {id: prod}]\nsteps:\n"
					  "- {id: A}\n- {id: B, environments: [lab]}\n"
					  "- {id: C, environments: [lab]}\n- {id: D}\n"
					  "- {id: E, needs: [C, A, D]}\n"
					  "- {id: F, environments: [prod], needs: [E, B]}\n",
					  &a);
	static const struct {
		const char *step, *lab, *prod;
	} cases[] = {
		{"A", "", ""},	       {"B", "A", "A"},	    {"D", "C", "A"},
		{"E", "C A D", "A D"}, {"F", "E B", "E A"},
	};

	ok(step_in(runbook_step(rb, "A"), "prod") && step_in(runbook_step(rb, "B"), "lab") &&
		   !step_in(runbook_step(rb, "B"), "prod"),
	   "a step is everywhere, or where it says");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct step *step = runbook_step(rb, cases[i].step);

		is_str(listed(step_needs(rb, step, "lab", &a), &a), cases[i].lab,
		       cases[i].step);
		is_str(listed(step_needs(rb, step, "prod", &a), &a), cases[i].prod,
		       cases[i].step);
	}
}

/* What nobody waits for is no hole in the order: whoever comes after it waits for what came before it. */
static void test_handed_on(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct runbook *rb = parsed(
		"version: 1\nname: n\nenvironments: [{id: lab}]\nsteps:\n"
		"- {id: A}\n- {id: B, optional: true}\n- {id: C}\n- {id: D, dormant: true}\n"
		"- {id: E, optional: true}\n- {id: F}\n- {id: G, needs: [E, A]}\n"
		"- {id: H, optional: true, needs: []}\n- {id: I}\n",
		&a);
	static const struct {
		const char *step, *needs;
	} cases[] = {
		{"B", "A"},   {"C", "B A"},   {"D", "C"}, {"E", "D C"},
		{"F", "E C"}, {"G", "E A C"}, {"H", ""},  {"I", "H"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		is_str(listed(step_needs(rb, runbook_step(rb, cases[i].step), "lab", &a), &a),
		       cases[i].needs, cases[i].step);
}

static void test_lacks(void)
{
	static const struct {
		const char *step;
		unsigned bare, pinned; /* in an environment without manifest, with one */
	} cases[] = {
		{"OK", 0, 0},
		{"NO_PINS", 0, STEP_LACKS_PINS},
		{"PINS", STEP_LACKS_MANIFEST, 0},
		{"NO_RUN", STEP_LACKS_RUN, STEP_LACKS_RUN},
		{"NO_VERIFY", STEP_LACKS_VERIFY, STEP_LACKS_VERIFY},
		{"EMPTY", STEP_LACKS_VERIFY, STEP_LACKS_VERIFY},
		{"NO_RESTORE", STEP_LACKS_RESTORE, STEP_LACKS_RESTORE},
		{"RESTORE", 0, 0},
		{"GATE", STEP_LACKS_VERIFY, STEP_LACKS_VERIFY},
		{"SEAL", STEP_LACKS_CHECKPOINT, STEP_LACKS_CHECKPOINT},
	};
	static const char steps[] =
		"version: 1\nname: n\nenvironments: [{id: bare}, {id: pinned, manifest: m}]\n"
		"defaults: {changes_state: false}\nsteps:\n"
		"- {id: OK, run: x, verify: [{id: v, run: x}], pins: []}\n"
		"- {id: NO_PINS, run: x, verify: [{id: v, run: x}]}\n"
		"- {id: PINS, run: x, verify: [{id: v, run: x}], pins: [a]}\n"
		"- {id: NO_RUN, uses: u, verify: [{id: v, run: x}], pins: []}\n"
		"- {id: NO_VERIFY, run: x, pins: []}\n"
		"- {id: EMPTY, run: x, verify: [], pins: []}\n"
		"- {id: NO_RESTORE, run: x, verify: [{id: v, run: x}], pins: [], "
		"changes_state: "
		"true}\n"
		"- {id: RESTORE, run: x, verify: [{id: v, run: x}], pins: [], changes_state: "
		"true, restore: created, expect: {created: x}}\n"
		"- {id: GATE, kind: gate, pins: []}\n"
		"- {id: SEAL, kind: checkpoint}\n";
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct runbook *rb = parsed(steps, &a);

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct step *step = runbook_step(rb, cases[i].step);
		const struct environment *env = rb->environments;

		is_int(step_lacks(rb, &env[0], step), cases[i].bare, step->id);
		is_int(step_lacks(rb, &env[1], step), cases[i].pinned, "... with a manifest");
		ok(!step_incompletable(rb, &env[0], step, &a) == !cases[i].bare,
		   "... and the words for it");
	}
}

static void test_fill(void)
{
	static const struct {
		const char *template, *filled;
	} cases[] = {
		{"d/${{ date }}.md", "d/2026-01-28.md"},
		{"d/${{date}}-${{ step.id }}/", "d/2026-01-28-A/"},
		{"d/${{ dated }}x", "d/x"},
		{"d/${{ step.identity }}x", "d/x"},
		{"d/${{ date", "d/${{ date"},
		{"plain", "plain"},
	};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *with = "version: 1\nname: n\nenvironments: [{id: e}]\nsteps: [{id: A}]\n"
			   "records: {checkpoint: 'c/${{ date }}-${{ step.id }}'}\n";

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		is_str(runbook_template_fill(cases[i].template, "A", 1769594400, &a),
		       cases[i].filled, cases[i].template);
	is_str(runbook_checkpoint_directory(parsed(with, &a), "A", 1769594400, &a),
	       "c/2026-01-28-A/", "where a checkpoint lies");
}

int main(void)
{
	test_definition();
	test_environments();
	test_handed_on();
	test_lacks();
	test_fill();
	test_many();
	test_defaults();
	return done();
}
