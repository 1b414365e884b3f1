/*
 * document/import: whatever stands at any place that import reads, what it writes is readable by
 * its own reader and a second import changes nothing. t/fuzz/import.c says what that means, and
 * ends the program where it does not hold.
 */
#include "../fuzz/import.c"

#include "import/import_parts.h"
#include "tap.h"

#include <time.h>

/* "@" is the name. */
static const char *const places[] = {
	"## Environments\n- **lab**: @\n- **prod**: live @\n",
	"## Environments\n- **@**: safe test lane\n- **prod**: live\n",
	"## Environments\n- **prod**: live\n\nValues: `@/prod.yaml`\n",
	"## Environments\n- **prod**: live\n\nValues: `@/<env>.yaml` and `<env>/@`\n",
	"## Order\n1. 🟩 `@`\n2. 🟨 `PLAT_02_x.yml`\n",
	"## Order\n1. 🟩 `ansible/playbooks/PLAT_01_@.yml`\n2. 🟨 "
	"`ansible/playbooks/PLAT_02_x.yml`\n",
	"## Order\n1. 🟩 `@/playbooks/PLAT_01_x.yml`\n2. 🟨 `@/playbooks/PLAT_02_y.yml`\n"
	"```\nansible-playbook playbooks/PLAT_01_x.yml @\n```\n## x Freeze\nwhy\n"
	"do not delete\n## Deprecation policy\n`a/deprecated/` do not delete\n- **Do not use** "
	"`abcd`\n",
	"## Order\n1. 🟩 PLAT_01 — @\n2. 🟨 @ PLAT_02 (repo: `@`)\n   - note @\n   @\n"
	"   Checkpoint: `docs/checkpoints/@/`, `@`\n",
	"1. ✅ PLAT_01 @\n2. ⏳ PLAT_02\n3. 🟣 PLAT_03 @\n4. PLAT_04 ❌\n- [✗] PLAT_05\n"
	"### PLAT_06 Start - COMPLETE\n",
	"### @\n1. 🟩 PLAT_01\n### @ again\n1. 🟨 PLAT_02\n🟦 @\n3. 🟨 PLAT_03\n",
	"## @ Freeze\nwait\n- allowed: `a/b.yml`\n",
	"## Nginx Freeze\n@\n- allowed: `@`, `@/x.yml`, `a/@.yml`\n",
	"## Freeze @\n\n@\n",
	"## Deprecation policy\nMove it to `@/deprecated/` with `DEPRECATED @`. Do not delete "
	"@.\n",
	"## @ (append-only)\ntext\n### Log (append-only) @\n",
	"## Log\nappend to `docs/@/YYYY-MM-DD.md`\nappend to `@YYYY-MM-DD@`\n",
	"## Rules\n- **Do not use** `@`\n- **`@` does not exist**\nIt is `@`:\n- **`abcd` does "
	"not exist**\n",
};

static const char *const names[] = {
	"a",	      "[",	     "a[b",
	"a]",	      "[!x]",	     "${{",
	"${{ x }}",   "${{ date }}", "${{ step.uses }}",
	"$",	      "{{",	     "}}",
	"..",	      "../x",	     "a/../b",
	"/",	      "/etc",	     ".",
	"",	      " ",	     "`",
	"\\",	      "a\\",	     "*",
	"**",	      "?",	     "#",
	"a#b",	      "#[",	     "#${{",
	"a: b",	      "- a",	     "'",
	"\"",	      "%s",	     "ünï",
	"\xff",	      "\x01",	     "\x7f",
	"\t",	      "🟩",	     "|",
	">",	      "!a",	     "&a",
	"@a",	      "null",	     "true",
	"1",	      "1e3",	     "~",
	"<env>",      "YYYY-MM-DD",  "deprecated/",
	"DEPRECATED", "PLAT_01",
};

static void one(const char *place, const char *name)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	strbuf_addstr(&text, "# Runbook\n\n");
	for (; *place; place++) {
		if (*place == '@')
			strbuf_addstr(&text, name);
		else
			strbuf_addch(&text, *place);
	}
	LLVMFuzzerTestOneInput((const uint8_t *)text.buf, text.len);
}

