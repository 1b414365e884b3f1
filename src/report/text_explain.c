/* What rules mean. */
#include "report/text_internal.h"

static void add_rules(struct strbuf *out)
{
	for (int i = 0; i < RULE_COUNT; i++)
		strbuf_addf(out, "%-16s %-5s %s%s\n", rules[i].id,
			    finding_severity_word(rules[i].severity),
			    rules[i].doors ? "" : "(not checked in this version) ",
			    rules[i].holds);
}

void text_explain(struct report *report, const struct explain_result *r)
{
	const struct rule *rule = r->only;
	struct strbuf *out = &report->data;

	if (!rule) {
		add_rules(out);
		return;
	}
	strbuf_addf(out, "%s (%s)\n\n%s.\n\n", rule->id, finding_severity_word(rule->severity),
		    rule->holds);
	strbuf_addf(out, "why:    %s\n", rule->why);
	if (!rule->doors) {
		strbuf_addstr(out,
			      "state:  its meaning is fixed; this version does not check it\n");
		return;
	}
	strbuf_addf(out, "hint:   %s\nunless: %s\n", rule->fix, rule->allow);
	if (rule->passes & WAIVE)
		strbuf_addstr(out, "waive:  an act passes under a waiver in force\n");
	strbuf_addstr(out, "where: ");
	for (size_t i = 0; i < DOOR_COUNT; i++)
		if (rule->doors & door_names[i].door)
			strbuf_addf(out, " %s", door_names[i].name);
	strbuf_addch(out, '\n');
}
