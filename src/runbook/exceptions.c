#include "runbook/exceptions.h"

#include "base/time.h"

struct reading {
	int64_t clock;
	struct arena *a;
	struct exception *list;
	size_t count;
};

bool exception_until(const struct entry *entry, int64_t *ret)
{
	const char *expires = entry_get(entry, "expires");

	return expires && time_parse(expires, ret);
}

bool halt_is_over(const struct entry *entry, int64_t clock)
{
	const char *until = entry_get(entry, "until");
	int64_t when;

	if (!until)
		return false;
	if (time_parse_date(until, &when))
		when += 86399; /* that day is part of it */
	else if (!time_parse(until, &when))
		return false;
	return clock > when;
}

static void add(struct reading *r, const struct entry *entry, struct exception e)
{
	e.id = entry->event;
	e.reason = entry_get(entry, "reason");
	e.sequence = entry->sequence;
	*ARENA_PUSH(r->a, r->list, r->count) = e;
}

/* Of one subject; a path's waivers stand beside those of the others in one file. */
static void read_waivers(struct reading *r, const struct subject *s, const char *environment,
			 const char *step)
{
	const struct entry *entry;
	size_t at = 0;

	while ((entry = subject_next(s, "waivers/", &at))) {
		const char *path = environment ? NULL : strchr(entry->slot, ':');
		int64_t until;

		if (!exception_until(entry, &until) || r->clock > until)
			continue;
		add(r, entry,
		    (struct exception){.word = EVENT_WAIVE,
				       .environment = environment,
				       .step = step,
				       .path = path ? path + 1 : NULL,
				       .rule = entry_get(entry, "rule"),
				       .candidate = entry_get(entry, "candidate"),
				       .until = entry_get(entry, "expires")});
	}
}

static void read_environment(struct reading *r, const struct subject *s,
			     const char *environment)
{
	const struct entry *entry;
	size_t at = 0;

	while ((entry = subject_next(s, "holds/halt:", &at)))
		if (!halt_is_over(entry, r->clock))
			add(r, entry,
			    (struct exception){.word = EVENT_HALT,
					       .environment = environment,
					       .until = entry_get(entry, "until")});
	for (at = 0; (entry = subject_next(s, "incidents/", &at));) {
		int64_t until;

		add(r, entry,
		    (struct exception){.word = EVENT_INCIDENT_OPEN,
				       .environment = environment,
				       .until = entry_get(entry, "expires"),
				       .over = !exception_until(entry, &until) ||
					       r->clock > until});
	}
	read_waivers(r, s, environment, NULL);
}

static int read_one(struct reading *r, struct state *record, const struct runbook *rb,
		    const struct environment *e, struct err *err)
{
	const struct event_subject here = {SUBJECT_ENVIRONMENT, NULL};
	const struct subject *s;

	if (state_subject(record, state_subject_path(e->id, here, r->a), &s, err) < 0)
		return -1;
	read_environment(r, s, e->id);
	for (size_t i = 0; i < rb->step_count; i++) {
		if (state_subject(record, state_step_path(e->id, rb->ids[i], r->a), &s, err) <
		    0)
			return -1;
		read_waivers(r, s, e->id, rb->ids[i]);
	}
	return 0;
}

int exceptions_in_force(struct state *record, const struct runbook *rb, const char *environment,
			int64_t clock, struct arena *a, struct exception **ret,
			size_t *ret_count, struct err *err)
{
	struct reading r = {.clock = clock, .a = a};
	const struct subject *paths;

	for (size_t i = 0; i < rb->environment_count; i++)
		if ((!environment || !strcmp(environment, rb->environments[i].id)) &&
		    read_one(&r, record, rb, &rb->environments[i], err) < 0)
			return -1;
	if (state_subject(record, STATE_PATHS, &paths, err) < 0)
		return -1;
	read_waivers(&r, paths, NULL, NULL);
	*ret = r.list;
	*ret_count = r.count;
	return 0;
}

int incident_overdue(struct state *record, const struct runbook *rb, const char *environment,
		     int64_t clock, struct arena *a, const struct exception **ret,
		     struct err *err)
{
	struct exception *list;
	size_t count;

	*ret = NULL;
	if (exceptions_in_force(record, rb, environment, clock, a, &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !*ret; i++)
		if (list[i].over)
			*ret = &list[i];
	return 0;
}

const char *incident_close(struct state *record, const struct exception *incident,
			   const char *reader, struct arena *a)
{
	return state_offer(record, reader, event_info(EVENT_INCIDENT_CLOSE)->permission,
			   incident->environment,
			   arena_printf(a, "git mcade incident close %.12s --follow-up TEXT",
					incident->id),
			   a);
}
