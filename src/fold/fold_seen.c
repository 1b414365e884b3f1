/* fold_seen.c - how far the signer of an event had seen. */
#include "fold/fold_internal.h"

#include "base/hex.h"
#include "base/texts.h"

static struct seen_by *seen_of(const struct fold *f, const char *principal)
{
	for (size_t i = 0; i < f->seen_by_count; i++)
		if (principal && !strcmp(f->seen_by[i].principal, principal))
			return &f->seen_by[i];
	return NULL;
}

uint64_t fold_has_seen(const struct fold *f, const char *principal)
{
	const struct seen_by *by = seen_of(f, principal);

	return by ? by->sequence : 0;
}

void fold_note_seen(struct fold *f, const char *principal, uint64_t sequence)
{
	struct seen_by *by = seen_of(f, principal);

	if (!by) {
		by = ARENA_PUSH(f->arena, f->seen_by, f->seen_by_count);
		by->principal = arena_strdup(f->arena, principal);
	}
	f->mark.seen = by;
	f->mark.seen_sequence = by->sequence;
	if (sequence > by->sequence)
		by->sequence = sequence;
}

bool fold_seen_sequence(struct fold *f, const struct event *event, uint64_t *ret)
{
	const char *seen = event_get(event, FIELD_SEEN);
	uint64_t last = event_index_count(f->index);
	const struct indexed_event *e = last ? event_index_at(f->index, last - 1) : NULL;
	uint8_t sha256[32];

	if (!seen || !hex_decode(seen + 7, 32, sha256))
		return false;
	if (e && !memcmp(e->sha256, sha256, 32)) { /* nearly always the one before */
		*ret = last - 1;
		return true;
	}
	for (size_t i = 0; i < f->seen_by_count; i++) { /* or what somebody names again */
		e = event_index_at(f->index, f->seen_by[i].sequence);
		if (e && !memcmp(e->sha256, sha256, 32)) {
			*ret = f->seen_by[i].sequence;
			return true;
		}
	}
	return event_index_find_commit(f->index, seen + 7, ret);
}

void fold_pins_seen(void *context, const struct event *event, const char *environment,
		    struct arena *a, struct act_pins *ret)
{
	struct fold *f = context;
	const struct held_pin *all;
	size_t count;
	uint64_t seen;

	*ret = (struct act_pins){0};
	if (!fold_seen_sequence(f, event, &seen))
		seen = event_index_count(f->index);
	all = fold_pins(f, &count);
	for (size_t i = 0; i < count; i++)
		if (all[i].sequence > seen && !strcmp(all[i].environment, environment) &&
		    !texts_have(ret->moved, ret->moved_count, all[i].path))
			*ARENA_PUSH(a, ret->moved, ret->moved_count) = all[i].path;
	fold_pins_at(f, environment, seen, a, &ret->items, &ret->count);
}

struct act_seen *fold_seen_by(struct fold *f, const struct act_facts *act, struct act_seen *ret)
{
	const struct seen_by *before = seen_of(f, act->origin->principal);
	uint64_t sequence;

	*ret = (struct act_seen){0};
	if (act->event->word == EVENT_INIT)
		return NULL;
	if (fold_seen_sequence(f, act->event, &sequence)) {
		ret->found = true;
		ret->behind = before && sequence < before->sequence;
		ret->time = event_index_at(f->index, sequence)->time;
	}
	return ret;
}
