#include "model/rules.h"

#include <string.h>

const struct rule rules[RULE_COUNT] = {
#define RULE(tag, id, doors, severity, passes, asked, holds, why, fix, allow) \
	[RULE_##tag] = {id, doors, severity, passes, holds, why, fix, allow},
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
