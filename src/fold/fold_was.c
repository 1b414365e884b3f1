/* fold_was.c - an environment as it was just after an earlier event: what a rollback goes back to. */
#include "fold/fold_internal.h"

#include "base/hex.h"
#include "base/texts.h"

/* -- pins ---------------------------------------------------------------------------------------- */

/* By an act of its own: what stands in an adopted manifest alone is recorded by nobody. */
static bool is_pinned(struct fold *f, const struct held_pin *pin, const char *environment,
		      uint64_t sequence)
{
	const struct indexed_event *by = event_index_at(f->index, pin->sequence);

	return by && by->word != EVENT_ADOPT && pin->sequence <= sequence &&
	       !strcmp(pin->environment, environment);
}

void fold_pins_at(struct fold *f, const char *environment, uint64_t sequence, struct arena *a,
		  const char ***ret, size_t *ret_count)
{
	const struct held_pin **last = NULL;
	struct strmap places = {.arena = a};
	size_t count, path_count = 0;
	const struct held_pin *pins = fold_pins(f, &count);

	for (size_t i = 0; i < count; i++) {
		uintptr_t at = (uintptr_t)strmap_get(&places, pins[i].path);

		if (!is_pinned(f, &pins[i], environment, sequence))
			continue;
		if (!at) {
			(void)ARENA_PUSH(a, last, path_count);
			at = path_count;
			strmap_put(&places, pins[i].path, (void *)at);
		}
		last[at - 1] = &pins[i];
	}
	*ret = NULL;
	*ret_count = 0;
	for (size_t i = 0; i < path_count; i++)
		if (*last[i]->value) /* else it was given up */
			*ARENA_PUSH(a, *ret, *ret_count) = arena_printf(
				a, "%s=%s", last[i]->path, last[i]->value);
	texts_sort(*ret, *ret_count);
}

/* -- the candidate ------------------------------------------------------------------------------- */

/* The event at that place, where it is one of the environment that counts. */
static int read_event(struct fold *f, const char *environment, uint64_t sequence,
		      struct arena *a, struct event *ret, bool *ret_is, struct err *err)
{
	const struct indexed_event *e = event_index_at(f->index, sequence);
	struct attachments attachments;
	struct event_origin origin;
	const char *is;
	char id[33];

	*ret_is = false;
	if (!e || !e->counts || !event_index_may_name(e, environment, NULL))
		return 0;
	if (f->help.event(f->help.context, sequence, a, ret, &origin, &attachments, err) < 0)
		return -1;
	/* where the record goes its own way, its places are not those of the chain */
	hex_encode(e->id, sizeof(e->id), id);
	is = event_get(ret, FIELD_ENVIRONMENT);
	*ret_is = text_is(is, environment) && !strcmp(event_get(ret, FIELD_ID), id);
	return 0;
}

/* Does it say what is there from then on? What only runs, or a person did, says so where nothing has to be
 * promoted. */
static bool brings(enum event_word word, bool promoted)
{
	return word == EVENT_PROMOTE || word == EVENT_ROLLBACK ||
	       ((word == EVENT_START || word == EVENT_ATTEST) && !promoted);
}

static bool says_what(const struct event *event)
{
	switch (event->word) {
	case EVENT_ROLLBACK:
		return event_get(event, FIELD_RESTORED_TO);
	case EVENT_ATTEST: /* of a step that a person does, and no answer to a check */
		return event_get(event, FIELD_STEP) && !event_get(event, FIELD_CHECK) &&
		       event_get(event, FIELD_CONTENT);
	case EVENT_START:
		return event_get(event, FIELD_CONTENT);
	default:
		return true;
	}
}

static int find_candidate(struct fold *f, const char *environment, uint64_t sequence,
			  bool promoted, struct arena *a, struct act_was *ret, struct err *err)
{
	for (uint64_t n = sequence + 1; n-- > 0;) {
		const struct indexed_event *e = event_index_at(f->index, n);
		struct event event;
		bool is;

		if (!brings((enum event_word)e->word, promoted))
			continue;
		if (read_event(f, environment, n, a, &event, &is, err) < 0)
			return -1;
		if (!is || !says_what(&event))
			continue;
		ret->code = event_get(&event, FIELD_CODE);
		ret->content = event_get(&event, FIELD_CONTENT);
		ret->candidate = event_get(&event, FIELD_CANDIDATE);
		break;
	}
	return 0;
}

int fold_was(struct fold *f, const char *environment, uint64_t sequence, bool promoted,
	     struct arena *a, struct act_was *ret, struct err *err)
{
	struct event event;
	const char **pins;

	*ret = (struct act_was){.known = false};
	if (read_event(f, environment, sequence, a, &event, &ret->known, err) < 0)
		return -1;
	if (!ret->known)
		return 0;
	fold_pins_at(f, environment, sequence, a, &pins, &ret->pin_count);
	ret->pins = (const char *const *)pins;
	return find_candidate(f, environment, sequence, promoted, a, ret, err);
}
