#include "runbook/runbook.h"

#include "base/cleanup.h"
#include "base/options.h"
#include "match/glob.h"
#include "runbook/runbook_internal.h"

const struct step *step_at(const struct runbook *rb, size_t index)
{
	return rb->steps[index] ? rb->steps[index] : image_step(rb, index);
}

size_t runbook_place(const struct runbook *rb, const char *id)
{
	size_t low = 0, high = rb->step_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(id, rb->ids[rb->by_id[middle]]);

		if (!order)
			return rb->by_id[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return SIZE_MAX;
}

const struct step *runbook_step(const struct runbook *rb, const char *id)
{
	size_t place = runbook_place(rb, id);

	return place == SIZE_MAX ? NULL : step_at(rb, place);
}

const struct environment *runbook_environment(const struct runbook *rb, const char *id)
{
	for (size_t i = 0; i < rb->environment_count; i++)
		if (!strcmp(rb->environments[i].id, id))
			return &rb->environments[i];
	return NULL;
}

struct words runbook_target(const struct runbook *rb, const char *name)
{
	for (size_t i = 0; i < rb->target_count; i++)
		if (!strcmp(rb->targets[i].name, name))
			return rb->targets[i].argv;
	return (struct words){NULL, 0};
}

static const struct check *find(struct checks checks, const char *id)
{
	for (size_t i = 0; i < checks.count; i++)
		if (!strcmp(checks.items[i]->id, id))
			return checks.items[i];
	return NULL;
}

const struct check *runbook_check_of(const struct runbook *rb, const struct step *step,
				     const char *id)
{
	const struct check *check = NULL;

	if (step) {
		const struct checks lists[] = {step->guard, step->stop, step->before,
					       step->verify};

		for (size_t i = 0; i < ARRAY_SIZE(lists) && !check; i++)
			check = find(lists[i], id);
		if (check && check->probe != PROBE_USE)
			return check;
	}
	check = find(rb->checks, id);
	for (size_t i = 0; i < rb->environment_count && !check; i++) {
		check = find(rb->environments[i].guard, id);
		if (!check)
			check = find(rb->environments[i].stop, id);
	}
	return check;
}

bool runbook_used(const struct runbook *rb, const struct step *step, const struct check *check,
		  struct check *ret)
{
	const struct check *other = check;

	if (check->probe == PROBE_USE)
		other = runbook_check_of(rb, step, check->subject);
	if (!other || other->probe == PROBE_USE)
		return false;
	*ret = *other;
	ret->id = check->id;
	ret->also = check->also;
	if (check->expect)
		ret->expect = check->expect;
	if (check->when)
		ret->when = check->when;
	if (check->retry.count > 1) {
		ret->retry = check->retry;
		ret->analysis.count = 0;
	}
	if (check->analysis.count)
		ret->analysis = check->analysis;
	if (check->pass_env.count)
		ret->pass_env = check->pass_env;
	if (check->covers.count)
		ret->covers = check->covers;
	if (check->role)
		ret->role = check->role;
	ret->warn_only = check->warn_only || other->warn_only;
	return true;
}

bool step_verify(const struct runbook *rb, const struct step *step, const char *id,
		 struct check *ret)
{
	const struct check *check = find(step->verify, id);

	return check && runbook_used(rb, step, check, ret);
}

const char *runbook_nearest_step(const struct runbook *rb, const char *id)
{
	return nearest_word(id, rb->ids, rb->step_count);
}

bool step_in(const struct step *step, const char *environment)
{
	return !step->environments.count || words_have(step->environments, environment);
}

struct gathering {
	const struct runbook *rb;
	bool *seen; /* by index */
	const struct step **queue;
	size_t queued;
};

static void gather(struct gathering *g, const struct step *step)
{
	for (size_t i = 0; i < step->needs.count; i++) {
		const struct step *need = runbook_step(g->rb, step->needs.items[i]);

		if (!need || g->seen[need->index])
			continue;
		g->seen[need->index] = true;
		g->queue[g->queued++] = need;
	}
}

/* Nobody waits for it there, so that whoever needs it waits for what it needs. */
static bool hands_on(const struct step *step, const char *environment)
{
	return step->optional || step->dormant || !step_in(step, environment);
}

struct words step_needs(const struct runbook *rb, const struct step *step,
			const char *environment, struct arena *a)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct gathering g = {.rb = rb};
	const char **items = NULL;
	size_t count = 0, handed = 0;

	for (size_t i = 0; i < step->needs.count; i++) {
		const struct step *need = runbook_step(rb, step->needs.items[i]);

		handed += need && hands_on(need, environment);
	}
	if (!handed)
		return step->needs;
	g.seen = arena_array(&scratch, rb->step_count, sizeof(*g.seen));
	g.queue = arena_array(&scratch, rb->step_count, sizeof(*g.queue));
	gather(&g, step);
	for (size_t i = 0, own = g.queued; i < g.queued; i++) {
		bool on = hands_on(g.queue[i], environment);

		if (on)
			gather(&g, g.queue[i]);
		if (step_in(g.queue[i], environment) && (i < own || !on))
			*ARENA_PUSH(a, items, count) = g.queue[i]->id;
	}
	return (struct words){items, count};
}

const char *step_path(const struct step *step, const char *path, struct arena *a)
{
	size_t len = step->cwd ? strlen(step->cwd) : 0;

	if (!path || !len)
		return path;
	return arena_printf(a, "%s%s%s", step->cwd, step->cwd[len - 1] == '/' ? "" : "/", path);
}

const char *step_playbook(const struct step *step, struct arena *a)
{
	return step->repo ? NULL : step_path(step, step->uses, a);
}

bool step_uses(const struct step *step, const char *path)
{
	size_t len = step->cwd ? strlen(step->cwd) : 0;

	if (step->repo || !step->uses || (len && strncmp(step->cwd, path, len) != 0))
		return false;
	path += len;
	if (len && step->cwd[len - 1] != '/' && *path++ != '/')
		return false;
	return !strcmp(step->uses, path);
}

bool runbook_is_blank(struct bytes text)
{
	const char *data = text.data;
	bool comment = false;

	for (size_t i = 0; i < text.len; i++) {
		comment = data[i] != '\n' && (comment || data[i] == '#');
		if (!comment && !strchr(" \t\r\n", data[i]))
			return false;
	}
	return true;
}

const struct runbook *runbook_by_rules(const struct runbook *rb, uint64_t set, struct arena *a)
{
	struct runbook *ret;

	if (rb->rules == set)
		return rb;
	ret = arena_memdup(a, rb, sizeof(*rb));
	ret->rules = set;
	return ret;
}

const struct runbook *runbook_governing(const struct runbook *rb, const char *ref,
					struct arena *a)
{
	struct runbook *ret;
	const char **list;

	if (!ref || doc_get(rb->root, "governed"))
		return rb;
	ret = arena_alloc(a, sizeof(*ret));
	list = arena_array(a, 1, sizeof(*list));
	list[0] = ref;
	*ret = *rb;
	ret->governed = (struct words){list, 1};
	return ret;
}

bool runbook_governs(const struct runbook *rb, const char *ref)
{
	for (size_t i = 0; i < rb->governed.count; i++)
		if (!strcmp(rb->governed.items[i], ref) ||
		    glob_match(rb->governed.items[i], ref))
			return true;
	return false;
}
