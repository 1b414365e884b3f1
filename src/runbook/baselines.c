#include "runbook/baselines.h"

#include "base/limits.h"
#include "base/texts.h"
#include "runbook/digests.h"

const struct environment *baseline_recorder(const struct runbook *rb, const char *id)
{
	for (size_t i = 0; i < rb->environment_count; i++)
		if (rb->environments[i].baseline && !strcmp(rb->environments[i].baseline, id))
			return &rb->environments[i];
	return NULL;
}

bool baseline_is_of(const struct environment *env, const struct check *check)
{
	return env->baseline && check->probe == PROBE_USE &&
	       !strcmp(check->subject, env->baseline_of);
}

bool baseline_is_in(const struct environment *env, struct checks list)
{
	bool found = false;

	for (size_t i = 0; !found && i < list.count; i++)
		found = baseline_is_of(env, list.items[i]);
	return found;
}

const char *baseline_value(const struct runbook *rb, const struct environment *env,
			   const char *sha256, struct arena *a)
{
	return arena_printf(a, "%s sha256:%s %s", env->baseline, sha256,
			    digest_of(runbook_baseline_text(rb, env, a), a));
}

int baseline_last(struct state *record, const struct runbook *rb, const char *id,
		  struct arena *a, const char **ret, bool *ret_changed, struct err *err)
{
	const struct environment *env = baseline_recorder(rb, id);
	const char *const *values;
	const struct subject *s;
	char path[LIMIT_PATH];
	size_t count;

	*ret = NULL;
	*ret_changed = false;
	if (!env)
		return 0;
	snprintf(path, sizeof(path), "state/%s/_environment.yaml", env->id);
	if (state_subject(record, path, &s, err) < 0)
		return -1;
	values = entry_list(subject_entry(s, arena_printf(a, "baselines/%s", id)), "baselines",
			    &count);
	if (!count)
		return 0;
	*ret_changed = strcmp(values[0],
			      baseline_value(rb, env, baseline_sha256(values[0], a), a)) != 0;
	*ret = *ret_changed ? NULL : values[0];
	return 0;
}

const char *baseline_sha256(const char *value, struct arena *a)
{
	return arena_strndup(a, strchr(value, ' ') + 1 + strlen("sha256:"), 64);
}

const struct doc_node *baseline_comparand(const struct doc_pair *operator_)
{
	static const char *const words[] = {"eq", "ne", "lt", "le", "gt", "ge"};

	return texts_have(words, ARRAY_SIZE(words), operator_->key->text)
		       ? doc_get(operator_->value, "baseline")
		       : NULL;
}

static void gather(const struct doc_node *node, struct arena *a, const char ***list,
		   size_t *count)
{
	for (size_t i = 0; node->kind == DOC_SEQUENCE && i < node->count; i++)
		gather(node->items[i], a, list, count);
	for (size_t i = 0; node->kind == DOC_MAPPING && i < node->count; i++) {
		const struct doc_node *id = baseline_comparand(&node->pairs[i]);

		if (id && !texts_have(*list, *count, id->text))
			*ARENA_PUSH(a, *list, *count) = id->text;
		else if (!id)
			gather(node->pairs[i].value, a, list, count);
	}
}

struct words baselines_compared(const struct doc_node *expect, struct arena *a)
{
	const char **list = NULL;
	size_t count = 0;

	if (expect)
		gather(expect, a, &list, &count);
	return (struct words){list, count};
}
