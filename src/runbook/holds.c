#include "runbook/holds.h"

#include "base/texts.h"
#include "match/glob.h"
#include "runbook/digests.h"

const char *hold_digest(const struct runbook *rb, const char *hold, struct arena *a)
{
	const char *text = hold;

	if (text_begins(hold, "dormant:")) {
		const struct step *step = runbook_step(rb, hold + 8);

		return step && step->dormant ? digest_of(hold, a) : NULL;
	}
	for (size_t i = 0; text_begins(hold, "freeze:") && i < rb->freeze_count; i++) {
		const struct freeze *f = &rb->freezes[i];
		const struct words lists[] = {f->paths, f->except, f->steps};

		if (strcmp(f->id, hold + 7) != 0)
			continue;
		for (size_t l = 0; l < ARRAY_SIZE(lists); l++) {
			text = arena_printf(a, "%s\n%zu", text, lists[l].count);
			for (size_t k = 0; k < lists[l].count; k++)
				text = arena_printf(a, "%s\n%s", text, lists[l].items[k]);
		}
		if (f->window.given)
			text = arena_printf(a,
					    "%s\nwindow %" PRId64 " %" PRId64 " %u %d %d %d %d",
					    text, f->window.from, f->window.to, f->window.days,
					    f->window.has_hours, f->window.begin, f->window.end,
					    f->window.east);
		return digest_of(text, a);
	}
	return NULL;
}

struct words holds_ended(const struct runbook *now, const struct runbook *next, struct arena *a)
{
	const char **names = NULL;
	size_t count = 0;

	for (size_t i = 0; i < now->freeze_count + now->step_count; i++) {
		bool freeze = i < now->freeze_count;
		const char *id = freeze ? now->freezes[i].id : now->ids[i - now->freeze_count];
		const char *name = arena_printf(a, "%s:%s", freeze ? "freeze" : "dormant", id);
		const char *was = hold_digest(now, name, a);
		const char *is = hold_digest(next, name, a);

		if (was && (!is || strcmp(was, is) != 0))
			*ARENA_PUSH(a, names, count) = name;
	}
	return (struct words){(const char *const *)names, count};
}

int hold_is_lifted(struct state *record, const struct runbook *rb, const char *path,
		   const char *hold, struct arena *a, bool *ret, struct err *err)
{
	const char *definition = hold_digest(rb, hold, a);

	*ret = false;
	return definition ? state_is_lifted(record, path, hold, definition, ret, err) : 0;
}

static bool matches(struct words patterns, const char *path)
{
	for (size_t i = 0; i < patterns.count; i++)
		if (glob_match(patterns.items[i], path))
			return true;
	return false;
}

bool freeze_covers(const struct freeze *freeze, const char *path)
{
	return matches(freeze->paths, path) && !matches(freeze->except, path);
}

static int is_thawed(struct state *record, const struct runbook *rb,
		     const struct freeze *freeze, struct arena *a, bool *ret, struct err *err)
{
	*ret = false;
	return record ? hold_is_lifted(record, rb, STATE_PATHS,
				       arena_printf(a, "freeze:%s", freeze->id), a, ret, err)
		      : 0;
}

static struct freeze freeze_of(const struct hold_state *act)
{
	return (struct freeze){.id = strchr(act->name, ':') + 1,
			       .reason = act->reason,
			       .paths = {act->paths, act->path_count},
			       .except = {act->except, act->except_count}};
}

int freezes_in_force(struct state *record, const struct runbook *rb, struct arena *a,
		     struct frozen **ret, size_t *ret_count, struct err *err)
{
	const struct hold_state *acts = NULL;
	struct frozen *list = NULL;
	size_t act_count = 0, count = 0;

	if (record && state_path_holds(record, &acts, &act_count, err) < 0)
		return -1;
	for (size_t i = 0; i < rb->freeze_count; i++) {
		bool thawed;

		if (is_thawed(record, rb, &rb->freezes[i], a, &thawed, err) < 0)
			return -1;
		if (!thawed)
			*ARENA_PUSH(a, list, count) = (struct frozen){&rb->freezes[i], 0};
	}
	for (size_t i = 0; i < act_count; i++) {
		struct freeze freeze = freeze_of(&acts[i]);

		if (freeze.paths.count)
			*ARENA_PUSH(a, list, count) = (struct frozen){
				arena_memdup(a, &freeze, sizeof(freeze)), acts[i].sequence};
	}
	*ret = list;
	*ret_count = count;
	return 0;
}

int step_frozen(struct state *record, const struct runbook *rb, const struct step *step,
		int64_t time, struct arena *a, const struct freeze **ret, struct err *err)
{
	const char *path = step_playbook(step, a);
	const struct hold_state *acts;
	size_t count;

	*ret = NULL;
	for (size_t i = 0; i < rb->freeze_count; i++) {
		const struct freeze *f = &rb->freezes[i];
		bool thawed;

		if (!texts_have(f->steps.items, f->steps.count, step->id) &&
		    (!path || !freeze_covers(f, path)))
			continue;
		if (time && !window_is_open(&f->window, time))
			continue;
		if (is_thawed(record, rb, f, a, &thawed, err) < 0)
			return -1;
		if (!thawed) {
			*ret = f;
			return 0;
		}
	}
	if (state_path_holds(record, &acts, &count, err) < 0)
		return -1;
	for (size_t i = 0; path && i < count && !*ret; i++) {
		struct freeze freeze = freeze_of(&acts[i]);

		if (freeze_covers(&freeze, path))
			*ret = arena_memdup(a, &freeze, sizeof(freeze));
	}
	return 0;
}
