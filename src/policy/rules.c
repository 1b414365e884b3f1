#include "policy/rules.h"

#include "policy/internal.h"

#define WITH_CHECK(tag, id, doors, severity, holds, why, fix, allow) \
	{id, doors, severity, holds, why, fix, allow, rule_##tag},
#define WITHOUT_CHECK(tag, id, doors, severity, holds, why, fix, allow) \
	{id, doors, severity, holds, why, fix, allow, NULL},

const struct rule rules[] = {RULES(WITH_CHECK, WITHOUT_CHECK)};
const size_t rule_count = ARRAY_SIZE(rules);

const struct rule *rule_find(const char *id)
{
	for (size_t i = 0; i < rule_count; i++)
		if (!strcmp(rules[i].id, id))
			return &rules[i];
	return NULL;
}

void rule_doors(const struct rule *rule, char ret_text[7])
{
	static const char letters[] = "CPRWAL";
	size_t len = 0;

	for (unsigned i = 0; letters[i]; i++)
		if (rule->doors & (1u << i))
			ret_text[len++] = letters[i];
	ret_text[len] = '\0';
}

int policy_check(const struct facts *facts, struct findings *found, struct err *err)
{
	if (facts->exempt)
		return 0;
	for (size_t i = 0; i < rule_count; i++)
		if (rules[i].check && (rules[i].doors & (unsigned)facts->door) &&
		    rules[i].check(facts, found, err) < 0)
			return err_prefix(err, "rule '%s'", rules[i].id);
	return 0;
}

static size_t rank(const struct finding *finding)
{
	size_t i = 0;

	while (i < rule_count && strcmp(rules[i].id, finding->rule))
		i++;
	return (size_t)(FINDING_ERROR - finding->severity) * (rule_count + 1) + i;
}

/* Insertion: findings are few and nearly in order, and it is stable. */
void policy_sort(struct findings *found)
{
	for (size_t i = 1; i < found->count; i++) {
		struct finding item = found->items[i];
		size_t at = i;

		for (; at > 0 && rank(&found->items[at - 1]) > rank(&item); at--)
			found->items[at] = found->items[at - 1];
		found->items[at] = item;
	}
}
