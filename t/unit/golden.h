/*
 * golden.h - one refusal of each kind as people see it, beside a file of them. Other tests ask for
 * rule, path and exit status, so that a better wording changes these texts and no test.
 */
#ifndef T_UNIT_GOLDEN_H
#define T_UNIT_GOLDEN_H

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "report/findings.h"
#include "../t/unit/tap.h"

struct golden {
	struct strbuf text, kinds;
};

/* Of its kind is whatever says the same of another file, step or time. */
static bool is_new(struct golden *g, const struct finding *f)
{
	CLEANUP(strbuf_free) struct strbuf kind = STRBUF_INIT;
	bool quoted = false;

	strbuf_addf(&kind, "\n%s: ", rule_word(f->rule));
	for (const char *at = f->message; *at; at++) {
		quoted = quoted != (*at == '\'');
		if (!quoted && !ascii_is_digit(*at) && !ascii_is_capital(*at))
			strbuf_addch(&kind, *at);
	}
	strbuf_addch(&kind, '\n');
	if (g->kinds.len && strstr(g->kinds.buf, kind.buf))
		return false;
	strbuf_addstr(&g->kinds, kind.buf);
	return true;
}

/* The first refusal of its kind is kept, any other is not. */
UNUSED static void golden_add(struct golden *g, const struct finding *f)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct findings one = FINDINGS_INIT(&arena);
	struct finding *items = NULL;

	if (f->severity != FINDING_ERROR || !is_new(g, f))
		return;
	*ARENA_PUSH(&arena, items, one.count) = *f;
	one.items = items;
	report_findings(&g->text, &one);
}

/* Compares with the file; what was found is printed whole where they differ. */
static void golden_is(struct golden *g, const char *path)
{
	FILE *file = fopen(path, "re");
	static char wanted[1 << 18];
	size_t len = file ? fread(wanted, 1, sizeof(wanted) - 1, file) : 0;

	if (file)
		fclose(file);
	wanted[len] = '\0';
	if (!ok(g->text.len && !strcmp(g->text.buf, wanted), "%s is what people see", path))
		fprintf(stderr, "%s", g->text.buf);
	strbuf_free(&g->text);
	strbuf_free(&g->kinds);
}

#endif
