#include "cmd/words.h"

#include "base/cleanup.h"
#include "ledger/in_force.h"
#include "model/rules.h"

static void add(struct strbuf *out, const char *word)
{
	strbuf_addf(out, "%s\n", word);
}

/* What stands here and can be read; NULL: nothing does. */
static const struct runbook *in_force(struct session *s)
{
	const struct runbook *runbook;
	struct err ignored;
	bool joined;

	return s->ledger.repo &&
			       ledger_open_to_read(&s->ledger, &s->ledger.view, &joined,
						   &ignored) >= 0 &&
			       ledger_runbook(&s->ledger, &runbook, &ignored) >= 0
		       ? runbook
		       : NULL;
}

/* "gate:go", as commands take them beside steps. */
static void add_procedures(const struct procedures *list, struct strbuf *out)
{
	for (size_t i = 0; i < list->count; i++)
		strbuf_addf(out, "%s:%s\n", subject_type_word(list->items[i]->type),
			    list->items[i]->step.id);
}

static void add_ids(const struct runbook *rb, const char *kind, struct strbuf *out)
{
	for (size_t i = 0; !strcmp(kind, "steps") && i < rb->step_count; i++)
		add(out, rb->ids[i]);
	for (size_t i = 0; !strcmp(kind, "environments") && i < rb->environment_count; i++)
		add(out, rb->environments[i].id);
	if (!strcmp(kind, "gates"))
		add_procedures(&rb->gates, out);
	if (!strcmp(kind, "rollbacks"))
		add_procedures(&rb->rollbacks, out);
	if (!strcmp(kind, "drills"))
		add_procedures(&rb->drills, out);
}

/* Several kinds are joined by commas. */
int words_list(struct session *s, const char *kind, struct result *ret, struct err *err UNUSED)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	bool of_rules = !strcmp(kind, "rules");
	const struct runbook *runbook = of_rules ? NULL : in_force(s);

	for (int i = 0; of_rules && i < RULE_COUNT; i++)
		add(&out, rule_word((enum rule_id)i));
	for (size_t len; runbook && *kind; kind += len + (kind[len] == ',')) {
		len = strcspn(kind, ",");
		add_ids(runbook, arena_strndup(&s->arena, kind, len), &out);
	}
	ret->plain = bytes_of(arena_memdup(&s->arena, out.len ? out.buf : "", out.len),
			      out.len);
	return 0;
}
