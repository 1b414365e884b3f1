#include "report/json_internal.h"

static void add_rule(struct json_writer *w, const struct rule *rule)
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
	for (size_t i = 0; i < DOOR_COUNT; i++)
		if (rule->doors & door_names[i].door)
			jw_string(w, door_names[i].name);
	jw_end(w);
	jw_end(w);
}

void json_explain(struct report *out, const struct explain_result *r)
{
	struct json_writer w;

	json_begin(&w, &out->data, "explain");
	jw_field_array(&w, "rules");
	for (int i = 0; i < RULE_COUNT; i++)
		if (!r->only || r->only == &rules[i])
			add_rule(&w, &rules[i]);
	jw_end(&w);
	json_end(&w);
}
