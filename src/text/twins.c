#include "text/twins.h"

#include <stdint.h>
#include <string.h>

enum beside { BESIDE_BOTH, BESIDE_BEFORE, BESIDE_BEHIND, BESIDE_NONE, BESIDE_COUNT };
/* By the section that the runbook says, the next one, and by none. */
enum within { WITHIN_ITS, WITHIN_NEXT, WITHIN_ANY, WITHIN_COUNT };

struct pairing {
	const struct twin *lines, *steps;
	size_t count, step_count;
	size_t *of;
	bool *unsure;
};

static bool is_beside(const struct twin *line, const struct twin *step, enum beside by)
{
	bool before = !strcmp(line->before, step->before);
	bool behind = !strcmp(line->behind, step->behind);

	return by == BESIDE_BOTH     ? before && behind
	       : by == BESIDE_BEFORE ? before
	       : by == BESIDE_BEHIND ? behind
				     : true;
}

static bool is_within(const struct twin *line, const struct twin *step, enum within in)
{
	return in == WITHIN_ANY || (line->sections[0] && step->sections[in] &&
				    !strcmp(line->sections[0], step->sections[in]));
}

bool twin_is_elsewhere(const struct twin *line, const struct twin *step)
{
	return line->sections[0] && step->sections[0] && step->stands &&
	       !is_within(line, step, WITHIN_ITS) && !is_within(line, step, WITHIN_NEXT);
}

/* Where there are more or fewer now, only both neighbours tell which came or went. */
static bool is_sure(const struct pairing *p, size_t line, enum within in, enum beside by)
{
	const struct twin *like = &p->lines[line];
	size_t lines = 0, steps = 0;

	if (by == BESIDE_BOTH)
		return true;
	if (by == BESIDE_NONE && in == WITHIN_ANY)
		return false;
	for (size_t i = 0; i < p->count; i++)
		lines += in == WITHIN_ANY ||
			 (p->lines[i].sections[0] &&
			  !strcmp(p->lines[i].sections[0], like->sections[0]));
	for (size_t j = 0; j < p->step_count; j++)
		steps += is_within(like, &p->steps[j], in);
	return lines == steps;
}

static bool is_taken(const struct pairing *p, size_t step)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->of[i] == step)
			return true;
	return false;
}

static void pair(struct pairing *p, enum within in, enum beside by)
{
	for (size_t i = 0; i < p->count; i++)
		for (size_t j = 0; p->of[i] == SIZE_MAX && j < p->step_count; j++) {
			const struct twin *line = &p->lines[i], *step = &p->steps[j];

			if (!is_within(line, step, in) || !is_beside(line, step, by) ||
			    (in == WITHIN_ANY && by == BESIDE_NONE &&
			     twin_is_elsewhere(line, step)) ||
			    is_taken(p, j))
				continue;
			p->of[i] = j;
			p->unsure[i] = !is_sure(p, i, in, by);
		}
}

void twins_pair(const struct twin *lines, size_t count, const struct twin *steps,
		size_t step_count, size_t *of, bool *unsure)
{
	struct pairing p = {lines, steps, count, step_count, of, unsure};
	bool many = count > TWINS_MAX || step_count > TWINS_MAX;

	for (size_t i = 0; i < count; i++) {
		of[i] = many && i < step_count ? i : SIZE_MAX;
		unsure[i] = many;
	}
	for (enum within in = 0; !many && in < WITHIN_COUNT; in++)
		for (enum beside by = 0; by < BESIDE_COUNT; by++)
			pair(&p, in, by);
}
