#include "policy/readings.h"

#include "base/limits.h"

void readings_free(struct readings *readings)
{
	arena_free(&readings->arena);
	for (size_t i = 0; i < ARRAY_SIZE(readings->opened); i++)
		arena_free(&readings->opened[i].arena);
	*readings = (struct readings){0};
}

void readings_begin(struct readings *readings, const struct runbook *runbook)
{
	if (readings->opened[readings->turn].bytes >= LIMIT_OPENED) {
		readings->turn = !readings->turn;
		arena_free(&readings->opened[readings->turn].arena);
		readings->opened[readings->turn] = (struct readings_opened){0};
	}
	if (readings->runbook == runbook && readings->bytes < LIMIT_READINGS)
		return;
	readings_free(readings);
	readings->found.arena = &readings->arena;
	readings->runbook = runbook;
}

struct reading reading_of(const struct facts *facts, const struct version *version,
			  const char *what, struct arena *own)
{
	struct readings *readings = facts->readings;
	struct reading ret = {.arena = own};

	if (!version_is_file(version) || !version->id)
		return ret;
	ret.key = arena_printf(own, "%s %s", version->id, what);
	ret.value = strmap_get(&readings->found, ret.key);
	/* no more than that of one change either, which may bring every document that there is */
	if (readings->bytes < LIMIT_READINGS)
		ret.arena = &readings->arena;
	return ret;
}

void reading_keep(const struct facts *facts, const struct reading *reading, void *value,
		  size_t bytes)
{
	struct readings *readings = facts->readings;

	if (!reading->key || reading->arena != &readings->arena)
		return;
	strmap_put(&readings->found, arena_strdup(reading->arena, reading->key), value);
	readings->bytes += bytes + strlen(reading->key);
}
