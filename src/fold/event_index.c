#include "fold/event_index_internal.h"

#include "base/hex.h"

#include <fcntl.h>
#include <unistd.h>

static uint64_t check_of(const struct indexed_event *event, uint64_t sequence)
{
	uint64_t sum = 14695981039346656037u ^ sequence;

	for (size_t i = 0; i < sizeof(*event); i += 8) {
		uint64_t word;

		memcpy(&word, (const uint8_t *)event + i, 8);
		sum = (sum ^ word) * 0x9e3779b97f4a7c15u;
		sum ^= sum >> 29;
	}
	return sum;
}

struct event_index *event_index_new(struct arena *a)
{
	struct event_index *index = arena_alloc(a, sizeof(*index));

	index->arena = a;
	index->events.tail = index->ids.tail = (struct strbuf)STRBUF_INIT;
	return index;
}

static void name_principal(struct event_index *index, const char *principal)
{
	*ARENA_PUSH(index->arena, index->principals,
		    index->principal_count) = arena_strdup(index->arena, principal);
	*ARENA_PUSH(index->arena, index->ids_of, index->id_count) = arena_strndup(
		index->arena, principal, strcspn(principal, " "));
}

static void name_principals(struct event_index *index, const char *const *principals,
			    size_t count)
{
	index->principals = index->ids_of = NULL;
	index->principal_count = index->id_count = 0;
	for (size_t i = 0; i < count; i++)
		name_principal(index, principals[i]);
}

bool event_index_open(struct arena *a, const char *stem, uint64_t count, uint64_t sum,
		      const char *const *principals, size_t principal_count,
		      struct event_index **ret)
{
	struct event_index *index = event_index_new(a);

	if (count > UINT32_MAX ||
	    !grown_open(&index->events, arena_printf(a, "%s.events", stem),
			(size_t)count * sizeof(struct stored), 0) ||
	    !grown_open(&index->ids, arena_printf(a, "%s.ids", stem),
			(size_t)count * sizeof(uint64_t), sum)) {
		event_index_close(index);
		return false;
	}
	index->count = count;
	name_principals(index, principals, principal_count);
	*ret = index;
	return true;
}

void event_index_close(struct event_index *index)
{
	if (!index)
		return;
	grown_close(&index->events);
	grown_close(&index->ids);
}

struct event_index *event_index_until(const struct event_index *from, uint64_t count,
				      struct arena *a)
{
	struct event_index *index = event_index_new(a);

	grown_copy(&index->events, &from->events);
	grown_copy(&index->ids, &from->ids);
	index->count = from->count;
	event_index_cut(index, count);
	for (size_t i = 0; i < from->attested_count; i++)
		if (from->attested[i]->sequence < count)
			*ARENA_PUSH(a, index->attested, index->attested_count) = arena_memdup(
				a, from->attested[i], sizeof(*from->attested[i]));
	name_principals(index, from->principals, from->principal_count);
	return index;
}

void event_index_on_damage(struct event_index *index, void (*fn)(void *context), void *context)
{
	index->damaged = fn;
	index->context = context;
}

bool event_index_mend(struct event_index *index, const struct event_index *whole)
{
	if (!grown_mend(&index->events, &whole->events) ||
	    !grown_mend(&index->ids, &whole->ids))
		return false;
	name_principals(index, whole->principals, whole->principal_count);
	return true;
}

uint64_t event_index_count(const struct event_index *index)
{
	return index->count;
}

static uint16_t principal_number(struct event_index *index, const char *principal)
{
	for (size_t i = 0; i < index->principal_count; i++)
		if (!strcmp(index->principals[i], principal))
			return (uint16_t)i;
	name_principal(index, principal);
	return (uint16_t)(index->principal_count - 1);
}

/* Few bits are enough: who asks for a name reads the events that may have it. */
static uint32_t few_bits(const char *name)
{
	uint32_t bits = 2166136261u;

	for (; name && *name; name++)
		bits = (bits ^ (uint8_t)*name) * 16777619u;
	return name ? bits : 0;
}

bool event_index_may_name(const struct indexed_event *event, const char *environment,
			  const char *step)
{
	return (!environment || event->environment == (uint16_t)few_bits(environment)) &&
	       (!step || event->step == few_bits(step));
}

void event_index_add(struct event_index *index, const struct event *event,
		     const struct event_origin *origin, const char *principal,
		     const char *sha256, const struct oid *commit, bool counts, bool contested)
{
	const char *environment = event_get(event, FIELD_ENVIRONMENT);
	struct stored s = {.event = {.time = event_time(event, origin),
				     .signed_at = origin->time,
				     .environment = (uint16_t)few_bits(environment),
				     .step = few_bits(event_get(event, FIELD_STEP)),
				     .word = (uint8_t)event->word,
				     .counts = counts,
				     .contested = contested,
				     .right = counts || contested,
				     .principal = principal_number(index, principal)}};

	hex_decode(event_get(event, FIELD_ID), 16, s.event.id);
	hex_decode(sha256, 32, s.event.sha256);
	if (commit)
		memcpy(s.event.commit, commit->id, sizeof(s.event.commit));
	s.check = check_of(&s.event, index->count++);
	grown_add(&index->events, &s, sizeof(s));
	grown_add(&index->ids, s.event.id, sizeof(uint64_t));
}

