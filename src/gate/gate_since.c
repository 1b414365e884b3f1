/* gate_since.c - from which commit on something binds. */
#include "gate/gate_internal.h"

#include "base/time.h"
#include "act/since.h"

static const struct gate_since *find(const struct gate *gate, const char *text)
{
	for (size_t i = 0; i < gate->since_count; i++)
		if (!strcmp(gate->sinces[i].text, text))
			return &gate->sinces[i];
	return NULL;
}

void gate_since_add(struct gate *gate, const char *text)
{
	if (text && !find(gate, text))
		*ARENA_PUSH(gate->arena, gate->sinces,
			    gate->since_count) = (struct gate_since){.text = text};
}

bool gate_since_later(const struct gate *gate, const char *text)
{
	const struct gate_since *since = find(gate, text);

	return since && since->later;
}

/* As it was adopted; what nothing adopted, from all there is to judge. */
static int resolve(struct gate *gate, struct gate_since *since, struct err *err)
{
	const struct adopted_state *adopted;
	bool found, recorded = false;
	int64_t when;

	if (since->resolved)
		return 0;
	since->future = time_parse_date(since->text, &when) && when > gate->l->now;
	if (gate->l->view && gate->tip_count) {
		if (state_adopted(gate->l->view->state, &adopted, err) < 0)
			return -1;
		recorded = since_recorded(adopted, since->text, &since->commit, &found);
	}
	if (!recorded &&
	    since_commit(gate->l, since->text, gate->tip_count ? gate->tips : gate->judged_tips,
			 gate->tip_count ? gate->tip_count : gate->judged_tip_count,
			 &since->commit, &found, err) < 0)
		return err_prefix(err, "since %s", since->text);
	since->none = !found;
	since->resolved = true;
	return 0;
}

/* One walk for all of them, where a question about each would walk the same commits again. */
int gate_since_range(struct gate *gate, const struct oid *tips, size_t tip_count,
		     const struct oid *known, size_t count, const struct oid_list *list,
		     struct err *err)
{
	struct oid *all;

	if (!gate->since_count)
		return 0;
	gate->judged_tips = tips;
	gate->judged_tip_count = tip_count;
	all = arena_array(gate->arena, count + 1, sizeof(*all));
	if (count)
		memcpy(all, known, count * sizeof(*all));
	gate->judging = oid_list_sorted(list, gate->arena);
	for (size_t i = 0; i < gate->since_count; i++) {
		struct gate_since *since = &gate->sinces[i];
		struct oid_list bound;

		since->resolved = since->resolved && gate->tip_count;
		if (resolve(gate, since, err) < 0)
			return -1;
		if (since->none || since->future)
			continue;
		all[count] = since->commit;
		if (history_new_commits(gate->l->repo, tips, tip_count, all, count + 1,
					gate->arena, &bound, err) < 0)
			return -1;
		since->bound = oid_list_sorted(&bound, gate->arena);
	}
	return 0;
}

static int is_later(struct gate *gate, struct gate_since *since, const struct oid *commit,
		    bool *ret, struct err *err)
{
	if (resolve(gate, since, err) < 0)
		return -1;
	*ret = since->future;
	if (since->future || since->none || !commit)
		return 0;
	if (oid_list_has(&gate->judging, commit)) {
		*ret = !oid_list_has(&since->bound, commit);
		return 0;
	}
	return history_is_ancestor(gate->l->repo, commit, &since->commit, ret, err);
}

int gate_since_set(struct gate *gate, const struct oid *commit, struct err *err)
{
	for (size_t i = 0; i < gate->since_count; i++)
		if (is_later(gate, &gate->sinces[i], commit, &gate->sinces[i].later, err) < 0)
			return -1;
	return 0;
}
