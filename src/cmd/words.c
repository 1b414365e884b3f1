#include "cmd/words.h"

#include "base/cleanup.h"
#include "ledger/in_force.h"
#include "model/rules.h"

static void add(struct strbuf *out, const char *word)
{
	strbuf_addf(out, "%s\n", word);
}

static void add_ids(struct session *s, bool steps, struct strbuf *out)
{
	const struct runbook *runbook;
	struct err ignored;
	bool joined;

	if (!s->ledger.repo ||
	    ledger_open_to_read(&s->ledger, &s->ledger.view, &joined, &ignored) < 0 ||
	    ledger_runbook(&s->ledger, &runbook, &ignored) < 0)
		return;
	for (size_t i = 0; steps && i < runbook->step_count; i++)
		add(out, runbook->ids[i]);
	for (size_t i = 0; !steps && i < runbook->environment_count; i++)
		add(out, runbook->environments[i].id);
}

int words_list(struct session *s, const char *kind, struct result *ret, struct err *err UNUSED)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	if (!strcmp(kind, "rules"))
		for (int i = 0; i < RULE_COUNT; i++)
			add(&out, rule_word((enum rule_id)i));
	else if (!strcmp(kind, "steps") || !strcmp(kind, "environments"))
		add_ids(s, kind[0] == 's', &out);
	ret->plain = bytes_of(arena_memdup(&s->arena, out.len ? out.buf : "", out.len),
			      out.len);
	return 0;
}
