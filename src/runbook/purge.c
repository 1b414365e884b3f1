#include "runbook/purge.h"

#include "base/path.h"
#include "match/glob.h"
#include "text/deprecation.h"
#include "text/refers.h"

bool purge_is_item(const struct runbook *rb, const char *path)
{
	return rb->deprecation.given && deprecation_path(path, rb->deprecation.path);
}

bool purge_demands(const struct runbook *rb, enum purge_proof proof)
{
	const struct deprecation *d = &rb->deprecation;

	for (size_t i = 0; i < d->purge.require.count; i++)
		if (d->purge.require.items[i].proof == proof)
			return true;
	return false;
}

const char *purge_replacement(const char *path, struct bytes text, struct arena *a)
{
	return deprecation_replacement(path, text, a);
}

bool purge_replaces(const struct step *step, const char *replacement, struct arena *a)
{
	const char *uses = step_playbook(step, a);

	return !strcmp(step->id, replacement) ||
	       (uses && (!strcmp(uses, replacement) ||
			 (!strchr(replacement, '/') && !strcmp(path_last(uses), replacement))));
}

bool purge_counts(const struct runbook *rb, const struct step *step,
		  const struct environment *environment)
{
	bool live = false;

	for (size_t i = 0; i < rb->environment_count && !live; i++)
		live = rb->environments[i].live && !rb->environments[i].retired &&
		       step_in(step, rb->environments[i].id);
	return step_in(step, environment->id) && !environment->retired &&
	       (environment->live || !live);
}

bool purge_is_named(struct bytes text, const char *item)
{
	return text_refers(text, item);
}

bool purge_is_history(const struct runbook *rb, const char *path)
{
	for (size_t i = 0; i < rb->policy_count; i++) {
		const struct runbook_policy *p = &rb->policies[i];
		bool grows = p->kind == RUNBOOK_APPEND_ONLY || p->kind == RUNBOOK_WRITE_ONCE;

		for (size_t k = 0; grows && k < p->subjects.count; k++)
			if (glob_match(p->subjects.items[k], path))
				return true;
	}
	return false;
}