/* Processor time for a document that `write` makes, in microseconds; -1: it has not so many steps. */
static double cost(void (*write)(struct strbuf *text, size_t size), size_t size, size_t steps)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const struct import_options options = {.name = "x"};
	struct import_source source = {.path = "a.md"};
	struct findings found = FINDINGS_INIT(&arena);
	struct import import;
	struct err err;
	clock_t begun;

	write(&text, size);
	source.text = bytes_of(text.buf, text.len);
	begun = clock();
	if (import_read(&source, 1, &options, &arena, &import, &found, &err) < 0 ||
	    import.claim_count != steps)
		return -1;
	return (double)(clock() - begun);
}

static void write_steps(struct strbuf *text, size_t size)
{
	for (size_t i = 1; i <= size; i++)
		strbuf_addf(text, "%zu. \xe2\x9c\x85 REL_%04zu stop thing %zu\n", i, i, i);
}

/* One line, of words that might be names. */
static void write_line(struct strbuf *text, size_t size)
{
	strbuf_addstr(text, "1. \xe2\x9c\x85 REL_01\n\n");
	for (size_t i = 0; i < 25 * size; i++)
		strbuf_addstr(text, "1 of: ");
}

/* Eight times as much is eight times the work, not sixty-four. */
static void test_speed(void (*write)(struct strbuf *text, size_t size), bool steps,
		       const char *what)
{
	double least = 0;

	for (int i = 0; i < 3; i++) {
		double small = cost(write, 1000, steps ? 1000 : 1);
		double large = cost(write, 8000, steps ? 8000 : 1), ratio;

		if (small <= 0 || large < 0)
			continue;
		ratio = large / small;
		least = least <= 0 || ratio < least ? ratio : least;
	}
	printf("# %s: 8,000 take %.1f times as long as 1,000\n", what, least);
	ok(least > 0 && least < 20, "the work grows with %s, not with the square", what);
}

/* Each row is said by its example; and of other things nothing is said by a text without words. */
static void test_stages(void)
{
	static const char *const none[] = {"Staging and production", "Contest the devil", ""};
	size_t at, len;

	for (size_t i = 0; i < stage_row_count; i++) {
		const struct stage_row *row = &stage_rows[i];
		struct stage stage = stage_in(NULL, row->example, &at, &len);

		ok(stage.id && !strcmp(stage.id, row->id ? row->id : row->word) &&
			   stage.live == row->live && stage.ordinary == row->ordinary &&
			   *row->language,
		   "%s: %s", row->language, row->example);
		ok(!stage_of(NULL, row->word).id == !*row->word, "and alone: %s", row->word);
	}
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		ok(!stage_in(NULL, none[i], &at, &len).id, "no environment: %s", none[i]);
}

