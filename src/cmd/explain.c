/* git mcade explain: what a rule means, and how to satisfy it. */
#include "base/cleanup.h"
#include "cmd/command.h"
#include "model/rules.h"
#include "report/output.h"

static const struct option options[] = {
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static const struct {
	enum door door;
	const char *name;
} doors[] = {
	{DOOR_COMMIT, "commit"}, {DOOR_PUSH, "push"},	{DOOR_RECEIVE, "receive"},
	{DOOR_ACT, "act"},	 {DOOR_AUDIT, "audit"}, {DOOR_LINT, "lint"},
};

static void list(struct strbuf *out)
{
	for (int i = 0; i < RULE_COUNT; i++)
		strbuf_addf(out, "%-16s %-5s %s%s\n", rules[i].id,
			    finding_severity_word(rules[i].severity),
			    rules[i].doors ? "" : "(not checked in this version) ",
			    rules[i].holds);
}

static void explain(const struct rule *rule, struct strbuf *out)
{
	strbuf_addf(out, "%s (%s)\n\n%s.\n\n", rule->id, finding_severity_word(rule->severity),
		    rule->holds);
	strbuf_addf(out, "why:    %s\n", rule->why);
	if (!rule->doors) {
		strbuf_addstr(out,
			      "state:  its meaning is fixed; this version does not check it\n");
		return;
	}
	strbuf_addf(out, "mend:   %s\nunless: %s\n", rule->fix, rule->allow);
	if (rule->passes & WAIVE)
		strbuf_addstr(out, "waive:  an act passes under a waiver in force\n");
	strbuf_addstr(out, "where: ");
	for (size_t i = 0; i < ARRAY_SIZE(doors); i++)
		if (rule->doors & doors[i].door)
			strbuf_addf(out, " %s", doors[i].name);
	strbuf_addch(out, '\n');
}

static void rule_json(struct json_writer *w, const struct rule *rule)
{
	jw_object(w);
	jw_field_string(w, "rule", rule->id);
	jw_field_string(w, "severity", finding_severity_word(rule->severity));
	jw_field_bool(w, "checked", rule->doors != 0);
	jw_field_string(w, "holds", rule->holds);
	jw_field_string(w, "why", rule->why);
	jw_field_string(w, "fix", *rule->fix ? rule->fix : NULL);
	jw_field_string(w, "allow", *rule->allow ? rule->allow : NULL);
	jw_field_bool(w, "waivable", rule->passes & WAIVE);
	jw_field_array(w, "doors");
	for (size_t i = 0; i < ARRAY_SIZE(doors); i++)
		if (rule->doors & doors[i].door)
			jw_string(w, doors[i].name);
	jw_end(w);
	jw_end(w);
}

static int show_json(const struct rule *only, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct json_writer w;

	output_json_begin(&w, &out, "explain");
	jw_field_array(&w, "rules");
	for (int i = 0; i < RULE_COUNT; i++)
		if (!only || only == &rules[i])
			rule_json(&w, &rules[i]);
	jw_end(&w);
	return output_json_end(&w, &out, err);
}

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct rule *rule = NULL;

	(void)s;
	if (o->operand_count > 1)
		return err_set(err, ERR_USAGE, "one rule at a time");
	if (o->operand_count && rule_find(o->operands[0]) == RULE_COUNT) {
		err_set(err, ERR_USAGE, "no rule '%s'", o->operands[0]);
		return err_next(err, "git mcade explain");
	}
	if (o->operand_count)
		rule = &rules[rule_find(o->operands[0])];
	if (option_flag(o, "json"))
		return show_json(rule, err);
	if (rule)
		explain(rule, &out);
	else
		list(&out);
	return output_data(&out, err);
}

const struct subcommand cmd_explain = {
	.name = "explain",
	.group = GROUP_REVIEW,
	.usage = "[RULE]",
	.summary = "what a rule means and how to satisfy it",
	.options = options,
	.needs = NEEDS_NOTHING,
	.said = run,
};
