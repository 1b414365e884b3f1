#include "report/adoption.h"

#include "base/printable.h"
#include "model/event.h"
#include "report/text_internal.h"

#define NAMED_MAX 8 /* of what is new so many are named; of what changes or goes, all */

/* "  + added steps A, B and 10 more" */
static void add_new(struct strbuf *out, const struct runbook_change *changes, size_t count)
{
	size_t named = 0;

	strbuf_addf(out, "  + added %s ", changes[0].key);
	for (size_t i = 0; i < count && named < NAMED_MAX; i++, named++) {
		strbuf_addstr(out, i ? ", " : "");
		printable_addstr(out, changes[i].id);
	}
	if (count > named)
		strbuf_addf(out, " and %zu more", count - named);
	strbuf_addch(out, '\n');
}

/* How many, from here on, are new items of one key? */
static size_t count_new(const struct adoption *a, size_t from)
{
	size_t count = 0;

	while (from + count < a->change_count &&
	       a->changes[from + count].how == RUNBOOK_ADDED && a->changes[from + count].id &&
	       !strcmp(a->changes[from + count].key, a->changes[from].key))
		count++;
	return count;
}

void adoption_text(const struct adoption *a, struct strbuf *out)
{
	strbuf_addstr(out, "into force, from ");
	printable_addstr(out, a->ref);
	strbuf_addf(out, " (%.12s):%s\n", OID_HEX(&a->commit),
		    a->change_count ? "" : " the runbook that is in force already");
	if (a->rules_before != LEDGER_RULES)
		strbuf_addf(out, "  %c rules %" PRIu64 " -> %d\n", a->rules_before ? '~' : '+',
			    a->rules_before, LEDGER_RULES);
	for (size_t i = 0; i < a->change_count;) {
		size_t fresh = count_new(a, i);

		if (fresh > 1)
			add_new(out, &a->changes[i], fresh);
		else
			text_runbook_change(out, &a->changes[i]);
		i += fresh ? fresh : 1;
	}
}