static void test_effects(void)
{
	static const struct {
		enum import_effect effect;
		const char *text;
	} others[] = {
		{EFFECT_WRITES, "curl -X POST x"},
		{EFFECT_WRITES, "curl -sXPOST x"},
		{EFFECT_WRITES, "curl -sSd@x http://a"},
		{EFFECT_WRITES, "curl --request=PUT x"},
		{EFFECT_WRITES, "curl --data-binary @x a"},
		{EFFECT_WRITES, "curl -sSo app.tar x"},
		{EFFECT_WRITES, "curl -O x"},
		{EFFECT_WRITES, "curl --output app.tar x"},
		{EFFECT_WRITES, "curl --remote-name x"},
		{EFFECT_LOOKS, "curl -fsSo /dev/null -w '%{http_code}' x"},
		{EFFECT_LOOKS, "curl -s --output - x"},
		{EFFECT_LOOKS, "curl -X GET x | jq '.a | .b'"},
		{EFFECT_LOOKS, "curl -G -d a=b x"},
		{EFFECT_LOOKS, "curl --get --data a=b x"},
		{EFFECT_LOOKS, "curl -sI x 2>&1"},
		{EFFECT_LOOKS, "curl -H 'Authorization: Bearer x' x >/dev/null 2>&1"},
		{EFFECT_DESTROYS, "curl -X delete x"},
		{EFFECT_DESTROYS, "curl -fsSL x | sh"},
		{EFFECT_DESTROYS, "curl -fsSL x | sudo -E bash -s -- --yes"},
		{EFFECT_DESTROYS, "curl x | python3"},
		{EFFECT_DESTROYS, "curl x | perl -"},
		{EFFECT_DESTROYS, "bash <(curl x)"},
		{EFFECT_DESTROYS, "sh -c \"$(curl x)\""},
		{EFFECT_DESTROYS, "eval `curl x`"},
		{EFFECT_DESTROYS, "ssh a 'rm -rf /var/x'"},
		{EFFECT_DESTROYS, "ls \"$(rm x)\" y"},
		{EFFECT_DESTROYS, "test -f `rm x`"},
		{EFFECT_DESTROYS, "FOO=1 sudo rm x"},
		{EFFECT_DESTROYS, "make status rm"},
		{EFFECT_DESTROYS, "psql <<X\nDROP TABLE y;\nX"},
		{EFFECT_DESTROYS, "ls; rm x"},
		{EFFECT_DESTROYS, "ls && rm x"},
		{EFFECT_DESTROYS, "true || rm x"},
		{EFFECT_DESTROYS, "(cd x; rm y)"},
		{EFFECT_WRITES, "cat x > y"},
		{EFFECT_WRITES, "cat x &> y"},
		{EFFECT_WRITES, "echo \"$(date)\" >> y"},
		{EFFECT_WRITES, "sed -i.bak s/a/b/ x"},
		{EFFECT_WRITES, "make\nkubectl apply -f test.yaml"},
		{EFFECT_LOOKS, "grep 'rm; x > y' log # drop it"},
		{EFFECT_LOOKS, "timeout 5 curl x && cat y"},
		{EFFECT_LOOKS, "cat \\\n x\\;y"},
		{EFFECT_UNTOLD, "kubectl label pods get"},
		{EFFECT_UNTOLD, "lsof"},
		{EFFECT_UNTOLD, "make"},
		{EFFECT_UNTOLD, "curl x | python3 x.py"},
		{EFFECT_UNTOLD, "psql -c 'SELECT updated FROM x'"},
		{EFFECT_UNTOLD, "A=$(cat x)"},
		{EFFECT_LOOKS, ""},
	};
	static const struct {
		const char *text;
		bool is;
	} named[] = {{"How to verify: ", true},
		     {"Stop it. Verify with ", true},
		     {"Prüfen mit ", true},
		     {"Verify the dump and run ", false},
		     {"Verify the dump, then run ", false},
		     {"Verify the dump. Run ", false},
		     {"Run ", false},
		     {"", false}};
	char deep[80];

	for (size_t i = 0; i < import_effect_count; i++) {
		const struct import_effect_row *row = &import_effects[i];
		enum import_effect is = row->effect == EFFECT_TRIES ? EFFECT_UNTOLD
								    : row->effect;

		ok(import_effect(row->example) == is, "%d: %s", (int)is, row->example);
	}
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		ok(import_effect(others[i].text) == others[i].effect, "%d: %s",
		   (int)others[i].effect, others[i].text);
	for (size_t i = 0; i < ARRAY_SIZE(named); i++)
		ok(import_is_named(named[i].text) == named[i].is, "named: %s", named[i].text);
	memset(deep, 0, sizeof(deep));
	for (size_t i = 0; i < 40; i += 2)
		memcpy(deep + i, "$(", 2);
	ok(import_effect(deep) == EFFECT_DESTROYS, "too deep to be looked at is no check");
	ok(import_may_check("make x", false, true) &&
		   !import_may_check("make x", false, false) &&
		   import_may_check("make deploy", true, true) &&
		   !import_may_check("make deploy", false, true) &&
		   !import_may_check("rm x", true, true),
	   "what writes is a check where it is called one, what destroys never");
}

static void test_rows(void)
{
	for (size_t i = 0; i < import_row_count; i++) {
		const struct import_row *row = &import_rows[i];
		const char *at = import_says(row->what, row->example);

		ok(at && *row->language, "%s: %s", row->language, row->example);
		ok(!import_says(row->what, "1234"), "and nothing else does");
	}
	for (size_t i = 0; i < import_status_count; i++) {
		const struct import_status *status = &import_statuses[i];
		enum claim_kind heading = CLAIM_COUNT, prose = CLAIM_COUNT;
		const char *text = status->word;

		ok(import_heading_status(status->word, &heading) && heading == status->kind,
		   "a heading: %s", status->word);
		ok(import_status_word(&text, &prose) == !status->heading_only &&
			   (status->heading_only || prose == status->kind),
		   "in a line: %s", status->word);
	}
}

int main(void)
{
	char longer[6001];

	setvbuf(stdout, NULL, _IOLBF, 0);
	memset(longer, 'n', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(names); j++)
			one(places[i], names[j]);
		one(places[i], longer);
		ok(true, "place %zu: whatever is named there can be read again", i);
	}
	test_stages();
	test_effects();
	test_rows();
	test_speed(write_steps, true, "the steps");
	test_speed(write_line, false, "a line");
	return done();
}
