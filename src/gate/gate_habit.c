/* gate_habit.c - the rules of a repository that has adopted none. */
#include "gate/gate_internal.h"

#include "text/class.h"

struct record_begun {
	const char *author;
	int64_t time;
};

int gate_habit(struct gate *gate, const struct runbook *stands, struct err *err)
{
	const struct runbook *habit = gate_conventions();
	struct runbook *rb = arena_alloc(gate->arena, sizeof(*rb));

	*rb = stands ? *stands : *habit;
	if (rb->root == habit->root) { /* records are told by what documents are */
		rb->policy_count = 0;
		rb->records.log = NULL;
	}
	if (!rb->records.checkpoint)
		rb->records.checkpoint = habit->records.checkpoint;
	return gate_spec(gate, rb, err);
}

void gate_note_begun(struct gate *gate, const struct facts *facts)
{
	gate->begun.arena = gate->arena;
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		struct record_begun *begun;
		const char *record;

		if (!version_is_file(&change->now) || change_was_there(facts, change) ||
		    !class_may_be_record(change->path))
			continue;
		record = class_record_of(change->path, gate->arena);
		if (strmap_get(&gate->begun, record))
			continue;
		begun = arena_alloc(gate->arena, sizeof(*begun));
		*begun = (struct record_begun){arena_strdup(gate->arena, facts->author),
					       facts->time};
		strmap_put(&gate->begun, arena_strdup(gate->arena, record), begun);
	}
}

bool gate_begun(const struct gate *gate, const char *record, const char **ret_author,
		int64_t *ret_time)
{
	const struct record_begun *begun = strmap_get(&gate->begun, record);

	if (!begun)
		return false;
	*ret_author = begun->author;
	*ret_time = begun->time;
	return true;
}