void event_index_cut(struct event_index *index, uint64_t count)
{
	if (count >= index->count)
		return;
	for (size_t i = index->attested_count; i-- > 0;)
		if (index->attested[i]->sequence >= count)
			index->attested[i] = index->attested[--index->attested_count];
	grown_cut(&index->events, (size_t)count * sizeof(struct stored));
	grown_cut(&index->ids, (size_t)count * sizeof(uint64_t));
	index->count = count;
	index->slot_count = index->hashed = 0;
}

static struct indexed_event *attested_at(const struct event_index *index, uint64_t sequence)
{
	for (size_t i = 0; i < index->attested_count; i++)
		if (index->attested[i]->sequence == sequence)
			return &index->attested[i]->event;
	return NULL;
}

void event_index_attest(struct event_index *index, uint64_t sequence, bool counts)
{
	const struct indexed_event *event = event_index_at(index, sequence);
	struct indexed_event *known = attested_at(index, sequence);
	struct attested *attested;

	if (known)
		known->counts = counts;
	if (!event || known)
		return;
	attested = arena_alloc(index->arena, sizeof(*attested));
	attested->sequence = sequence;
	attested->event = *event;
	attested->event.counts = counts;
	*ARENA_PUSH(index->arena, index->attested, index->attested_count) = attested;
}

const struct indexed_event *event_index_at(struct event_index *index, uint64_t sequence)
{
	const struct indexed_event *attested = attested_at(index, sequence);
	const struct stored *s;

	if (sequence >= index->count)
		return NULL;
	if (attested)
		return attested;
	s = grown_at(&index->events, (size_t)sequence * sizeof(*s));
	if (s->check != check_of(&s->event, sequence) && index->damaged) {
		index->damaged(index->context);
		s = grown_at(&index->events, (size_t)sequence * sizeof(*s));
	}
	return &s->event;
}

bool event_index_is_of(const struct indexed_event *event, const char *sha256)
{
	uint8_t want[32];

	return hex_decode(sha256, 32, want) && !memcmp(want, event->sha256, 32);
}

bool event_index_commit(const struct indexed_event *event, struct oid *ret)
{
	_Static_assert(sizeof(event->commit) == sizeof(ret->id), "a commit's id");
	memcpy(ret->id, event->commit, sizeof(ret->id));
	return !oid_is_zero(ret);
}

const char *event_index_principal(const struct event_index *index,
				  const struct indexed_event *event)
{
	return event->principal < index->id_count ? index->ids_of[event->principal] : NULL;
}

bool event_index_had_role(const struct event_index *index, const struct indexed_event *event,
			  const char *role)
{
	const char *said = event->principal < index->principal_count
				   ? strchr(index->principals[event->principal], ' ')
				   : NULL;
	size_t len = strlen(role);

	for (; said; said = strchr(said + 1, ' '))
		if (!strncmp(said + 1, role, len) && strchr(" ", said[1 + len]))
			return true;
	return false;
}

/* -- remembering --------------------------------------------------------------------------------- */

/* In their places, and so that it may be done again. */
static bool put_attested(const struct event_index *index, const char *path)
{
	int fd = index->attested_count ? open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
	bool good = true;

	for (size_t i = 0; good && i < index->attested_count; i++) {
		struct stored s = {.event = index->attested[i]->event};
		uint64_t sequence = index->attested[i]->sequence;

		s.check = check_of(&s.event, sequence);
		good = pwrite(fd, &s, sizeof(s), (off_t)(sequence * sizeof(s))) ==
		       (ssize_t)sizeof(s);
	}
	return (fd < 0 || !close(fd)) && good;
}

int event_index_save(struct event_index *index, const char *stem, struct err *err)
{
	const char *path = arena_printf(index->arena, "%s.events", stem);

	if (grown_save(&index->events, path, err) < 0 ||
	    grown_save(&index->ids, arena_printf(index->arena, "%s.ids", stem), err) < 0)
		return -1;
	return put_attested(index, path) ? 0 : err_errno(err, "cannot write '%s'", path);
}

uint64_t event_index_sum(const struct event_index *index)
{
	return grown_sum(&index->ids);
}

const char *const *event_index_principals(const struct event_index *index, size_t *ret_count)
{
	*ret_count = index->principal_count;
	return index->principals;
}
