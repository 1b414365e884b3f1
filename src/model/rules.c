#include "model/rules.h"

#include <string.h>

const struct rule rules[RULE_COUNT] = {
#define RULE(tag, id_, at, grade, pass, asked, what, reason, mend, ...) \
	[RULE_##tag] = {.id = id_,                                      \
			.doors = at,                                    \
			.severity = grade,                              \
			.passes = pass,                                 \
			.holds = what,                                  \
			.why = reason,                                  \
			.fix = mend,                                    \
			.allow = __VA_ARGS__},
	RULES(RULE)
#undef RULE
};

const char *rule_word(enum rule_id rule)
{
	return rules[rule].id;
}

enum rule_id rule_find(const char *id)
{
	int i = 0;

	while (i < RULE_COUNT && strcmp(rules[i].id, id) != 0)
		i++;
	return (enum rule_id)i;
}
