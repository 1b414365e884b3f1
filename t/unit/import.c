/*
 * document/import: whatever stands at any place that import reads, what it writes is readable by
 * its own reader and a second import changes nothing. t/fuzz/import.c says what that means, and
 * ends the program where it does not hold.
 */
#include "../fuzz/import.c"

#include "tap.h"

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
	return done();
}
